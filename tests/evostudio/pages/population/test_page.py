"""The Population page: opening, filtering, sorting, looking, marking, throwing out, undoing, going to parents."""

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from evopose.commands.portray import Portray
from evopose.commands.survey import Survey
from evopose.errors import BadFile
from evopose.io import safetensors
from evopose.jobs import finish
from evopose.model.population import Population
from evostudio import places
from evostudio.documents.document import Document
from evostudio.pages.population import browser, marks_file, reading
from evostudio.pages.population.guarded import Guarded
from evostudio.pages.population.page import PopulationPage
from evostudio.preferences import PreferenceStore
from evostudio.studio import Studio
from evostudio.tasks.thread import ThreadTask
from evostudio.theme import LIGHT
from evostudio.views.pose_drag import poses_data
from evostudio.window import MainWindow
from tests.evostudio.pages.population.conftest import POSES, survey_for


@pytest.fixture
def surveyed(monkeypatch):
    """Every population of the test has its survey already."""
    monkeypatch.setattr(reading, "survey_of", lambda path: survey_for(len(reading.opened(path))))


@pytest.fixture
def window(qtbot, studio) -> MainWindow:
    shown = MainWindow(studio, Document(), [PopulationPage])
    shown.resize(1280, 720)
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    return shown


@pytest.fixture
def bare(qtbot, studio) -> PopulationPage:
    """The page alone, with the keyboard; quicker than a window."""
    shown = PopulationPage(studio)
    shown.resize(1200, 680)
    qtbot.addWidget(shown, before_close_func=lambda page: page.browser.close())
    with qtbot.waitExposed(shown):
        shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    return shown


@pytest.fixture
def page(qtbot, bare, file, surveyed) -> PopulationPage:
    return opened(qtbot, bare, file)


def opened(qtbot, page, path, index=None) -> PopulationPage:
    page.show_population(path, index)
    qtbot.waitUntil(lambda: page.browser.path == path)
    qtbot.waitUntil(page.wall.is_whole)
    page.wall.setFocus()
    qtbot.waitUntil(page.wall.hasFocus)
    return page


class SurveyInThread(ThreadTask):
    """The command without the start of a process."""

    def __init__(self, title: str, words: list[str]) -> None:
        super().__init__(title, Survey(population=Path(words[1])).run)


def listed(page) -> list[int]:
    order = page.browser.listing.order
    return list(range(len(page.browser.table))) if order is None else order.tolist()


def press(page, key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(page.wall, key, modifiers)


def test_without_a_population_it_says_what_it_is_for_and_offers_the_demo(window):
    page = window.page
    assert page.panes.empty.isVisible()
    assert not page.action_set["population.mark"].can_run()
    assert page.action_set["population.demo"].can_run()


def test_the_demo_is_shown_where_it_has_been_made(qtbot, studio, population, surveyed):
    path = places.demo_population()
    path.parent.mkdir(parents=True)
    safetensors.write(population, path)
    shown = MainWindow(studio, Document(), [PopulationPage])
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitUntil(lambda: shown.pages["population"].browser.path == path)


def test_a_page_that_would_be_empty_makes_the_demo_population_by_itself(qtbot, tmp_path, surveyed):
    studio = Studio(PreferenceStore(tmp_path / "preferences.json"))
    shown = MainWindow(studio, Document(), [PopulationPage])
    qtbot.addWidget(shown)
    shown.show()
    path = places.demo_population()
    qtbot.waitUntil(lambda: shown.pages["population"].browser.path == path, timeout=60_000)
    qtbot.waitUntil(lambda: shown.pages["population"].has_population(), timeout=10_000)


def test_it_opens_at_the_pose_that_was_asked_for(qtbot, bare, file, surveyed):
    page = opened(qtbot, bare, file, 41)
    qtbot.waitUntil(lambda: page.wall.current_row == 41)
    qtbot.waitUntil(lambda: page.card.title.text() == "Pose 41")
    told = page.card.numbers()
    assert (told["Generation"], told["Novelty"]) == ("2", f"{41 * 7 % POSES}.0°")
    assert "crossover at" in page.card.making.text()


def test_a_file_that_is_no_population_is_said_and_what_is_open_stays(qtbot, page, tmp_path):
    path = tmp_path / "no.safetensors"
    path.write_bytes(b"nothing of the kind")
    told = []
    page.studio.noticed.connect(lambda notice: told.append(notice.text))
    page.show_population(path)
    qtbot.waitUntil(lambda: bool(told))
    assert "safetensors" in told[0]
    assert page.browser.table is not None


def test_a_projects_annotations_are_a_population_that_stays_the_same_file(tmp_path, file):
    path = tmp_path / "mine" / "mine.evo"
    finish(Portray(population=file, rows=(3, 9, 41), out=path, longer_side=128).run())
    found = reading.read(path)
    assert len(found.table) == 3
    before = found.table.path.stat().st_mtime_ns
    assert reading.read(path).table.path.stat().st_mtime_ns == before


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


def test_the_window_opens_populations_and_its_undo_walks_the_marks(qtbot, window, file, surveyed):
    window.studio.open_population(file, "population", 4)
    page = window.pages["population"]
    qtbot.waitUntil(lambda: page.wall.current_row == 4)
    page.chosen.mark()
    assert window.action_set["window.undo"].text_now() == "Undo Mark 1 pose"
    page.wall.setFocus()
    press(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not page.browser.marks.marked.any()
    press(page, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert page.browser.marks.count("marked") == 1
    assert page.minimumSizeHint().width() <= 1280 - 64
    window.studio.set_theme(LIGHT)
    qtbot.waitUntil(page.wall.is_whole)
    assert page.wall.grab().toImage().pixelColor(1, 1).name() == LIGHT.stage


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


def test_like_this_one_brings_the_nearest_to_the_front_and_back(page):
    page.wall.show_row(30)
    press(page, Qt.Key.Key_L)
    assert listed(page)[0] == 30
    assert set(listed(page)[1:3]) == {29, 31}
    press(page, Qt.Key.Key_L)
    assert listed(page) == list(range(POSES))


def test_parents_are_gone_to_by_key_and_by_click_past_filters_and_back(qtbot, page):
    page.filters.generation.low.setValue(2)
    qtbot.waitUntil(lambda: len(listed(page)) == 20)
    page.wall.show_row(45)
    qtbot.waitUntil(lambda: page.card.tree._kin is not None)
    assert [parent.row for parent in page.card.tree._kin.parents] == [25, 26]
    press(page, Qt.Key.Key_F)
    assert page.wall.current_row == 25
    press(page, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert page.wall.current_row == 6
    press(page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.wall.current_row == 25
    qtbot.waitUntil(lambda: page.card.tree._kin is not None and page.card.tree._kin.row == 25)
    father = page.card.tree._places[1].rect.center()
    QTest.mouseClick(page.card.tree, Qt.MouseButton.LeftButton, pos=QPoint(father))
    assert page.wall.current_row == 5
    assert not page.action_set["population.father"].can_run()


def test_a_population_that_knows_nothing_of_itself_is_shown_all_the_same(qtbot, bare, tmp_path, population, surveyed):
    path = tmp_path / "plain.npz"
    np.savez(path, positions=population.positions[:12])
    page = opened(qtbot, bare, path, 3)
    assert not page.filters.generation.isVisible()
    assert not page.filters.search.isVisible()
    qtbot.waitUntil(lambda: page.card.title.text() == "Pose 3")
    assert page.card.numbers()["Generation"] == "–"


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


def test_turning_to_the_camera_is_a_switch(page):
    press(page, Qt.Key.Key_T)
    assert page.action_set.qaction("population.facing").isChecked()
    press(page, Qt.Key.Key_T)
    assert not page.is_facing()


def test_many_poses_are_listed_in_a_thread_and_only_the_last_wish_counts(qtbot, page, monkeypatch):
    monkeypatch.setattr(browser, "AT_ONCE", 0)
    page.wishing.sort("novelty", True)
    page.wishing.sort("generation", True)
    assert page.browser.is_sorting
    qtbot.waitUntil(lambda: not page.browser.is_sorting)
    assert listed(page)[:3] == [40, 41, 42]


def test_export_writes_what_was_chosen_and_never_the_population_itself(qtbot, page, tmp_path):
    from evostudio.pages.population.export import ExportPoses

    page.wall.show_row(3)
    page.wall.selection.reach(5)
    page.chosen.mark()
    page.browser.marks.set("binned", np.array([0]), True)
    dialog = ExportPoses(page.studio, page.browser.table, page.browser.listing, page.wall.selected_rows())
    dialog.show()
    titles = [dialog.which.itemData(place) for place in range(dialog.which.count())]
    assert titles == ["Chosen", "Listed", "Marked", "All without the bin", "All"]
    dialog.place.set_path(page.browser.path)
    assert not dialog.begin.isEnabled()
    target = tmp_path / "out.safetensors"
    dialog.place.field.setText(str(target))
    assert dialog.begin.isEnabled()
    dialog.begin.click()
    qtbot.waitUntil(target.exists)
    assert np.allclose(safetensors.read(target).positions, page.browser.table.population.positions[3:6])


def test_exports_are_proposed_to_go_where_the_last_one_went(qtbot, page, tmp_path):
    from evostudio.pages.population.export import ExportPoses

    def proposed() -> Path:
        table, listing = page.browser.table, page.browser.listing
        return ExportPoses(page.studio, table, listing, np.arange(2), page).place.path.parent

    assert proposed() == page.browser.path.parent
    (tmp_path / "elsewhere").mkdir()
    dialog = ExportPoses(page.studio, page.browser.table, page.browser.listing, np.arange(2), page)
    dialog.place.field.setText(str(tmp_path / "elsewhere" / "out.safetensors"))
    dialog.begin.click()
    qtbot.waitUntil(lambda: bool(page.studio.preferences.value.export_folder))
    assert proposed() == tmp_path / "elsewhere"
    (tmp_path / "elsewhere").rename(tmp_path / "renamed")
    assert proposed() == page.browser.path.parent


def test_too_many_poses_are_not_sent(qtbot, page, monkeypatch):
    from evostudio.pages.population import sending

    monkeypatch.setattr(sending, "MOST", 5)
    told = []
    page.studio.noticed.connect(lambda notice: told.append(notice.text))
    page.wall.select_all()
    press(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "at most 5" in told[0]
    assert page.studio.tasks == []


def test_the_path_of_the_marks_is_in_the_users_folder(population, data_folder):
    assert Path(marks_file.path_of("x")).is_relative_to(data_folder)


def test_a_file_written_over_while_it_is_shown_is_let_go_of_and_can_be_reopened(
    qtbot, window, file, surveyed, tmp_path
):
    page = opened(qtbot, window.page, file)
    press(page, Qt.Key.Key_End)
    safetensors.write(
        Population(np.asarray(page.browser.table.population.positions)[:5]), tmp_path / "small.safetensors"
    )
    shutil.copyfile(tmp_path / "small.safetensors", file)
    press(page, Qt.Key.Key_F)
    page.toggle_facing()
    page.wall.viewport().repaint()
    qtbot.waitUntil(lambda: page.browser.path is None)
    assert page.panes.empty.isVisible()
    said = [bar for bar in window.notices.bars if "was changed while" in bar.notice.text]
    assert len(said) == 1
    (label, reopen) = said[0].notice.ways_out[0]
    assert label == "Reopen"
    reopen()
    qtbot.waitUntil(lambda: page.browser.path == file)
    assert len(page.browser.table) == 5


def test_what_cannot_be_read_any_more_is_painted_as_nothing(qtbot, file):
    lost = []
    poses = Guarded(reading.opened(file).positions, lost.append)
    assert poses[np.array([0, 3])].any()
    os.truncate(file, 100)
    assert not poses[np.array([0, 3])].any()
    qtbot.waitUntil(lambda: bool(lost))
    assert isinstance(lost[0], BadFile)
