"""Runs in child processes: started, stopped at a checkpoint, resumed, failing in a sentence, stopped by closing."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from evopose.evolution.recipe import Recipe
from evopose.io import safetensors
from evopose.model.population import Population
from evopose.runs import read_run
from evostudio.documents.document import Document
from evostudio.pages.evolve.page import EvolvePage
from evostudio.window import MainWindow
from tests.evostudio.runs.making import PATIENCE

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
ENDLESS = 65_535
"""Generations."""


def hurry(page, **options) -> None:
    """Little is to be loaded and compiled."""
    page.setup.form.show_options(page.setup.options.model_copy(update={"engine": "eager", "device": "cpu", **options}))


def long(page) -> None:
    """As many generations as there can be: it runs until it is stopped."""
    page.setup.target.kind.setCurrentIndex(page.setup.target.kind.findData("generations"))
    page.setup.target.entries["generations"].show_value(ENDLESS)
    page.setup.target.kind.activated.emit(0)


def test_a_run_is_started_by_a_key_and_followed_to_its_result(page, qtbot, studio):
    hurry(page)
    told = []
    page.process.measured.connect(lambda _folder, metrics: told.append(metrics))
    QTest.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert not page.runner.can_start()
    assert "closing asks" in page.saved_text()
    qtbot.waitUntil(page.chosen.has_result, timeout=PATIENCE)
    qtbot.waitUntil(lambda: page.panes.middle.currentWidget() is page.panes.live)
    (record,) = page.chosen.records()
    assert record.state == "finished"
    assert record.result["poses"] == 150
    course = page.follower.courses[record.folder]
    qtbot.waitUntil(lambda: max(course.steps) == record.result["generations"])
    assert course.last["poses"] == 150
    assert len(course.newest)
    assert told
    qtbot.waitUntil(page.runner.can_start, timeout=PATIENCE)
    assert page.saved_text() == ""
    with qtbot.waitSignal(studio.population_wanted) as wanted:
        page.chosen.show_result("population")
    assert len(safetensors.read(wanted.args[0])) == 150


def test_a_run_is_stopped_at_a_checkpoint_and_resumed(page, qtbot, monkeypatch):
    hurry(page)
    long(page)
    with qtbot.waitSignal(page.process.measured, timeout=PATIENCE, check_params_cb=lambda _f, m: "generation" in m):
        page.runner.start()
    folder = page.process.folder
    with qtbot.waitSignal(page.process.ended, timeout=PATIENCE):
        QTest.keyClick(page, Qt.Key.Key_Period, CTRL)
    qtbot.waitUntil(page.runner.can_resume)
    qtbot.waitUntil(lambda: "Resume goes on" in page.panes.live.message.text())
    done = read_run(folder).done
    measured = qtbot.waitSignal(
        page.process.measured, timeout=PATIENCE, check_params_cb=lambda _f, m: m.get("poses", 0) > done + 60
    )
    with measured:
        QTest.keyClick(page, Qt.Key.Key_Return, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert page.process.folder == folder
    with qtbot.waitSignal(page.process.ended, timeout=PATIENCE):
        page.runner.stop()
    assert read_run(folder).done > done
    page.runs.select((folder,))
    qtbot.waitUntil(page.runner.can_resume)
    with qtbot.waitSignal(page.process.ended, timeout=PATIENCE):
        QTest.keyClick(page, Qt.Key.Key_X, ALT)
    qtbot.waitUntil(page.chosen.has_result)
    assert not page.runner.can_resume()


def test_what_cannot_be_bred_from_is_said_on_the_page(page, qtbot, tmp_path):
    path = tmp_path / "nothing.safetensors"
    safetensors.write(Population(np.full((9, 17, 3), np.nan, np.float32)), path)
    with qtbot.waitSignal(page.setup.population.known):
        page.setup.population.choose([path])
    hurry(page)
    with qtbot.waitSignal(page.process.ended, timeout=PATIENCE):
        page.runner.start()
    assert "nan" in page.setup.problem.text()
    assert not page.setup.problem.isHidden()
    page.setup.form.edited.emit()
    assert page.setup.problem.text() == ""
    assert page.runner.can_start()


@pytest.fixture
def window(qtbot, studio) -> MainWindow:
    made = MainWindow(studio, Document(), [EvolvePage])
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_closing_the_window_stops_the_run_at_a_checkpoint(window, poses, qtbot):
    page = window.page
    assert isinstance(page, EvolvePage)
    with qtbot.waitSignal(page.setup.population.known):
        page.setup.population.choose([poses])
    hurry(page, recipe=Recipe())
    long(page)
    with qtbot.waitSignal(page.process.measured, timeout=PATIENCE, check_params_cb=lambda _f, m: "generation" in m):
        page.runner.start()
    folder = page.process.folder
    assert "closing asks" in window.status.saved.text()
    window.close()
    assert window.isVisible()
    asked = window.closing.question
    next(button for button in asked.buttons() if "Stop" in button.text()).click()
    assert not window.isVisible()
    record = read_run(folder)
    assert record.state == "stopped"
    assert record.resumable
    assert (folder / "checkpoint").is_dir()
