"""Fitting from the page: one person by a key, everybody by a task that can be stopped."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from evopose.model.annotation import Status
from evostudio.tasks.fitting import fit_project, summary


def test_r_fits_the_person_to_their_keypoints(page):
    page.document.change("Forget", lambda a: replace(a, pose=None))
    assert page.document.positions is None
    QTest.keyClick(page, Qt.Key.Key_R)
    page.show_scene()
    assert page.document.positions is not None
    assert "mean" in page.photo.error.text()


def test_everybody_is_fitted_and_work_is_kept(page, studio, qtbot):
    first = page.document.person_id
    QTest.keyClick(page, Qt.Key.Key_Up)
    worked = page.document.project.annotation(first).pose
    with qtbot.waitSignals([studio.task_started, studio.noticed], timeout=30_000):
        QTest.keyClick(page, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert (page.document.project.annotation(first).pose.directions == worked.directions).all()
    assert page.document.project.counts()[Status.WORK] == 1
    other = page.document.project.people(int(page.document.project.images.ids[1]))[0].id
    assert page.document.project.history(limit=10)[0].label == "Fit"
    assert page.document.project.initial(other) is not None


def test_closing_the_project_stops_the_fit(page, studio, qtbot):
    task = fit_project(studio, page.document)
    assert fit_project(studio, page.document) is None
    with qtbot.waitSignal(task.stopped):
        page.document.close()
    assert not task.is_running()


@pytest.mark.parametrize(
    ("failed", "words"),
    [([], "3 people were fitted, 2.5 px"), (["a.jpg: too few", "b.jpg: none"], "a.jpg: too few and 1")],
)
def test_the_summary_says_what_came_of_it(failed, words):
    result = {"people": 3, "reprojection_px": 2.5, "work_kept": 0, "skipped": 0, "failed": failed}
    assert words in summary(result)
