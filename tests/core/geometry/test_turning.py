"""Laws of rigid turns."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from evopose.geometry.frames import bones
from evopose.geometry.hierarchy import limb_vectors, to_local
from evopose.geometry.spherical import to_angles, to_vectors
from evopose.geometry.turning import aim, direction, mirrored, part_frame, stretch, turn, turn_about_axis
from evopose.geometry.vectors import axis_rotation, norm, rotation_between
from evopose.model.array import as_numpy
from evopose.model.limb import LIMBS
from evopose.model.part import PARTS, part
from evopose.model.skeleton import H36M_17

seeds = st.integers(0, 2**32 - 1)
quickly = settings(max_examples=8, deadline=None)


def lengths(positions):
    return as_numpy(norm(bones(positions, range(1, 17))))


@quickly
@given(seeds, st.floats(-3, 3))
def test_turning_a_part_keeps_every_length_and_all_that_it_does_not_carry(random_poses, array, seed, angle):
    pose = random_poses(seed, 1)[0]
    axis = np.random.default_rng(seed).normal(size=3)
    for some in PARTS:
        turned = as_numpy(turn(array(pose), some, axis_rotation(array(axis), array(np.asarray(angle)))))
        np.testing.assert_allclose(lengths(turned), lengths(pose), atol=1e-9)
        rest = [joint for joint in range(17) if joint not in some.moves]
        np.testing.assert_array_equal(turned[rest], pose[rest])
        np.testing.assert_allclose(turned[some.pivot], pose[some.pivot], atol=1e-12)


@quickly
@given(seeds)
def test_turning_a_limb_carries_its_child_rigidly(random_poses, seed):
    pose = random_poses(seed, 1)[0]
    turned = turn_about_axis(pose, part("left upper arm"), 1, 0.4)
    inside = [11, 12, 13]
    np.testing.assert_allclose(
        np.linalg.norm(turned[inside][:, None] - turned[inside], axis=-1),
        np.linalg.norm(pose[inside][:, None] - pose[inside], axis=-1),
        atol=1e-9,
    )


@quickly
@given(seeds, st.floats(-1, 1))
def test_turning_back_is_the_pose_itself(random_poses, seed, angle):
    pose = random_poses(seed, 1)[0]
    for some in PARTS:
        axis = part_frame(pose, some)[:, 2]
        there = turn(pose, some, axis_rotation(axis, np.asarray(angle)))
        back = turn(there, some, axis_rotation(axis, np.asarray(-angle)))
        np.testing.assert_allclose(back, pose, atol=1e-9)


@quickly
@given(seeds)
def test_aiming_points_the_part_where_it_was_told(random_poses, seed):
    pose = random_poses(seed, 1)[0]
    target = to_angles(np.random.default_rng(seed).normal(size=3))
    for some in PARTS:
        if some.has_direction:
            aimed = aim(pose, some, target)
            vector = aimed[some.tip] - aimed[some.pivot]
            expected = part_frame(pose, some) @ to_vectors(target)
            np.testing.assert_allclose(vector / np.linalg.norm(vector), expected, atol=1e-9)


@quickly
@given(seeds)
def test_the_direction_of_a_limb_is_its_limb_vector(random_poses, array, seed):
    poses = array(random_poses(seed))
    for number, limb in enumerate(LIMBS):
        shown = as_numpy(to_vectors(direction(poses, part(limb.name))))
        np.testing.assert_allclose(shown, as_numpy(limb_vectors(poses))[:, number], atol=1e-9)


@quickly
@given(seeds)
def test_the_direction_of_a_torso_bone_is_that_of_the_encoded_pose(random_poses, seed):
    pose = random_poses(seed, 1)[0]
    for some in PARTS:
        if some.has_direction and some.limb is None and H36M_17.parents[some.tip] == some.pivot:
            shown = to_vectors(to_local(pose).directions[some.tip - 1])
            np.testing.assert_allclose(to_vectors(direction(pose, some)), shown, atol=1e-9)


def test_stretching_sets_one_length_and_keeps_the_others(random_poses):
    pose = random_poses(5, 1)[0]
    longer = stretch(pose, part("left thigh"), 0.5)
    expected = lengths(pose)
    expected[4] = 0.5
    np.testing.assert_allclose(lengths(longer), expected, atol=1e-9)


def test_a_mirrored_pose_has_left_where_right_was(random_poses):
    pose = random_poses(5, 1)[0]
    seen = mirrored(pose)
    np.testing.assert_allclose(lengths(seen)[[0, 1, 2]], lengths(pose)[[3, 4, 5]], atol=1e-12)
    np.testing.assert_allclose(seen[0], pose[0], atol=1e-12)
    np.testing.assert_allclose((seen[13] - seen[0]) * (-1, 1, 1), pose[16] - pose[0], atol=1e-12)


@quickly
@given(seeds)
def test_the_smallest_rotation_takes_one_direction_to_the_other(array, seed):
    a, b = np.random.default_rng(seed).normal(size=(2, 5, 3))
    a[0] = -b[0]
    a[1] = b[1]
    rotation = as_numpy(rotation_between(array(a), array(b)))
    turned = np.squeeze(rotation @ (a / np.linalg.norm(a, axis=-1, keepdims=True))[..., None], -1)
    np.testing.assert_allclose(turned, b / np.linalg.norm(b, axis=-1, keepdims=True), atol=1e-9)
    np.testing.assert_allclose(np.linalg.det(rotation), 1, atol=1e-9)
    cosine = np.sum(a * b, -1) / np.linalg.norm(a, axis=-1) / np.linalg.norm(b, axis=-1)
    np.testing.assert_allclose(np.trace(rotation, axis1=-2, axis2=-1), 1 + 2 * cosine, atol=1e-9)


def test_zero_vectors_have_no_direction():
    with np.errstate(all="raise"):
        assert np.isnan(direction(np.zeros((17, 3)), part("left upper arm"))).all()
