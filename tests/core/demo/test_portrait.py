"""The mannequin takes any pose: just these joints, on the ground, its segments along its bones."""

import numpy as np
import pytest

from evopose.demo.body import random_body
from evopose.demo.figure import SIDES
from evopose.demo.portrait import portrayed
from evopose.demo.poses import POSES


@pytest.mark.parametrize("posed", POSES[::4], ids=lambda posed: posed.name)
def test_a_pose_of_ours_comes_back_with_its_joints_and_its_limbs(posed):
    """However it is turned about the vertical; limbs are told by their joints alone."""
    made = posed.performed(random_body(np.random.default_rng(3)))
    cosine, sine = np.cos(2.1), np.sin(2.1)
    turned = made.positions[0] @ np.array([[cosine, sine, 0], [-sine, cosine, 0], [0, 0, 1]]) + (3, -2, 5)
    again = portrayed(turned)
    shape = [np.linalg.norm(p[0][:, None] - p[0][None], axis=-1) for p in (made.positions, again.positions)]
    assert np.allclose(shape[0], shape[1], atol=1e-9)
    assert np.allclose(again.positions[0, 0, :2], 0)
    assert abs(again.body.stature / made.body.stature - 1) < 0.08
    for side, shoulder, hip, _ in SIDES:
        for segment, start in (("upper arm", shoulder), ("forearm", shoulder + 1), ("thigh", hip), ("shin", hip + 1)):
            axes = again.segments[f"{side} {segment}"][0]
            along = again.positions[0, start + 1] - again.positions[0, start]
            assert np.allclose(axes @ axes.T, np.eye(3), atol=1e-9)
            assert np.linalg.det(axes) > 0
            assert np.allclose(-axes[:, 2], along / np.linalg.norm(along), atol=1e-9)


def test_it_stands_on_the_ground_and_faces_ahead():
    made = POSES[0].performed(random_body(np.random.default_rng(1)))
    again = portrayed(made.positions[0] @ np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 1.0]]) + (0, 0, 2))
    assert abs(again.positions[0, :, 2].min() - made.positions[0, :, 2].min()) < 0.05
    assert again.segments["chest"][0, 1, 1] + again.segments["pelvis"][0, 1, 1] > 1.0


def test_straight_limbs_and_a_body_on_its_head_have_axes_too():
    joints = np.asarray(POSES[0].performed(random_body(np.random.default_rng(1))).positions[0])
    joints[12], joints[13] = joints[11] + (0, 0, 0.3), joints[11] + (0, 0, 0.55)
    joints[10] = joints[9] + (0.2, 0, 0)
    for pose in (joints, joints * (1, 1, -1)):
        assert all(np.isfinite(axes).all() for axes in portrayed(pose).segments.values())
