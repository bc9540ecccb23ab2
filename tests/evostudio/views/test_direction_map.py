"""The direction map: charts are inverses, the mouse sets directions, and only the dot is painted anew."""

from dataclasses import replace
from math import pi, radians

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from evopose.geometry.spherical import to_vectors
from evostudio.theme import DARK, LIGHT
from evostudio.views.direction_chart import FlatChart, SphereChart, cell_of, outline, readout
from evostudio.views.direction_map import DirectionMap
from evostudio.views.direction_scene import DirectionScene
from tests.evostudio.mouse import move

LEFT = Qt.MouseButton.LeftButton
thetas, phis = st.floats(-3.1, 3.1), st.floats(-1.5, 1.5)


def region() -> np.ndarray:
    cells = np.zeros((120, 60), bool)
    cells[60:100, 20:40] = True
    return cells


SCENE = DirectionScene(
    "left upper arm",
    region(),
    current=(radians(30), radians(0)),
    neighbours=np.radians([[20.0, 10.0], [45.0, -12.0]]),
    ghost=(radians(100), radians(-20)),
)


@pytest.fixture(params=["map", "sphere"])
def chart_map(request, qtbot):
    made = DirectionMap()
    qtbot.addWidget(made)
    made.resize(420, 260)
    made.set_projection(request.param)
    made.show()
    qtbot.waitExposed(made)
    made.show_direction(SCENE)
    return made


def place_of(widget, theta, phi) -> QPoint:
    return QPointF(*widget.chart.places(np.array([theta, phi])).tolist()).toPoint()


@given(thetas, phis)
def test_the_flat_chart_and_its_inverse_cancel(theta, phi):
    chart = FlatChart(40, 20, 360, 180)
    assert_allclose(chart.angles(tuple(chart.places(np.array([theta, phi])).tolist())), (theta, phi), atol=1e-9)


@given(thetas, phis, thetas, phis)
def test_the_sphere_and_its_inverse_cancel_on_the_side_that_is_seen(theta, phi, eye_theta, eye_phi):
    chart = SphereChart(200, 130, 100, eye_theta, eye_phi)
    direction, eye = to_vectors(np.array([[theta, phi], [eye_theta, eye_phi]]))
    place = chart.places(np.array([theta, phi]))
    if direction @ eye > 0.05:
        assert_allclose(to_vectors(np.array(chart.angles(tuple(place.tolist())))), direction, atol=1e-6)
    elif direction @ eye < -0.05:
        assert np.isnan(place).all()


@given(thetas, phis)
def test_every_direction_has_a_cell_that_holds_it(theta, phi):
    row, column = cell_of(theta, phi)
    assert row * 3 - 180 <= np.degrees(theta) + 1e-9
    assert np.degrees(theta) <= row * 3 - 177 + 1e-9
    assert column * 3 - 90 <= np.degrees(phi) + 1e-9
    assert np.degrees(phi) <= column * 3 - 87 + 1e-9


def test_the_outline_of_a_rectangle_is_its_perimeter():
    edges = outline(region())
    assert len(edges) == 2 * (40 + 20)
    assert outline(np.zeros((120, 60), bool)).shape == (0, 2, 2)


def test_the_outline_closes_where_theta_goes_round():
    band = np.zeros((120, 60), bool)
    band[:, 20:30] = True
    assert len(outline(band)) == 240


def test_a_click_sets_the_direction_under_the_mouse(chart_map, qtbot):
    heard = []
    chart_map.direction_dragged.connect(lambda *args: heard.append(args))
    QTest.mouseClick(chart_map, LEFT, pos=place_of(chart_map, radians(60), radians(20)))
    assert [finished for *_, finished in heard] == [False, True]
    assert_allclose(np.degrees(heard[-1][:2]), (60, 20), atol=1.5)


def test_a_drag_tells_each_step_and_its_end_once(chart_map):
    heard = []
    chart_map.direction_dragged.connect(lambda *args: heard.append(args))
    QTest.mousePress(chart_map, LEFT, pos=place_of(chart_map, radians(30), 0))
    move(chart_map, place_of(chart_map, radians(40), 0))
    QTest.mouseRelease(chart_map, LEFT, pos=place_of(chart_map, radians(50), radians(10)))
    finished = [end for *_, end in heard]
    assert finished.count(True) == 1
    assert finished[-1]
    assert_allclose(np.degrees(heard[-1][:2]), (50, 10), atol=1.5)


def test_a_click_beside_the_chart_says_nothing(chart_map, qtbot):
    with qtbot.assertNotEmitted(chart_map.direction_dragged):
        QTest.mouseClick(chart_map, LEFT, pos=QPoint(3, 250))


def test_the_current_direction_is_bright_and_red_where_invalid(chart_map):
    place = place_of(chart_map, *SCENE.current)
    assert chart_map.grab().toImage().pixelColor(place).lightness() > 180
    chart_map.show_direction(replace(SCENE, valid=False))
    red, green, blue, _ = chart_map.grab().toImage().pixelColor(place).getRgb()
    assert red > 1.5 * max(green, blue)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_what_is_valid_is_bluer_than_what_is_not(chart_map, theme):
    chart_map.set_theme(theme)
    shown = chart_map.grab().toImage()

    def blueness(theta, phi):
        red, _, blue, _ = shown.pixelColor(place_of(chart_map, radians(theta), radians(phi))).getRgb()
        return blue - red

    assert blueness(11, 11) > blueness(-5, 40) + 10


def test_only_the_dot_is_painted_anew(chart_map, monkeypatch):
    chart_map.grab()
    painted = []
    monkeypatch.setattr("evostudio.views.direction_map.draw_backdrop", lambda *args: painted.append(args))
    chart_map.show_direction(replace(SCENE, current=(radians(33), radians(3)), region=region()))
    chart_map.grab()
    assert not painted
    chart_map.show_direction(replace(SCENE, region=~region()))
    chart_map.grab()
    assert len(painted) == 1


def test_the_sphere_turns_to_a_direction_that_would_not_be_seen(qtbot):
    widget = DirectionMap()
    qtbot.addWidget(widget)
    widget.resize(420, 260)
    widget.set_projection("sphere")
    widget.show_direction(SCENE)
    for theta in np.radians([30, 120, -150, -60]):
        widget.show_direction(replace(SCENE, current=(float(theta), 0.2)))
        assert np.isfinite(widget.chart.places(np.array([theta, 0.2]))).all()


def test_a_part_without_a_direction_shows_a_sentence_and_takes_no_click(chart_map, qtbot):
    for nothing in (None, DirectionScene("body")):
        chart_map.show_direction(nothing)
        shown = chart_map.grab().toImage()
        bare = QColor(DARK.panel)
        assert any(shown.pixelColor(x, 130 + y) != bare for x in range(420) for y in range(-16, 16))
        with qtbot.assertNotEmitted(chart_map.direction_dragged):
            QTest.mouseClick(chart_map, LEFT, pos=QPoint(210, 130))


@pytest.mark.parametrize("current", [None, (np.nan, 0.2), (pi, pi / 2), (-pi, -pi / 2)])
@pytest.mark.parametrize(
    "cells", [None, np.zeros((120, 60), bool), np.ones((120, 60), bool)], ids=["no", "none", "all"]
)
def test_extremes_are_painted(chart_map, current, cells):
    chart_map.show_direction(DirectionScene("left shin", cells, current, np.full((3, 2), np.nan), (np.nan, np.nan)))
    assert not chart_map.grab().toImage().isNull()


def test_the_readout_is_in_degrees_with_a_true_minus():
    assert readout(radians(31), radians(-12.5)) == "θ 31.0°  φ −12.5°"
    assert "–" in readout(float("nan"), 0.0)
