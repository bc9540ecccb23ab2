"""Pairs of true and estimated poses: turned about their middle they stay in their tile and keep their distances."""

from math import pi

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evostudio.views.orbit import Orbit
from evostudio.views.pair_scene import errors_mm, seen_pairs
from tests.standing import STANDING

ANGLES = st.floats(-pi / 2, pi / 2)


def pairs(seed: int = 0, count: int = 4) -> np.ndarray:
    rng = np.random.default_rng(seed)
    truth = STANDING + rng.normal(0, 0.1, (count, 17, 3))
    return np.stack([truth, truth + rng.normal(0, 0.1, truth.shape)], axis=1)


@settings(max_examples=40, deadline=None)
@given(ANGLES, ANGLES, st.floats(0.2, 5))
def test_however_they_are_turned_and_however_large_they_stay_in_their_tile(azimuth, elevation, size):
    assert np.abs(seen_pairs(pairs() * size, Orbit(azimuth, elevation))[..., :2]).max() <= 1 + 1e-5


@settings(max_examples=20, deadline=None)
@given(ANGLES, ANGLES)
def test_true_and_estimated_share_one_scale_from_wherever_they_are_seen(azimuth, elevation):
    two = pairs()
    two[:, 1] = two[:, 0]
    scene = seen_pairs(two, Orbit(azimuth, elevation))
    np.testing.assert_array_equal(scene[:, 0], scene[:, 1])


def test_as_the_camera_sees_them_an_error_of_depth_does_not_show_and_from_the_side_it_goes_across():
    two = np.repeat(STANDING[None, None], 2, axis=1)
    two[:, 1, :, 2] += 0.2
    front, side = (seen_pairs(two, Orbit(azimuth))[0] for azimuth in (0, pi / 2))
    np.testing.assert_allclose(front[0, :, :2], front[1, :, :2], atol=1e-6)
    assert np.abs(side[0, :, 0] - side[1, :, 0]).min() > 0.1


def test_errors_are_about_the_hip_and_a_missing_joint_has_none():
    two = np.repeat(STANDING[None, None], 2, axis=1)
    two[0, 1] += 3.0
    two[0, 1, 13, 0] += 0.05
    two[0, 1, 9] = np.nan
    errors = errors_mm(two)[0]
    assert errors[13] == pytest.approx(50)
    assert np.isnan(errors[9])
    assert np.delete(errors, [9, 13]).max() < 1e-6


def test_a_neck_that_nobody_gives_stands_between_thorax_and_head_and_no_pairs_are_no_trouble():
    two = pairs()
    two[2, 1, 9] = np.nan
    scene = seen_pairs(two, Orbit())
    np.testing.assert_allclose(scene[2, 1, 9], (scene[2, 1, 8] + scene[2, 1, 10]) / 2, atol=1e-6)
    assert np.isnan(two[2, 1, 9]).all()
    assert seen_pairs(two[:0], Orbit()).shape == (0, 2, 17, 3)
