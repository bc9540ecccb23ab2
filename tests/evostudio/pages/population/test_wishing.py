"""Filters, sorting and what other pages send: what is listed, and what is said while it is being found out."""

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from evopose.commands.survey import Survey
from evopose.errors import BadFile
from evostudio.pages.population import browser
from evostudio.tasks.thread import ThreadTask
from tests.evostudio.pages.population.conftest import POSES, listed, opened, press


class SurveyInThread(ThreadTask):
    """The command without the start of a process."""

    def __init__(self, title: str, words: list[str]) -> None:
        super().__init__(title, Survey(population=Path(words[1])).run)


def test_filters_and_sorting_join_and_are_undone_at_once(qtbot, page):
    page.filters.generation.low.setValue(1)
    page.filters.validity.setCurrentIndex(page.filters.validity.findData("valid"))
    qtbot.waitUntil(lambda: len(page.browser.listing) < POSES)
    page.pane.sorting.setCurrentIndex(page.pane.sorting.findData("novelty"))
    page.pane.down.click()
    qtbot.waitUntil(lambda: page.browser.wish.descending)
    rows = listed(page)
    assert min(rows) >= 20
    assert (np.diff(page.browser.table.survey.novelty[rows]) <= 0).all()
    page.filters.reset.click()
    qtbot.waitUntil(lambda: len(page.browser.listing) == POSES)


@pytest.mark.parametrize("open_before", [False, True])
def test_poses_selected_elsewhere_are_listed_alone_until_all_are_wanted(qtbot, bare, file, surveyed, open_before):
    page, rows = bare, np.array([41, 3, 58, 17, POSES + 5])
    if open_before:
        opened(qtbot, page, file)
        page.filters.generation.low.setValue(2)
    page.show_population(file, 17, rows)
    qtbot.waitUntil(lambda: page.browser.table is not None and len(page.browser.listing) == 4)
    assert listed(page) == [3, 17, 41, 58]
    assert page.wall.current_row == 17
    assert page.filters.which.currentText() == "From Distributions (4)"
    page.wishing.sort("row", True)
    assert listed(page) == [58, 41, 17, 3]
    page.filters.reset.click()
    qtbot.waitUntil(lambda: len(page.browser.listing) == POSES)
    assert page.filters.which.currentText() == "All poses"


def test_a_filter_that_leaves_nothing_says_so(qtbot, page):
    page.filters.search.setText("no such clip")
    qtbot.waitUntil(lambda: len(page.browser.listing) == 0)
    assert page.pane.nothing.isVisible()
    page.pane.all.click()
    qtbot.waitUntil(lambda: len(page.browser.listing) == POSES)


def test_a_range_the_wrong_way_round_is_said_at_its_field(page):
    field = page.filters.generation
    field.low.setValue(2)
    field.high.setValue(1)
    assert field.note.isVisible()
    page.filters.heading.low.setValue(100)
    page.filters.heading.high.setValue(-100)
    assert not page.filters.heading.note.isVisible()
    page.filters.clear()
    assert not field.note.isVisible()


def test_like_this_one_brings_the_nearest_to_the_front_and_back(page):
    page.wall.show_row(30)
    press(page, Qt.Key.Key_L)
    assert listed(page)[0] == 30
    assert set(listed(page)[1:3]) == {29, 31}
    press(page, Qt.Key.Key_L)
    assert listed(page) == list(range(POSES))


def test_while_the_survey_is_made_poses_are_shown_and_then_the_filters_come(qtbot, bare, file, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(browser, "Task", SurveyInThread)
    page = opened(qtbot, bare, file)
    assert page.browser.is_surveying
    assert not page.filters.novelty.isEnabled()
    assert page.filters.preparing.isVisible()
    qtbot.waitUntil(lambda: not page.browser.is_surveying, timeout=30_000)
    assert page.filters.novelty.isEnabled()
    assert page.browser.table.survey is not None


def test_a_survey_that_fails_leaves_a_button_to_try_again(qtbot, bare, file, monkeypatch):
    monkeypatch.setattr(browser, "open_survey", lambda path: (_ for _ in ()).throw(BadFile(path, "it is no survey.")))

    class Failing(browser.Task):
        def start(self) -> None:
            self.take(json.dumps({"survey": "x"}).encode() + b"\n")
            self.succeeded.emit({"survey": "x"})
            self.ended.emit()

    monkeypatch.setattr(browser, "Task", Failing)
    page = opened(qtbot, bare, file)
    assert page.filters.prepare.isVisible()
    assert not page.filters.progress.isVisible()


def test_many_poses_are_listed_in_a_thread_and_only_the_last_wish_counts(qtbot, page, monkeypatch):
    monkeypatch.setattr(browser, "AT_ONCE", 0)
    page.wishing.sort("novelty", True)
    page.wishing.sort("generation", True)
    assert page.browser.is_sorting
    qtbot.waitUntil(lambda: not page.browser.is_sorting)
    assert listed(page)[:3] == [40, 41, 42]
