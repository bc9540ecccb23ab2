"""The Population page: opening, looking, going to parents, and what becomes of files that change."""

import os
import shutil

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from evopose.commands.portray import Portray
from evopose.errors import BadFile
from evopose.io import safetensors
from evopose.jobs import finish
from evopose.model.population import Population
from evostudio import places
from evostudio.documents.document import Document
from evostudio.pages.population import reading
from evostudio.pages.population.guarded import Guarded
from evostudio.pages.population.page import PopulationPage
from evostudio.preferences import PreferenceStore
from evostudio.studio import Studio
from evostudio.theme import LIGHT
from evostudio.window import MainWindow
from tests.evostudio.pages.population.conftest import POSES, listed, opened, press


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


def test_turning_to_the_camera_is_a_switch(page):
    press(page, Qt.Key.Key_T)
    assert page.action_set.qaction("population.facing").isChecked()
    press(page, Qt.Key.Key_T)
    assert not page.is_facing()


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
