"""A few pairs in sight at once: as large as they go, turned together."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest

from evostudio.theme import DARK, LIGHT
from evostudio.views.pair_grid import PairGrid
from evostudio.views.pair_tiles import ASIDE, caption_font
from tests.evostudio.mouse import move
from tests.evostudio.views.test_pair_scene import pairs


@pytest.fixture
def grid(qtbot) -> PairGrid:
    made = PairGrid(DARK)
    made.resize(500, 240)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.show_pairs(pairs(count=10), [f"{n} mm" for n in range(10)], [f"pose {n}" for n in range(10)])
    return made


@pytest.mark.parametrize(("size", "columns"), [((400, 236), 5), ((800, 118), 10), ((80, 1180), 1)])
def test_they_fill_the_room_whatever_its_shape(grid, size, columns):
    grid.setMinimumSize(1, 1)
    grid.resize(*size)
    assert grid.columns() == columns
    rooms = [grid.room(place) for place in range(10)]
    assert all(grid.rect().toRectF().adjusted(-1, -1, 1, 1).contains(room) for room in rooms)
    assert [grid.place_at(room.center()) for room in rooms] == list(range(10))


def test_words_below_them_never_meet(grid):
    long = [f"{n} of what is told below it" for n in range(10)]
    grid.show_pairs(pairs(count=10), long)
    needed = max(map(QFontMetricsF(caption_font()).horizontalAdvance, long))
    grid.resize(400, 60)
    assert grid.columns() < 10
    assert grid.room(0).width() > needed


def test_a_drag_turns_all_of_them_and_a_double_click_goes_back(grid):
    before = grid.grab().toImage()
    QTest.mousePress(grid, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    move(grid, QPoint(90, 50), Qt.MouseButton.LeftButton)
    QTest.mouseRelease(grid, Qt.MouseButton.LeftButton, pos=QPoint(90, 50))
    assert grid.orbit.azimuth > ASIDE.azimuth
    assert grid.grab().toImage() != before
    QTest.mouseDClick(grid, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    assert grid.orbit == ASIDE


def test_arrows_turn_home_goes_back_and_other_keys_are_the_pages(grid, qtbot):
    with qtbot.waitSignal(grid.turned):
        QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.orbit.azimuth > ASIDE.azimuth
    QTest.keyClick(grid, Qt.Key.Key_Home)
    assert grid.orbit == ASIDE
    with qtbot.assertNotEmitted(grid.turned):
        QTest.keyClick(grid, Qt.Key.Key_S)


def test_the_themes_differ_and_missing_joints_are_left_out(grid):
    two = pairs(count=10)
    two[0] = np.nan
    two[1, 1, 13] = np.nan
    grid.show_pairs(two)
    dark = grid.grab().toImage()
    grid.set_theme(LIGHT)
    assert grid.grab().toImage() != dark
    corner = grid.room(0).topLeft() + QPointF(8, 8)
    assert dark.pixelColor(corner.toPoint()).name() == DARK.stage
