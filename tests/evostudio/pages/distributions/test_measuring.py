"""Getting populations measured: for real, stopped, again where what was kept is damaged, and files that change."""

import json
import os
import shutil
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from evostudio.pages.distributions.founders import cache_folder, key_of
from evostudio.pages.distributions.measured import Measured, read
from evostudio.pages.distributions.measuring import HISTOGRAMS, REPORT
from evostudio.pages.distributions.surveys import open_population
from evostudio.tasks.process import Task
from tests.evostudio.pages.distributions.conftest import press

LEFT = Qt.MouseButton.LeftButton


def test_what_cannot_be_read_is_said_with_the_way_out(empty_page, tmp_path, qtbot):
    wrong = tmp_path / "wrong.safetensors"
    wrong.write_bytes(b"this is no population")
    empty_page.show_population(wrong)
    invitation = empty_page.panes.invitation
    qtbot.waitUntil(lambda: "wrong.safetensors" in invitation.sentence.text() and invitation.demo.isVisible())
    assert invitation.sentence.property("role") == "error"


def test_a_damaged_report_is_measured_again(page, files, studio, qtbot, monkeypatch):
    from evostudio.pages.distributions import measuring

    started = []
    monkeypatch.setattr(measuring.Task, "start", lambda task: started.append(task.arguments))
    report = cache_folder() / key_of(files.founders, files.evolved) / measuring.REPORT
    kept = report.read_bytes()
    report.write_text("{")
    try:
        page.choosing.measure()
        qtbot.waitUntil(lambda: bool(started))
        assert started[0][0] == "coverage"
    finally:
        report.write_bytes(kept)


def test_measuring_for_real_and_stopping_it(empty_page, files, home, qtbot, tmp_path):
    copy = tmp_path / "another.safetensors"
    copy.write_bytes(files.plain.read_bytes())
    empty_page.show_population(copy)
    qtbot.waitUntil(lambda: any(isinstance(task, Task) for task in empty_page.studio.tasks))
    assert empty_page.panes.invitation.stop.isVisible()
    QTest.mouseClick(empty_page.panes.invitation.stop, LEFT)
    qtbot.waitUntil(lambda: not empty_page.studio.tasks, timeout=20_000)
    assert empty_page.panes.invitation.demo.isVisible()
    empty_page.show_population(copy)
    qtbot.waitUntil(empty_page.has_numbers, timeout=60_000)
    assert empty_page.measured.after.poses == 600


def test_points_are_read_when_they_are_wanted(page, qtbot):
    assert not page.surveys._opened
    press(page, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: bool(page.charts.views[1].scene.points and page.charts.views[0].scene.points))
    assert len(page.charts.views[0].scene.points[0].angles) == 150


def test_a_file_written_over_while_its_poses_are_shown_is_let_go_of(qtbot, empty_page, files, tmp_path):
    path = tmp_path / "plain.safetensors"
    shutil.copyfile(files.plain, path)
    shown = open_population(path)
    empty_page.show_measured(read_again(files.plain))
    notices = []
    empty_page.studio.noticed.connect(notices.append)
    empty_page.poses.show_poses(shown.positions, np.arange(20), 1)
    os.truncate(path, 100)
    empty_page.poses.wall.show_row(12)
    qtbot.waitUntil(lambda: bool(notices))
    assert "was changed while it was open" in notices[0].text
    assert notices[0].ways_out[0][0] == "Measure again"
    assert not empty_page.has_numbers()
    assert empty_page.panes.invitation.isVisible()


def read_again(path: Path) -> Measured:
    folder = cache_folder() / key_of(path)
    return read(folder / HISTOGRAMS, [path], json.loads((folder / REPORT).read_bytes()))
