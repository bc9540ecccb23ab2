"""Lifted poses stood on the ground."""

import numpy as np

from evopose.lifting.world import ANKLE, in_world


def test_up_is_up_ahead_is_ahead_and_right_stays_right():
    camera = np.zeros((1, 17, 3), np.float32)
    camera[0, 3] = (0, 0.9, 0)  # a foot: below
    camera[0, 10] = (0.1, -0.7, 0.3)  # a head: above, to the right and farther away
    world = in_world(camera)
    assert np.allclose(world[0, 3], (0, 0, ANKLE), atol=1e-6)
    assert np.allclose(world[0, 10], (0.1, 0.3, ANKLE + 1.6), atol=1e-6)


def test_distances_stay_handedness_stays_and_missing_joints_stay_missing():
    camera = np.random.default_rng(3).normal(size=(4, 17, 3)).astype(np.float32)
    camera[1, 5] = np.nan
    world = in_world(camera)
    assert np.isnan(world[1, 5]).all() and np.isnan(world).sum() == 3
    assert np.allclose(world[:, :, 2].min(axis=1)[[0, 2, 3]], ANKLE, atol=1e-6)
    bones, turned = camera[0, 1:4] - camera[0, 0], world[0, 1:4] - world[0, 0]
    assert np.allclose(np.linalg.norm(bones, axis=1), np.linalg.norm(turned, axis=1), atol=1e-5)
    assert np.isclose(np.linalg.det(bones), np.linalg.det(turned), atol=1e-4)
