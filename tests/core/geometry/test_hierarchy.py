"""Laws of the hierarchical representation."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evopose.errors import DegeneratePose
from evopose.geometry.frames import LIMB_AXIS, bone_frames, bones, limb_frames, torso_frames
from evopose.geometry.hierarchy import degenerate, degenerate_reasons, encode, limb_vectors, to_global, to_local
from evopose.geometry.spherical import to_angles, to_vectors
from evopose.geometry.turning import mirrored
from evopose.model.array import as_numpy

seeds = st.integers(0, 2**32 - 1)
quickly = settings(max_examples=12, deadline=None)


def rotations(seed, count):
    q = np.linalg.qr(np.random.default_rng(seed).normal(size=(count, 3, 3)))[0]
    return q * np.sign(np.linalg.det(q))[:, None, None]


def test_the_original_s_numbers_come_out_through_the_stated_mapping(shared_data, array):
    fixture = np.load(shared_data / "fixtures" / "hierarchy.npz")
    vectors = as_numpy(limb_vectors(array(fixture["positions"])))
    signs = np.where(np.isin(np.arange(9), (2, 4, 6, 8))[:, None], (1, -1, -1), (-1, -1, 1))
    np.testing.assert_allclose(vectors * signs, fixture["original_local"], atol=1e-6)
    turned = np.angle(np.exp(1j * (to_angles(vectors * signs)[..., 0] - fixture["original_spherical"][..., 1])))
    np.testing.assert_allclose(turned, 0, atol=1e-6)
    np.testing.assert_allclose(to_angles(vectors * signs)[..., 1], fixture["original_spherical"][..., 2], atol=1e-6)
    np.testing.assert_allclose(fixture["a"], LIMB_AXIS, atol=1e-12)


def test_bone_lengths_agree_with_the_original_s(shared_data):
    fixture = np.load(shared_data / "fixtures" / "hierarchy.npz")
    lengths = to_local(fixture["positions"]).lengths[:, [11, 12, 14, 15, 4, 5, 1, 2]]
    np.testing.assert_allclose(lengths, fixture["bone_length"][:, 1:], atol=1e-6)


@quickly
@given(seeds)
def test_to_global_undoes_to_local(random_poses, array, seed):
    for dtype in (np.float64, np.float32):
        poses = random_poses(seed).astype(dtype)
        back = as_numpy(to_global(to_local(array(poses))))
        assert back.dtype == dtype
        np.testing.assert_allclose(back, poses, atol=1e-6 if dtype == np.float64 else 4e-6)


def test_real_poses_come_back_to_a_micrometre_in_single_precision(shared_data, array):
    poses = np.load(shared_data / "data" / "mocap" / "cmu.npz")["positions"]
    poses = poses - poses[:, :1]
    assert np.abs(as_numpy(to_global(to_local(array(poses)))) - poses).max() < 1e-6


@quickly
@given(seeds)
def test_to_local_undoes_to_global(random_poses, seed):
    pose = to_local(random_poses(seed))
    again = to_local(to_global(pose))
    np.testing.assert_allclose(to_vectors(again.directions), to_vectors(pose.directions), atol=1e-9)
    np.testing.assert_allclose(again.lengths, pose.lengths, atol=1e-9)
    np.testing.assert_allclose(again.frame, pose.frame, atol=1e-9)


@quickly
@given(seeds)
def test_turning_and_moving_the_body_changes_its_frame_and_nothing_else(random_poses, array, seed):
    poses, turn = random_poses(seed), rotations(seed, 8)
    moved = poses @ np.swapaxes(turn, -1, -2) + 5
    before, after = to_local(array(poses)), to_local(array(moved))
    np.testing.assert_allclose(
        to_vectors(as_numpy(after.directions)), to_vectors(as_numpy(before.directions)), atol=1e-7
    )
    np.testing.assert_allclose(as_numpy(after.frame), turn @ as_numpy(before.frame), atol=1e-9)
    np.testing.assert_allclose(limb_vectors(moved), limb_vectors(poses), atol=1e-7)


@quickly
@given(seeds)
def test_angles_stay_in_their_ranges_and_frames_are_rotations(random_poses, array, seed):
    pose = to_local(array(random_poses(seed)))
    theta, phi = np.moveaxis(as_numpy(pose.directions), -1, 0)
    assert (np.abs(theta) <= np.pi).all()
    assert (np.abs(phi) <= np.pi / 2).all()
    frames = as_numpy(bone_frames(array(random_poses(seed))))
    np.testing.assert_allclose(
        np.swapaxes(frames, -1, -2) @ frames, np.broadcast_to(np.eye(3), frames.shape), atol=1e-9
    )
    np.testing.assert_allclose(np.linalg.det(frames), 1, atol=1e-9)


@quickly
@given(seeds)
def test_each_bone_is_its_frame_times_its_local_vector(random_poses, seed):
    poses = random_poses(seed)
    pose = to_local(poses)
    local = to_vectors(pose.directions) * pose.lengths[..., None]
    rebuilt = np.squeeze(bone_frames(poses) @ local[..., None], -1)
    np.testing.assert_allclose(rebuilt, bones(poses, range(1, 17)), atol=1e-9)


@quickly
@given(seeds)
def test_mirroring_twice_is_the_pose_itself(random_poses, array, seed):
    poses = array(random_poses(seed))
    np.testing.assert_allclose(as_numpy(mirrored(mirrored(poses))), as_numpy(poses), atol=1e-12)


def test_the_axes_of_the_body_point_right_down_and_ahead(shared_data):
    poses = np.load(shared_data / "data" / "mocap" / "cmu_actions.npz")["positions"].astype(float)
    frames = torso_frames(poses).body
    np.testing.assert_allclose(frames[..., 0], np.cross(frames[..., 1], frames[..., 2]), atol=1e-9)
    toes_ahead = np.sum((poses[:, 10] - poses[:, 8]) * frames[..., 1], axis=-1)
    assert (toes_ahead < 0).all()


def with_arm_along_the_axis(pose, off):
    """The left upper arm `off` radians away from a, the forearm square to it."""
    frame = torso_frames(pose).shoulder
    a = np.array(LIMB_AXIS) / np.linalg.norm(LIMB_AXIS)
    aside = np.cross(a, (0.0, 0.0, 1.0))
    aside /= np.linalg.norm(aside)
    moved = pose.copy()
    moved[12] = moved[11] + frame @ (math.cos(off) * a + math.sin(off) * aside) * 0.3
    moved[13] = moved[12] + frame @ np.cross(a, aside) * 0.25
    return moved


@pytest.mark.parametrize("off", [0.0, 1e-9, 5e-5, 2e-4, 1e-2])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_an_arm_along_the_axis_still_comes_back(random_poses, array, off, dtype):
    pose = with_arm_along_the_axis(random_poses(3, 1)[0], off).astype(dtype)
    assert not bool(degenerate(array(pose)))
    back = as_numpy(to_global(to_local(array(pose))))
    np.testing.assert_allclose(back, pose, atol=1e-6 if dtype == np.float64 else 2e-4)


def test_the_spare_axis_stands_in_only_where_the_arm_lies_along_a(random_poses):
    pose = random_poses(3, 1)[0]
    torso = torso_frames(pose).shoulder
    a, d = torso @ np.array(LIMB_AXIS), torso[:, 2]
    for off, usual in ((5e-5, False), (2e-4, True)):
        u = bones(with_arm_along_the_axis(pose, off), (12,))
        v = limb_frames(torso, u)[0, :, 1]
        expected = np.cross(a, u[0]) if usual else np.cross(u[0], d)
        np.testing.assert_allclose(v, expected / np.linalg.norm(expected), atol=1e-6)


def test_degenerate_poses_are_named_by_index_with_the_reason(random_poses, array):
    poses = random_poses(0, 6)
    poses[1, 12] = np.nan
    poses[2, 3] = poses[2, 2]
    poses[3, [1, 4]] = poses[3, 0] + np.array([[0.1], [-0.1]]) * (poses[3, 7] - poses[3, 8])
    poses[4, 14] = poses[4, 11] + 0.3 * (poses[4, 8] - poses[4, 7])
    np.testing.assert_array_equal(as_numpy(degenerate(array(poses))), [False, True, True, True, True, False])
    with pytest.raises(DegeneratePose) as caught:
        to_local(array(poses))
    reasons = dict(caught.value.reasons)
    assert list(reasons) == [1, 2, 3, 4]
    assert "missing" in reasons[1]
    assert "joint 3 has no length" in reasons[2]
    assert "hips" in reasons[3]
    assert "shoulders" in reasons[4]
    assert "4 of 6" in str(caught.value)


def test_a_degenerate_pose_leaves_its_neighbours_alone(random_poses, array):
    poses = random_poses(0, 3)
    alone = encode(poses[2])
    poses[1] = np.nan
    pose = encode(array(poses))
    assert np.isnan(as_numpy(pose.directions)[1]).all()
    np.testing.assert_allclose(as_numpy(pose.directions)[2], alone.directions, atol=1e-12)


def test_infinite_and_huge_coordinates_are_degenerate(random_poses, array):
    poses = random_poses(0, 3)
    poses[0, 5, 1] = np.inf
    poses[1, :, 2] = -np.inf
    poses[2] *= 1e200
    assert as_numpy(degenerate(array(poses))).all()
    assert len(degenerate_reasons(poses)) == 3


def test_any_shape_of_batch_goes_through(random_poses, array):
    poses = random_poses(1, 6)
    flat = as_numpy(to_global(to_local(array(poses))))
    for shape in ((6,), (2, 3), (1, 6, 1)):
        shaped = array(poses.reshape(*shape, 17, 3))
        pose = to_local(shaped)
        assert tuple(pose.directions.shape) == (*shape, 16, 2)
        assert tuple(pose.lengths.shape) == (*shape, 16)
        assert tuple(pose.frame.shape) == (*shape, 3, 3)
        np.testing.assert_allclose(as_numpy(to_global(pose)).reshape(6, 17, 3), flat, atol=1e-12)
        assert tuple(limb_vectors(shaped).shape) == (*shape, 9, 3)
    assert to_local(poses[0]).directions.shape == (16, 2)
    assert to_local(poses[:0]).directions.shape == (0, 16, 2)


def test_whole_numbers_are_taken_as_positions(random_poses):
    millimetres = np.round(random_poses(1, 2) * 1000).astype(np.int64)
    np.testing.assert_allclose(to_local(millimetres).directions, to_local(millimetres.astype(float)).directions)


def test_gradients_flow_through_both_ways(random_poses):
    torch = pytest.importorskip("torch")
    poses = torch.from_numpy(random_poses(2, 2)).requires_grad_()

    def directions_and_lengths(x):
        pose = encode(x)
        return pose.directions, pose.lengths, pose.frame

    assert torch.autograd.gradcheck(directions_and_lengths, (poses,), atol=1e-5, fast_mode=True)
    pose = encode(poses.detach())

    def positions(directions, lengths):
        return to_global(dataclasses.replace(pose, directions=directions, lengths=lengths))

    leaves = (pose.directions.clone().requires_grad_(), pose.lengths.clone().requires_grad_())
    assert torch.autograd.gradcheck(positions, leaves, atol=1e-5, fast_mode=True)


def test_gradients_of_real_poses_are_finite(shared_data):
    torch = pytest.importorskip("torch")
    poses = torch.from_numpy(np.load(shared_data / "data" / "mocap" / "cmu.npz")["positions"][::7]).requires_grad_()
    pose = encode(poses)
    (limb_vectors(poses).square().sum() + pose.directions.sum() + to_global(pose).square().sum()).backward()
    assert torch.isfinite(poses.grad).all()


@quickly
@given(seeds)
def test_angles_and_vectors_are_inverse(array, seed):
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(20, 3))
    unit = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    np.testing.assert_allclose(as_numpy(to_vectors(to_angles(array(vectors)))), unit, atol=1e-12)
