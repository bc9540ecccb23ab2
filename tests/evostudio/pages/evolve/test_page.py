"""The Evolve page is never empty, lists runs wherever they were begun, shows, compares and removes them."""

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from evopose.runs import read_run
from evostudio.documents.document import Document
from evostudio.pages.evolve.course import Course
from evostudio.pages.evolve.live import bars_of
from evostudio.places import demo_population
from evostudio.populations import title_of
from evostudio.preferences import PreferenceStore
from evostudio.runs import keeping
from evostudio.runs.keeping import free_name
from evostudio.studio import Studio
from evostudio.theme import DARK, LIGHT
from evostudio.window import MainWindow
from tests.evostudio.runs.making import choose, listed

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


class NoBin:
    """A file on a system without a bin."""

    def __init__(self, name: str) -> None:
        self.name = name

    def moveToTrash(self) -> bool:
        return False


class Bin(NoBin):
    """A file on a system with one."""

    def moveToTrash(self) -> bool:
        shutil.move(self.name, f"{self.name} in the bin")
        return True


def test_nothing_configured_it_is_ready_to_start_with_the_demo(studio, qtbot):
    from evostudio.pages.evolve.page import EvolvePage

    page = EvolvePage(studio)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.setup.population.facts.text != "")
    assert page.setup.population.path == demo_population()
    assert page.starts_with_demo()
    assert page.runner.can_start()
    assert page.panes.middle.currentWidget() is page.panes.intro
    assert page.panes.intro.button.isEnabled()
    assert "30,000 poses" in page.setup.estimate.text()


def test_where_nothing_was_made_yet_the_demo_population_comes_by_itself(tmp_path, qapp, qtbot):
    from evostudio.pages.evolve.page import EvolvePage

    page = EvolvePage(Studio(PreferenceStore(tmp_path / "preferences.json")))
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: len(page.panes.wall._poses) > 0, timeout=60_000)
    assert not page.starts_with_demo()


def test_founders_stand_on_the_wall_before_there_are_children(page, qtbot):
    qtbot.waitUntil(lambda: len(page.panes.wall._poses) > 0)
    assert page.panes.gallery.title.whole_text() == "Founders"


def test_a_run_is_reopened_with_its_curves_and_figures(page, make_run, qtbot):
    folder = make_run("one")
    listed(page, qtbot, 1)
    choose(page, qtbot, folder)
    live = page.panes.live
    assert page.panes.middle.currentWidget() is live
    assert "finished" in live.state.text()
    assert live.message.text() == "Reached 90 poses."
    assert ("90", "poses") in live.figures.figures
    assert [entry.value for entry in live.legend.entries] == ["30.0 %"] * 9
    assert [bar.count for bar in live.bars.bars] == [20, 6, 4, 10]
    assert live.nine.curves[0].x.tolist() == [0, 1, 2, 3]
    live.span.setCurrentIndex(1)
    live.span.activated.emit(1)
    assert [bar.count for bar in live.bars.bars] == [60, 18, 12, 30]
    live.what.setCurrentIndex(1)
    live.what.activated.emit(1)
    assert live.legend.entries[0].value == "3.00"


def test_several_chosen_runs_are_compared(page, make_run, qtbot):
    one, two = make_run("one", started=2.0), make_run("two", started=1.0, fraction=0.2)
    listed(page, qtbot, 2)
    page.runs.view.setFocus()
    QTest.keyClick(page, Qt.Key.Key_A, CTRL | Qt.KeyboardModifier.ShiftModifier)
    choose(page, qtbot, one, two)
    compare = page.panes.compare
    assert page.panes.middle.currentWidget() is compare
    assert [entry.name for entry in compare.legend.entries] == ["one", "two"]
    cells = [[compare.table.item(row, column) for column in range(3)] for row in range(compare.table.rowCount())]
    words = [[item.text() if item else "" for item in row] for row in cells]
    assert ["fraction", "0.05", "0.2"] in words
    assert ["state", "finished", ""] in words  # of both
    assert page.selection_text() == "2 runs compared"


def test_compared_runs_are_drawn_over_what_is_chosen(page, make_run, qtbot):
    runs = make_run("one"), make_run("two")
    listed(page, qtbot, 2)
    choose(page, qtbot, *runs)
    compare = page.panes.compare
    for over, last in (("seconds", 6.0), ("poses", 90.0), ("generation", 3.0)):
        compare.over.setCurrentIndex(compare.over.findData(over))
        compare.over.activated.emit(compare.over.currentIndex())
        assert compare.curves.curves[0].x[-1] == last
        assert compare.curves.titles == (over, "share of the valid region")


def test_the_result_is_shown_on_other_pages_and_evolved_on(page, make_run, qtbot, studio, poses):
    folder = make_run("one")
    result = folder / "evolved.safetensors"
    result.write_bytes(poses.read_bytes())
    listed(page, qtbot, 1)
    choose(page, qtbot, folder)
    for key, name in ((Qt.Key.Key_3, "population"), (Qt.Key.Key_4, "distributions")):
        with qtbot.waitSignal(studio.population_wanted) as told:
            QTest.keyClick(page, key, ALT | Qt.KeyboardModifier.ControlModifier)
        assert told.args[:2] == [result, name]
    QTest.keyClick(page, Qt.Key.Key_N, ALT)
    assert page.setup.population.paths == (result,)
    assert ("one", result) in page.chosen.results()


def test_options_of_a_run_are_taken_over(page, make_run, qtbot):
    folder = make_run("one", preset="original", seed=5, generations=4, recipe={"local": {"sigma_deg": 33.0}})
    listed(page, qtbot, 1)
    choose(page, qtbot, folder)
    QTest.keyClick(page, Qt.Key.Key_O, ALT)
    options = page.setup.options
    assert (options.preset, options.seed, options.generations) == ("original", 5, 4)
    assert options.recipe.local.sigma_deg == 33.0
    assert options.recipe.local.noise == "axis"
    assert page.setup.presets["original"].isChecked()


def test_runs_go_to_the_bin_and_where_there_is_none_the_way_out_is_said(page, make_run, qtbot, studio, monkeypatch):
    folder = make_run("one")
    listed(page, qtbot, 1)
    choose(page, qtbot, folder)
    notices = []
    studio.noticed.connect(notices.append)
    monkeypatch.setattr(keeping, "QFile", NoBin)
    QTest.keyClick(page, Qt.Key.Key_Delete)
    assert folder.exists()
    (label, delete) = notices[-1].ways_out[0]
    assert label == "Delete it for good"
    delete()
    assert not folder.exists()
    listed(page, qtbot, 0)
    qtbot.waitUntil(lambda: page.panes.middle.currentWidget() is page.panes.intro)


def test_what_was_moved_to_the_bin_is_told(page, make_run, qtbot, studio, monkeypatch):
    folder = make_run("one")
    listed(page, qtbot, 1)
    choose(page, qtbot, folder)
    notices = []
    studio.noticed.connect(notices.append)
    monkeypatch.setattr(keeping, "QFile", Bin)
    QTest.keyClick(page, Qt.Key.Key_Delete)
    assert not folder.exists()
    assert notices[-1].text == "one was moved to the bin."


def test_a_new_run_never_takes_the_place_of_another(tmp_path):
    assert free_name(tmp_path, Path("my walks.npz"), "paper").name == "my_walks-paper-1"
    (tmp_path / "my_walks-paper-1").mkdir()
    assert free_name(tmp_path, Path("my walks.npz"), "paper").name == "my_walks-paper-2"
    assert free_name(tmp_path, demo_population(), "default").name == "demo-default-1"


def test_another_theme_reaches_all_charts(page, make_run, qtbot):
    folder = make_run("one")
    listed(page, qtbot, 1)
    choose(page, qtbot, folder)
    for theme in (LIGHT, DARK):
        page.set_theme(theme)
        assert page.panes.live.nine.grab().toImage().pixelColor(2, 2) == theme.colour("field")


def test_who_would_be_too_many_is_told_as_surplus():
    bars = bars_of(100, {"limits": 30, "copies": 10}, 45)
    assert [(bar.name, bar.count) for bar in bars][-2:] == [("surplus", 15), ("survivors", 45)]
    assert [(bar.name, bar.start) for bar in bars][1:3] == [("limits", 70), ("copies", 60)]
    assert "surplus" not in [bar.name for bar in bars_of(100, {"limits": 55}, 45)]


def test_no_key_of_the_page_is_also_a_letter_of_a_menu_and_hidden_menus_have_none(studio, qtbot):
    window = MainWindow(studio, Document())
    qtbot.addWidget(window)
    for name in ("population", "distributions", "evolve"):
        window.show_page(name)
    titles = [menu.title() for menu in window.menuBar().findChildren(QMenu) if "&" in menu.title()]
    assert "&Evolve" in titles and "&Population" not in titles
    letters = {f"Alt+{title[title.index('&') + 1]}" for title in titles}
    keys = {key for actions in window.page.action_sets() for action in actions for key in actions.keys(action.id)}
    assert not letters & keys


def test_a_result_is_called_by_its_run(make_run, tmp_path):
    result = make_run("demo-paper-1") / "evolved.safetensors"
    assert (title_of(result), free_name(tmp_path, result, "wide").name) == ("demo-paper-1", "demo-paper-1-wide-1")
    assert title_of(tmp_path / "evolved.safetensors") == "evolved.safetensors"


def test_a_key_with_two_names_is_told_once(page):
    assert page.qaction("start").toolTip().count("Ctrl+Enter") == 1


def test_until_its_process_has_ended_a_stopped_run_is_stopping(page, make_run):
    record = read_run(make_run("one", "stopped"))
    for doing, told in (("Stopping at a checkpoint…", "Stopping at"), ("", "Resume goes on")):
        page.panes.live.show_run(record, Course(), "one", doing)
        assert told in page.panes.live.message.text()
