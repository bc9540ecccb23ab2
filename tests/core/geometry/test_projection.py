"""Laws of cameras."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evopose.geometry.projection import normalise, project, to_camera, to_world
from evopose.model.array import as_numpy
from evopose.model.camera import Camera, Viewpoint
from evopose.model.cameras import h36m_cameras

CAMERA = Camera((1145.0, 1143.8), (512.5, 515.4), (1000, 1002), (-0.207, 0.2478, -0.0031), (-0.00098, -0.00142))
seeds = st.integers(0, 2**32 - 1)
quickly = settings(max_examples=12, deadline=None)


def points_ahead(seed, count=50):
    rng = np.random.default_rng(seed)
    return np.concatenate([rng.uniform(-1.2, 1.2, (count, 2)), rng.uniform(3, 8, (count, 1))], axis=-1)


@quickly
@given(seeds)
def test_projection_is_opencv_s_with_distortion(array, seed):
    points = points_ahead(seed)
    matrix = np.array([[CAMERA.focal[0], 0, CAMERA.centre[0]], [0, CAMERA.focal[1], CAMERA.centre[1]], [0, 0, 1]])
    (k1, k2, k3), (p1, p2) = CAMERA.radial, CAMERA.tangential
    expected, _ = cv2.projectPoints(points, np.zeros(3), np.zeros(3), matrix, np.array([k1, k2, p1, p2, k3]))
    np.testing.assert_allclose(as_numpy(project(CAMERA, array(points))), expected[:, 0], atol=1e-7)


@quickly
@given(seeds)
def test_normalising_undoes_projection(array, seed):
    points = points_ahead(seed)
    rays = as_numpy(normalise(CAMERA, project(CAMERA, array(points)), steps=20))
    np.testing.assert_allclose(rays, points[:, :2] / points[:, 2:], atol=1e-7)


@quickly
@given(seeds)
def test_world_and_camera_are_inverse_and_keep_distances(random_poses, array, seed):
    poses = random_poses(seed)
    rng = np.random.default_rng(seed)
    standing = Viewpoint.look_at(rng.uniform(-5, 5, 3), np.zeros(3))
    there = Viewpoint(array(standing.rotation), array(standing.position))
    seen = to_camera(there, array(poses))
    np.testing.assert_allclose(as_numpy(to_world(there, seen)), poses, atol=1e-9)
    np.testing.assert_allclose(
        np.linalg.norm(as_numpy(seen)[:, 1] - as_numpy(seen)[:, 6], axis=-1),
        np.linalg.norm(poses[:, 1] - poses[:, 6], axis=-1),
        atol=1e-9,
    )


def test_what_a_camera_looks_at_is_in_its_centre_and_up_is_up():
    viewpoint = Viewpoint.look_at(np.array([3.0, -4.0, 1.5]), np.array([0.2, 0.1, 0.9]))
    camera = Camera.guess((640, 480))
    target, above = project(camera, to_camera(viewpoint, np.array([[0.2, 0.1, 0.9], [0.2, 0.1, 1.2]])))
    np.testing.assert_allclose(target, (320, 240), atol=1e-9)
    assert above[1] < 240
    np.testing.assert_allclose(above[0], 320, atol=1e-9)


def test_what_lies_behind_the_lens_has_no_image(array):
    pixels = as_numpy(project(CAMERA, array(np.array([[0.1, 0.1, -2.0], [0.1, 0.1, 0.0], [0.1, 0.1, 2.0]]))))
    np.testing.assert_array_equal(np.isnan(pixels).any(axis=-1), [True, True, False])


def test_projection_has_finite_gradients_in_front_and_behind():
    torch = pytest.importorskip("torch")
    points = torch.tensor([[0.1, 0.2, 3.0], [0.1, 0.2, 0.0], [0.1, 0.2, -1.0]], requires_grad=True)
    torch.nansum(project(CAMERA, points)).backward()
    assert torch.isfinite(points.grad).all()


def test_every_camera_of_human36m_has_upright_people_in_its_picture(shared_data):
    poses = np.load(shared_data / "data" / "mocap" / "cmu_actions.npz")["positions"].astype(float)
    poses = poses[(poses[:, 10, 2] > poses[:, 0, 2] + 0.3)][::10]
    poses[..., :2] -= poses[:, :1, :2]
    poses[..., 2] -= poses[..., 2].min(axis=1)[:, None]
    for placed in h36m_cameras():
        pixels = project(placed.camera, to_camera(placed.viewpoint, poses))
        assert ((pixels > 0) & (pixels < np.array(placed.camera.size))).all()
        assert (pixels[:, 10, 1] < pixels[:, 0, 1]).all()
