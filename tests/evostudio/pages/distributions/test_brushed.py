"""Brushes over charts: the poses that point there are counted, found, looked at, and opened elsewhere."""

from math import radians

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from evopose.coverage.survey import survey_of
from evostudio.pages.distributions.brush_pane import before_eye
from evostudio.views.brush import Box, Cap
from tests.evostudio.mouse import move
from tests.evostudio.pages.distributions.conftest import press

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ALL = Box((-3.14, -1.57), (3.14, 1.57))


def test_a_brush_finds_the_poses_that_point_into_it(page, files, qtbot):
    survey = survey_of(files.evolved)
    brush = Cap((radians(80), 0.0), radians(25))
    page.brushed.brush(1, brush, True)
    qtbot.waitUntil(lambda: page.selection.found is not None)
    cells = brush.cells().reshape(-1)
    expected = np.flatnonzero(cells[survey.cells[:, 3]])
    assert 0 < len(expected) < 600
    assert np.array_equal(np.sort(page.selection.found.rows), expected)
    assert f"After: {len(expected)} of 600 poses" in page.poses.title.text()
    qtbot.waitUntil(page.brushed.has_pose)
    assert page.poses.wall.current_row in expected
    assert f"{len(expected)} poses selected" in page.selection_text()


def test_a_drag_over_the_first_map_selects_founders(page, files, qtbot):
    view = page.charts.views[0]
    places = [QPointF(*view.chart.places(np.radians(angles)).tolist()).toPoint() for angles in ((40, -30), (120, 30))]
    QTest.mousePress(view, LEFT, NONE, places[0])
    move(view, places[1])
    assert page.selection.side.path == files.founders
    assert page.selection.found is None, "poses are looked for when the mouse lets go"
    assert page.poses.title.text().startswith("Before: ")
    QTest.mouseRelease(view, LEFT, NONE, places[1])
    qtbot.waitUntil(page.brushed.has_pose)
    assert page.charts.views[1].scene.brush is not None, "both charts show the brush"


def test_another_direction_forgets_the_selection_and_escape_does(page, qtbot):
    for key in (Qt.Key.Key_2, Qt.Key.Key_Escape):
        page.brushed.brush(1, ALL, True)
        qtbot.waitUntil(page.brushed.has_pose)
        page.setFocus()
        press(page, key)
        assert not page.brushed.is_any()
        assert page.charts.views[0].scene.brush is None


def test_a_pose_of_the_selection_is_opened_in_its_population(page, files, qtbot):
    wanted = []
    page.studio.population_wanted.connect(lambda *all_: wanted.append(all_))
    page.brushed.brush(1, ALL, True)
    qtbot.waitUntil(page.brushed.has_pose)
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [one[:3] for one in wanted] == [(files.evolved, "population", page.poses.wall.current_row)]
    assert sorted(wanted[0][3]) == sorted(page.selection.found.rows) != []


def test_a_later_brush_wins(page, qtbot):
    page.brushed.brush(1, ALL, True)
    page.brushed.brush(1, Cap((radians(80), 0.0), radians(10)), True)
    qtbot.waitUntil(page.brushed.has_pose)
    assert len(page.selection.found.rows) == page.selection.count < 600


def test_a_standing_pose_stands_before_the_eye():
    pose = np.zeros((17, 3))
    pose[10] = [0.0, 0.0, 0.7]
    pose[[1, 14]], pose[[4, 11]] = [-0.1, 0.0, 0.0], [0.1, 0.0, 0.0]  # hips and shoulders, facing along −y or +y
    for turn in (0.0, 1.0, 3.0):
        cosine, sine = np.cos(turn), np.sin(turn)
        around = np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])
        seen = before_eye(pose @ around.T + 5.0)
        assert seen[0].tolist() == [0.0, 0.0, 4.0]
        assert seen[10] == pytest.approx([0.0, -0.7, 4.0])
        assert seen[1][0] < -0.08, "the right side is at the picture's left: it faces the eye"
