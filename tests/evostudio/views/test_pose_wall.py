"""The wall of skeletons: ten million poses, of which only what is seen is read; keys, mouse, choosing."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from evostudio.theme import DARK, LIGHT
from evostudio.views.pose_drag import poses_data, poses_of
from evostudio.views.pose_wall import PoseWall
from tests.evostudio.views.test_tile_scene import WORLD

MANY = 10_000_000
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Counted:
    """Poses made when read; notes how many were."""

    def __init__(self, count: int = MANY) -> None:
        self.count, self.read = count, 0

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, rows):
        self.read += len(rows)
        return np.repeat(WORLD[None], len(rows), axis=0)


@pytest.fixture
def wall(qtbot) -> PoseWall:
    made = PoseWall(DARK)
    made.resize(800, 600)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def painted(qtbot, wall) -> PoseWall:
    qtbot.waitUntil(wall.is_whole)
    return wall


def middle(wall, place: int) -> QPoint:
    x, y = wall.scrolled.layout.corner(place, wall.scrolled.top)
    return QPoint(x + wall.tile_size // 2, y + wall.tile_size // 2)


def test_only_what_is_seen_is_read_at_both_ends_of_ten_million(qtbot, wall):
    poses = Counted()
    wall.show_poses(poses)
    painted(qtbot, wall)
    wall.verticalScrollBar().setValue(wall.verticalScrollBar().maximum())
    painted(qtbot, wall)
    assert wall.visible_rows()[-1] == MANY - 1
    assert poses.read < 300


def test_a_million_million_poses_scroll_to_their_end(qtbot, wall):
    wall.selection.show_rows(0)
    wall._poses = Counted(10**12)
    wall.selection._rows = 10**12  # no memory for so many flags, but the bar and the layout must hold
    wall.selection.is_chosen = lambda rows: np.zeros(len(rows), bool)
    wall._lay_out()
    wall.verticalScrollBar().setValue(wall.verticalScrollBar().maximum())
    assert painted(qtbot, wall).visible_rows()[-1] == 10**12 - 1


def test_arrows_pages_and_ends_go_through_the_list_and_stay_in_sight(qtbot, wall):
    wall.show_poses(Counted())
    seen = []
    wall.current_changed.connect(seen.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_End):
        QTest.keyClick(wall, key)
        assert wall.current_row in wall.visible_rows()
    columns = wall.scrolled.layout.columns
    assert seen[:3] == [0, 1, 1 + columns]
    assert seen[3] > seen[2] + columns
    assert seen[4] == MANY - 1
    QTest.keyClick(wall, Qt.Key.Key_Home)
    assert (wall.current_row, wall.scrolled.top) == (0, 0)


def test_shift_chooses_ranges_control_single_ones_and_escape_lets_go(qtbot, wall):
    wall.show_poses(Counted(100))
    port = wall.viewport()
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=middle(wall, 2))
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, SHIFT, middle(wall, 5))
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, CONTROL, middle(wall, 8))
    assert wall.selected_rows().tolist() == [2, 3, 4, 5, 8]
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, CONTROL, middle(wall, 3))
    assert wall.selected_rows().tolist() == [2, 4, 5, 8]
    QTest.keyClick(wall, Qt.Key.Key_Escape)
    assert wall.selection.count == 0


def test_pressing_one_of_many_keeps_them_until_the_button_is_let_go(qtbot, wall):
    wall.show_poses(Counted(100))
    wall.select_all()
    QTest.mousePress(wall.viewport(), Qt.MouseButton.LeftButton, pos=middle(wall, 4))
    assert wall.selection.count == 100
    QTest.mouseRelease(wall.viewport(), Qt.MouseButton.LeftButton, pos=middle(wall, 4))
    assert wall.selected_rows().tolist() == [4]


def test_all_of_ten_million_are_chosen_and_what_a_filter_leaves_stays_chosen(qtbot, wall):
    wall.show_poses(Counted())
    QTest.keyClick(wall, Qt.Key.Key_A, CONTROL)
    assert wall.selection.count == MANY
    wall.list_rows(np.array([7, 3]))
    assert wall.selected_rows().tolist() == [7, 3]


def test_the_pose_that_is_looked_at_stays_in_sight_when_the_order_changes(qtbot, wall):
    wall.show_poses(Counted(1000))
    wall.show_row(10)
    wall.list_rows(np.arange(1000)[::-1].copy())
    assert wall.current_row == 10
    assert 10 in wall.visible_rows()
    assert wall.show_row(999)
    wall.list_rows(np.array([1, 2]))
    assert not wall.show_row(999)
    assert wall.current_row == -1


def test_larger_tiles_and_another_theme_are_painted_anew(qtbot, wall):
    poses = Counted(1000)
    wall.show_poses(poses)
    painted(qtbot, wall)
    before = poses.read
    wall.set_tile_size(160)
    painted(qtbot, wall)
    wall.set_theme(LIGHT)
    painted(qtbot, wall)
    assert poses.read > before
    corner = wall.grab().toImage().pixelColor(2, 2)
    assert corner.name() == LIGHT.stage


def test_poses_are_painted_in_the_colours_of_the_house(qtbot, wall):
    wall.show_poses(Counted(1))
    painted(qtbot, wall)
    image = wall.viewport().grab().toImage()
    hues = {image.pixelColor(x, y).hue() // 20 for x in range(8, 120, 2) for y in range(8, 120, 2)}
    assert {DARK.colour("left").hue() // 20, DARK.colour("right").hue() // 20} <= hues


def test_new_poses_take_the_place_of_the_old_ones(qtbot, wall):
    wall.show_poses(Counted(50))
    wall.show_row(20)
    painted(qtbot, wall)
    fresh = Counted(3)
    wall.show_poses(fresh)
    painted(qtbot, wall)
    assert (wall.current_row, fresh.read) == (-1, 3)


def test_nothing_to_show_is_shown_without_harm(qtbot, wall):
    wall.show_poses(np.zeros((0, 17, 3)))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Return, Qt.Key.Key_Space):
        QTest.keyClick(wall, key)
    wall.select_all()
    assert wall.current_row == -1


def test_rows_travel_with_a_drag():
    rows = np.array([5, 9_999_999])
    assert poses_of(poses_data(rows)).tolist() == rows.tolist()
