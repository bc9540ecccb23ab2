"""Fused loops project as the batched operators do."""

import numpy as np
import pytest

from evopose.fused.projection import project
from evopose.geometry import projection
from evopose.geometry.bench import poses_like_standing
from evopose.model.camera import Camera, Viewpoint
from evopose.model.cameras import h36m_cameras


@pytest.mark.parametrize("number", [0, 5, 27])
def test_pixels_are_those_of_the_batched_projection(number: int) -> None:
    placed = h36m_cameras()[number]
    poses = poses_like_standing(200)
    expected = projection.project(placed.camera, projection.to_camera(placed.viewpoint, poses))
    found = project(placed.camera, placed.viewpoint, poses)
    np.testing.assert_allclose(found, expected, atol=0.01)


def test_what_lies_behind_the_lens_is_nan() -> None:
    poses = poses_like_standing(3)
    hip = poses[0, 0]
    viewpoint = Viewpoint.look_at(hip + np.array((0.0, 0.1, 0.0)), hip + np.array((0.0, 5.0, 0.0)))
    found = project(Camera.guess((1000, 1000)), viewpoint, poses)
    behind = projection.to_camera(viewpoint, poses)[..., 2] <= 0
    assert behind.any() and not behind.all()
    assert np.array_equal(np.isnan(found[..., 0]), behind)
