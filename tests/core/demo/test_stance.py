"""Stances and the figures they make."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evopose.demo.body import Body, random_body
from evopose.demo.figure import figure
from evopose.demo.ground import grounded, lowest, planted
from evopose.demo.poses import POSES
from evopose.demo.stance import NAMES, between, mirrored, stance
from evopose.errors import UnknownName
from evopose.geometry.frames import bones
from evopose.geometry.turning import mirrored as in_the_mirror

seeds = st.integers(0, 2**32 - 1)


def random_angles(seed):
    return np.random.default_rng(seed).uniform(-90, 90, (3, len(NAMES)))


def test_zero_angles_stand_straight_and_face_ahead():
    joints = figure(Body(stature=1.7), np.zeros(len(NAMES))).positions[0]
    assert joints[10, 2] - joints[3, 2] == pytest.approx(1.7 - 0.08, abs=0.02)
    np.testing.assert_allclose(joints[[13, 6], 0], joints[[11, 4], 0], atol=1e-9)
    assert joints[1, 0] > 0 > joints[4, 0]


def test_names_without_a_side_mean_both_and_later_changes_win():
    made = dict(zip(NAMES, stance({"knee": 30}, {"left knee": 50}), strict=True))
    assert (made["left knee"], made["right knee"]) == (50, 30)


def test_an_unknown_angle_is_named():
    with pytest.raises(UnknownName, match="did you mean 'elbow'"):
        stance({"elbwo": 3})


@settings(max_examples=25)
@given(seeds)
def test_mirroring_twice_changes_nothing_and_is_what_a_mirror_shows(seed):
    angles = random_angles(seed)
    np.testing.assert_array_equal(mirrored(mirrored(angles)), angles)
    plain, turned = figure(Body(), angles).positions, figure(Body(), mirrored(angles)).positions
    np.testing.assert_allclose(turned, in_the_mirror(plain), atol=1e-9)


@settings(max_examples=25)
@given(seeds)
def test_lengths_do_not_depend_on_the_stance_also_where_feet_are_planted(seed):
    body = random_body(np.random.default_rng(seed))
    expected = np.linalg.norm(body.offsets()[1:], axis=-1)
    made = planted(grounded(figure(body, random_angles(seed))))
    found = np.linalg.norm(bones(made.positions, range(1, 17)), axis=-1)
    np.testing.assert_allclose(found, np.broadcast_to(expected, found.shape), atol=1e-9)


@settings(max_examples=25)
@given(seeds)
def test_grounded_figures_touch_the_ground(seed):
    assert np.abs(lowest(grounded(figure(Body(), random_angles(seed))))).max() < 1e-9


def test_keys_are_met_at_their_times_and_held_outside():
    keys = {0.5: np.zeros(31), 1.0: np.full(31, 40.0)}
    found = between(np.array([0.0, 0.5, 0.75, 1.0, 9.0]), keys)[:, 0]
    np.testing.assert_allclose(found, [0, 0, 20, 40, 40])


@pytest.mark.parametrize("posed", POSES, ids=lambda posed: posed.name)
def test_the_poses_of_the_pictures_stand_on_the_ground_within_the_limits(posed):
    files = pytest.importorskip("evopose.limits.files")
    joints = posed.performed(Body()).positions
    assert posed.lift - 0.01 < joints[..., 2].min() < posed.lift + 0.16
    assert files.default().valid(joints).all()
    if posed.support == "both":
        np.testing.assert_allclose(joints[0, [3, 6], 2], Body().sole, atol=0.005)
