"""The worst poses: one of every clip first, gone through by the arrows, and looked at from where one likes."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.evostudio.pages.train.measured import COUNT, worst


def test_the_arrows_go_through_the_worst_and_the_one_looked_at_is_shown_large_with_its_2d(shown, qtbot):
    pane = shown.results.worst
    assert pane.grid.accessibleDescription() == "300 mm"
    pane.wall.setFocus()
    QTest.keyClick(pane.wall, Qt.Key.Key_Right)
    assert pane.grid.accessibleDescription() == "260 mm"
    np.testing.assert_allclose(pane.seen.scene.pixels, pane.worst.pixels[1], rtol=1e-6)
    assert "walk_1, pose 11 of walks.safetensors" in pane.words.text()


def test_of_every_clip_one_is_shown_before_a_second_of_any_also_where_the_list_stands_otherwise(shown):
    pane, found = shown.results.worst, worst()
    pane.show_worst(replace(found, clips=("walk_0", "walk_0", "", "walk_1", "walk_0", "")))
    captions = [pane._caption(row) for row in range(COUNT)]
    errors = [round(1000 * float(found.error[place])) for place in (0, 2, 3, 5, 1, 4)]
    assert captions == [f"{error} mm" for error in errors]
    pane.wall.show_place(4)
    assert pane.rows().tolist() == [1]


def test_turning_the_large_one_turns_the_wall(shown):
    pane = shown.results.worst
    shown.action_set.trigger("train.worst_top")
    assert pane.grid.orbit == pane._tiles.orbit
    QTest.keyClick(pane.grid, Qt.Key.Key_Left)
    assert pane.grid.orbit == pane._tiles.orbit
    assert not any(button.isChecked() for button in pane.looks.buttons.values())
