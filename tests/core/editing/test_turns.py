"""Turning is rigid, keeps lengths, and says what cannot be."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from evopose.editing import turns
from evopose.errors import BadOption
from evopose.geometry.frames import bones
from evopose.geometry.turning import direction, part_frame
from evopose.model.part import BODY, PARTS, PELVIS, part
from tests.standing import STANDING

ANGLES = st.floats(-3, 3)
DIRECTED = [one for one in PARTS if one.has_direction]


def lengths(positions: np.ndarray) -> np.ndarray:
    return np.linalg.norm(bones(positions, range(1, 17)), axis=-1)


@pytest.mark.parametrize("one", PARTS, ids=lambda one: one.name)
@pytest.mark.parametrize("axis", range(3))
def test_a_turn_moves_only_its_part_and_keeps_every_length(annotation, one, axis):
    before = turns.positions_of(annotation)
    after = turns.positions_of(turns.turned(annotation, one, axis, 0.4))
    stays = [joint for joint in range(17) if joint not in one.moves]
    np.testing.assert_allclose(after[stays], before[stays], atol=1e-9)
    np.testing.assert_allclose(lengths(after), lengths(before), atol=1e-9)
    assert np.abs(after - before).max() > 1e-3


@pytest.mark.parametrize("one", PARTS, ids=lambda one: one.name)
def test_turning_back_restores_everything(annotation, one):
    axis = part_frame(turns.positions_of(annotation), one)[:, 1]
    there = turns.turned(annotation, one, 1, 0.7)
    rotation = Rotation.from_rotvec(-0.7 * axis).as_matrix()
    pivot = turns.positions_of(there)[one.pivot]
    back = turns.positions_of(there)
    back[list(one.moves)] = (back[list(one.moves)] - pivot) @ rotation.T + pivot
    np.testing.assert_allclose(back, turns.positions_of(annotation), atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(theta=ANGLES, phi=st.floats(-1.5, 1.5), index=st.integers(0, len(DIRECTED) - 1))
def test_a_limb_that_is_aimed_points_there_in_the_frame_it_was_aimed_in(theta, phi, index):
    one = DIRECTED[index]
    frame = part_frame(STANDING, one)
    aimed = turns.turning.aim(STANDING, one, np.array([theta, phi]))
    vector = aimed[one.tip] - aimed[one.pivot]
    local = frame.T @ vector / np.linalg.norm(vector)
    wanted = [np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)]
    np.testing.assert_allclose(local, wanted, atol=1e-9)


@pytest.mark.parametrize("number", [2, 4, 6, 8])
def test_forearms_and_shins_take_typed_angles_exactly(annotation, number):
    one = next(p for p in PARTS if p.limb == number)
    after = turns.aimed(annotation, one, 0.3, -0.2)
    np.testing.assert_allclose(direction(turns.positions_of(after), one), [0.3, -0.2], atol=1e-9)


def test_phi_stops_short_of_the_poles_and_comes_back(annotation):
    arm = part("left forearm")
    up = annotation
    for _ in range(80):
        up = turns.nudged(up, arm, 0.0, np.radians(3))
    theta, phi = direction(turns.positions_of(up), arm)
    assert phi == pytest.approx(turns.POLE, abs=1e-6)
    down = turns.nudged(up, arm, 0.0, -np.radians(3))
    assert direction(turns.positions_of(down), arm)[0] == pytest.approx(theta, abs=1e-6)


def test_stretching_sets_the_length_and_carries_the_rest(annotation):
    thigh = part("left thigh")
    before = turns.positions_of(annotation)
    after = turns.positions_of(turns.stretched(annotation, thigh, 0.5))
    assert np.linalg.norm(after[5] - after[4]) == pytest.approx(0.5)
    np.testing.assert_allclose(after[6] - after[5], before[6] - before[5], atol=1e-9)


def test_moving_by_pixels_moves_the_hip_by_pixels(annotation):
    from evopose.geometry.projection import project

    before = np.asarray(project(annotation.camera, turns.positions_of(annotation)))[0]
    after = np.asarray(project(annotation.camera, turns.positions_of(turns.moved_in_image(annotation, (7, -3)))))[0]
    np.testing.assert_allclose(after - before, [7, -3], atol=1e-6)


def test_approaching_keeps_the_hip_on_its_ray(annotation):
    from evopose.geometry.projection import project

    near = turns.positions_of(turns.approached(annotation, 0.5))
    np.testing.assert_allclose(near[0], turns.positions_of(annotation)[0] / 2, atol=1e-9)
    np.testing.assert_allclose(project(annotation.camera, near)[0], annotation.keypoints.xy[0], atol=1e-6)


def test_what_cannot_be_is_said(annotation):
    with pytest.raises(turns.NoPose, match="fit one"):
        turns.turned(replace(annotation, pose=None), BODY, 0, 0.1)
    with pytest.raises(BadOption, match="behind the camera"):
        turns.moved(annotation, np.array([0, 0, -5.0]))
    with pytest.raises(BadOption, match="no direction"):
        turns.aimed(annotation, PELVIS, 0, 0)
    with pytest.raises(BadOption, match="φ must"):
        turns.aimed(annotation, part("left thigh"), 0, 2)
    with pytest.raises(BadOption, match="to 2 m"):
        turns.stretched(annotation, part("left thigh"), 9)
