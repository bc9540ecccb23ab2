"""Marks and the bin on the page: by key and by mouse, taken back, kept, and the file itself never touched."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDropEvent

from evopose.io import safetensors
from evopose.model.population import Population
from evostudio.pages.population import marks_file
from evostudio.views.pose_drag import poses_data
from tests.evostudio.pages.population.conftest import POSES, listed, opened, press


def test_marks_are_kept(qtbot, page):
    press(page, Qt.Key.Key_Right)
    press(page, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    press(page, Qt.Key.Key_M)
    assert np.flatnonzero(page.browser.marks.marked).tolist() == [0, 1]
    qtbot.waitUntil(lambda: page.browser.keeping.is_done)
    kept = marks_file.read(page.browser.table.population, page.browser.keeping.key)
    assert np.flatnonzero(kept.marked).tolist() == [0, 1]
    page.history().undo()
    assert not page.browser.marks.marked.any()


def test_what_is_thrown_out_is_hidden_the_next_one_is_looked_at_and_undo_brings_it_back(qtbot, page):
    page.wall.show_row(5)
    press(page, Qt.Key.Key_Delete)
    assert 5 not in listed(page)
    assert page.wall.current_row == 6
    assert "1" in page.bin.text()
    page.history().undo()
    assert 5 in listed(page)


def test_poses_dropped_on_the_bin_are_in_it_and_can_be_put_back(qtbot, page):
    data = poses_data(np.array([7, 8]))
    buttons, modifiers = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.bin.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, modifiers))
    page.bin.click()
    qtbot.waitUntil(lambda: listed(page) == [7, 8])
    page.wall.show_row(7)
    press(page, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    assert listed(page) == [8]
    page.bin.click()
    qtbot.waitUntil(lambda: len(listed(page)) == POSES - 1)


def test_the_file_is_never_changed(qtbot, page, file):
    before = file.read_bytes()
    page.wall.select_all()
    page.chosen.mark()
    page.chosen.throw()
    page.browser.keeping.flush()
    assert file.read_bytes() == before


def test_marks_are_there_again_when_the_population_is_opened_again(qtbot, page, file, tmp_path, population):
    page.wall.show_row(9)
    page.chosen.mark()
    other = tmp_path / "other.safetensors"
    safetensors.write(Population(population.positions[:30]), other)
    opened(qtbot, page, other)
    assert not page.browser.marks.marked.any()
    moved = tmp_path / "moved.safetensors"
    file.rename(moved)
    opened(qtbot, page, moved)
    assert np.flatnonzero(page.browser.marks.marked).tolist() == [9]


def test_the_path_of_the_marks_is_in_the_users_folder(population, data_folder):
    assert Path(marks_file.path_of("x")).is_relative_to(data_folder)
