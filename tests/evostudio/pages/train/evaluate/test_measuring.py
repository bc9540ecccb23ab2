"""Measuring is the command's: one at a time, with what is shown and no more, stopped and begun anew."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from evopose.io import safetensors
from evostudio.pages.train import measuring
from evostudio.tasks.running import Running
from tests.evostudio.pages.train.evaluate.command import Command
from tests.evostudio.pages.train.measured import write, write_header


def test_a_lifter_is_measured_by_the_words_of_the_command_line_and_what_came_out_is_shown(
    make, qtbot, lifter, data, tmp_path
):
    pane = make()
    pane.show_lifter(lifter)
    assert "residual, 2 stages of width 1,024" in pane.setup.lifter.line.text()
    population = tmp_path / "walks.evo"
    pane.setup.choose_kind("Recorded pairs")
    assert not pane.can_start()
    pane.setup.pairs.set_path(tmp_path / "gone.npz")
    assert "There is nothing at" in pane.setup.problem.text()
    population.touch()
    pane.setup.pairs.set_path(population)
    QTest.keyClick(pane.setup.buttons[0], Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    task = Command.last
    folder = Path(task.word_after("--out"))
    assert task.words[0] == "evaluate"
    assert (task.word_after("--lifter"), task.word_after("--pairs")) == (str(lifter), str(population))
    assert Path(task.word_after("--worst-population")).parent == folder
    assert folder.parent == data / "evaluations"
    assert not pane.can_start()
    assert pane.bar.isVisible()
    write(folder, lifter, 71.5)
    task.succeeded.emit({})
    task.end()
    qtbot.waitUntil(lambda: pane.evaluation is not None and pane.evaluation.folder == folder)
    assert pane.results.isVisible()
    assert pane.can_start()
    assert not pane.bar.isVisible()


def test_what_is_hidden_is_not_asked_for(make, lifter, tmp_path):
    """The command refuses options that would do nothing."""
    pane = make()
    pane.show_lifter(lifter)
    for where, value in ((("most",), 9), (("select", "every"), 64)):
        field = pane.setup.form.fields[where]
        field.entry.show_value(value)
        field.edited.emit()
    pane.setup.choose_kind("Recorded pairs")
    pane.setup.pairs.set_path(lifter)
    asked = pane.setup.options(tmp_path)
    assert (asked.most, asked.select.every) == (100_000, 64)
    asked.check()


def test_millimetres_can_be_measured_on_once_the_form_says_so(make, lifter, poses, tmp_path, qtbot):
    np.savez(tmp_path / "long.npz", positions=np.asarray(safetensors.read(poses).positions) * 1000)
    pane = make()
    pane.show_lifter(lifter)
    pane.setup.population.choose([tmp_path / "long.npz"])
    qtbot.waitUntil(lambda: "choose mm as Unit, under Poses" in pane.setup.population.line.text())
    assert not pane.can_start()
    field = pane.setup.form.fields["unit",]
    field.entry.show_value("mm")
    field.edited.emit()
    qtbot.waitUntil(pane.can_start)


def begun_on_pairs(make, lifter):
    """The pane, at work on recorded pairs."""
    pane = make()
    pane.show_lifter(lifter)
    pane.setup.choose_kind("Recorded pairs")
    pane.setup.pairs.set_path(lifter)
    pane.start()
    return pane


def test_what_failed_stands_below_the_form_until_something_is_changed(make, lifter):
    pane = begun_on_pairs(make, lifter)
    Command.last.failed.emit(f"{Command.last.title}: the file holds no pairs.")
    Command.last.end()
    assert pane.setup.problem.text() == "⚠ the file holds no pairs."
    pane.setup.pairs.set_path(lifter.parent)
    assert not pane.setup.problem.isVisible()


def test_stopped_it_can_begin_anew(make, lifter):
    pane = begun_on_pairs(make, lifter)
    pane.action_set.trigger("train.measure_stop")
    assert pane.can_start()


def test_stopped_while_the_demo_is_made_it_does_not_begin_when_that_is_there(make, lifter, monkeypatch):
    made = Running("Making the demo population")
    begin = []

    def later(_studio, _path, then):
        begin.append(then)
        return made

    monkeypatch.setattr(measuring, "once_there", later)
    pane = make()
    pane.show_lifter(lifter)
    pane.start()
    assert pane.measuring.is_busy()
    pane.action_set.trigger("train.measure_stop")
    assert pane.can_start()
    begin[0]()
    assert not pane.measuring.is_busy()
    pane.start()
    begin[1]()
    made.ended.emit()
    assert pane.measuring.is_busy()
    Command.last.end()
    assert pane.can_start()


def test_what_the_lifter_has_learned_from_is_told_before_it_is_measured_on(make, tmp_path):
    pane = make()
    pane.show_lifter(write_header(tmp_path / "mine.safetensors", data=[{"path": "walks.npz"}]))
    pane.show_population(tmp_path / "walks.npz")
    assert "has learned from walks" in pane.setup.seen.text()
    assert pane.setup.seen.isVisible()
    pane.show_population(tmp_path / "runs.npz")
    assert not pane.setup.seen.isVisible()
