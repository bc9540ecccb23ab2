"""Laws of forward kinematics and Euler angles."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from evopose.io.motion import euler, forward, to_euler_zyx, to_z_up

ANGLES = arrays(float, (4, 3), elements=st.floats(-180, 180))


@given(ANGLES)
def test_angles_of_a_rotation_give_it_back(angles):
    rotations = euler((2, 1, 0), angles)
    assert_allclose(euler((2, 1, 0), to_euler_zyx(rotations)), rotations, atol=1e-6)


def test_angles_at_the_pole_give_the_rotation_back():
    rotations = euler((2, 1, 0), np.array([[30.0, 90.0, 20.0], [30.0, -90.0, 20.0]]))
    assert_allclose(euler((2, 1, 0), to_euler_zyx(rotations)), rotations, atol=1e-6)


def test_the_last_axis_acts_first():
    turned = euler((2, 0), np.array([90.0, 90.0])) @ [0, 1, 0]
    assert_allclose(turned, [0, 0, 1], atol=1e-12)


@given(ANGLES)
def test_bones_keep_their_lengths_and_children_follow(angles):
    offsets = np.array([[0.0, 0, 0], [0, 2, 0], [1, 0, 0], [0, 0, 3]])
    places = forward((-1, 0, 1, 1), euler((2, 1, 0), angles)[:, None], offsets[:, None])[0]
    bones = np.linalg.norm(places[1:] - places[[0, 1, 1]], axis=-1)
    assert_allclose(bones, [2, 1, 3], atol=1e-9)
    across = (places[2] - places[1]) @ (places[3] - places[1])
    assert_allclose(across, 0, atol=1e-9)


def test_any_axis_up_becomes_z_and_hands_stay_right():
    for up in range(3):
        axes = to_z_up(np.eye(3), up)
        assert_allclose(axes[up], [0, 0, 1])
        assert_allclose(np.linalg.det(axes), 1)
