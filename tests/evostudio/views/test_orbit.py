"""The orbiting eye: a pinhole that keeps its target, and presets that keep their word."""

from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from evopose.geometry.frames import torso_frames
from evopose.geometry.projection import project
from evopose.model.camera import Camera
from evostudio.views.orbit import LOOKS, MARGIN, Orbit, facing_azimuth, look_at
from tests.evostudio.views.standing import standing

SIZE = (700.0, 500.0)
angles = st.floats(-3.0, 3.0)
orbits = st.builds(
    Orbit,
    azimuth=angles,
    elevation=st.floats(-1.5, 1.5),
    distance=st.floats(0.5, 20),
    target=st.tuples(angles, angles, angles),
    focal=st.floats(0.5, 20),
    shift=st.tuples(st.floats(-0.3, 0.3), st.floats(-0.3, 0.3)),
)


@given(orbits)
def test_the_target_is_in_the_middle_at_its_distance(orbit):
    assert_allclose(orbit.project(np.asarray(orbit.target), SIZE), (350, 250, orbit.distance), atol=1e-6)


@given(orbits)
def test_the_axes_are_a_right_handed_frame(orbit):
    assert_allclose(orbit.axes @ orbit.axes.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(orbit.axes) == pytest.approx(1)


@given(orbits, angles, st.floats(-4, 4))
def test_turning_keeps_the_distance_and_stops_at_the_poles(orbit, azimuth, elevation):
    turned = orbit.turned(azimuth, elevation)
    assert abs(turned.elevation) <= pi / 2
    assert np.linalg.norm(turned.eye - orbit.target) == pytest.approx(np.linalg.norm(orbit.eye - orbit.target))


@given(orbits, st.floats(-200, 200), st.floats(-200, 200))
def test_panning_moves_the_target_by_so_many_pixels(orbit, x, y):
    moved = orbit.panned(x, y, SIZE).project(np.asarray(orbit.target), SIZE)
    assert_allclose(moved[:2], (350 + x, 250 + y), atol=1e-5)


@given(orbits, st.floats(0.5, 2))
def test_what_lies_under_the_mouse_stays_there_when_zooming(orbit, factor):
    at = (120.0, 300.0)
    metres = orbit.distance / orbit.scale(SIZE)
    point = np.asarray(orbit.target) + metres * (np.array([at[0] - 350, at[1] - 250, 0]) @ orbit.axes)
    assert_allclose(orbit.zoomed(factor, at, SIZE).project(point, SIZE)[:2], at, atol=1e-5)


def test_what_is_behind_the_eye_is_nan():
    assert np.isnan(Orbit().project(np.array([0.0, 0.0, -1.0]), SIZE)).any()


def test_the_camera_preset_is_the_photo_scaled_and_moved():
    person = standing()
    photo = project(Camera(focal=(900.0, 900.0), centre=(320.0, 240.0), size=(640, 480)), person)
    seen = look_at(LOOKS["camera"], np.array([0.0, 0.0, -1.0]), person, SIZE).project(person, SIZE)[:, :2]
    scale = np.ptp(seen[:, 0]) / np.ptp(photo[:, 0])
    assert_allclose(seen, photo * scale + (seen[0] - photo[0] * scale), atol=1e-6)


@pytest.mark.parametrize("name", LOOKS)
@pytest.mark.parametrize("size", [(700.0, 300.0), (300.0, 700.0)])
def test_every_preset_holds_the_whole_person_and_fills_the_view(name, size):
    person = standing()
    seen = look_at(LOOKS[name], torso_frames(person).body[:, 2], person, size).project(person, size)[:, :2]
    reach = np.abs(seen / size - 0.5).max(axis=0)
    assert reach.max() <= MARGIN / 2 + 1e-6
    assert reach.max() >= 0.8 * MARGIN / 2


@pytest.mark.parametrize("heading", [0.0, 0.8, 2.5, -1.9])
def test_front_sees_the_face_side_the_right_and_top_the_crown(heading):
    c, s = np.cos(heading), np.sin(heading)
    person = (standing() - standing()[0]) @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]) + [0, 0, 5.0]
    frame = torso_frames(person).body

    def ahead(name):
        return look_at(LOOKS[name], frame[:, 2], person, SIZE).axes[2]

    assert_allclose(ahead("front"), -frame[:, 2], atol=1e-6)
    assert_allclose(ahead("side"), -frame[:, 0], atol=1e-6)
    assert_allclose(ahead("top"), (0, 1, 0), atol=1e-6)


def test_a_person_without_a_heading_is_seen_as_by_the_camera():
    assert facing_azimuth(np.full(3, np.nan)) == 0
    assert facing_azimuth(np.array([0.0, 1.0, 0.0])) == 0


def test_fitting_to_nothing_changes_nothing():
    assert Orbit().fitted(np.full((17, 3), np.nan), SIZE) == Orbit()
