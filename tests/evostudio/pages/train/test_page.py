"""The Train page is never empty, lists runs wherever they were begun, shows and stops them."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from evostudio.pages.train.page import TrainPage
from evostudio.places import demo_population
from evostudio.runs.keeping import titles
from evostudio.runs.watching import MOST
from evostudio.theme import DARK, LIGHT
from tests.evostudio.pages.train.conftest import line
from tests.evostudio.runs.making import at_work, change, choose, listed, shown

CTRL = Qt.KeyboardModifier.ControlModifier


def test_nothing_configured_it_is_ready_to_start_with_the_demo(studio, runs, qtbot):
    page = TrainPage(studio)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.setup.data.poses() == 12_000)
    assert page.sources() == (demo_population(),)
    assert page.runner.can_start()
    assert page.panes.middle.currentWidget() is page.panes.intro
    assert page.panes.intro.button.isEnabled()


def test_a_run_is_reopened_with_its_curves_figures_and_poses(page, make_run, qtbot):
    folder = make_run("one", model={"width": 512})
    listed(page, qtbot, 1)
    choose(page, qtbot, folder)
    live = page.panes.live
    qtbot.waitUntil(lambda: live.charts["loss"].curves != ())
    assert page.panes.middle.currentWidget() is live
    assert live.message.text() == "The batch was halved."
    told = {("2 of 2", "stage"), ("61.2", "MPJPE, mm"), ("30 s", "took"), ("512", "memory, MB")}
    assert told <= set(live.figures.figures)
    assert "step 3 of 3 · epoch 3.0" in live.about.text()
    assert [curve.x.max() for curve in live.charts["loss"].curves] == [3, 6]
    assert [entry.value for entry in live.legend.entries] == ["98.0 mm", "94.0 mm"]
    qtbot.waitUntil(lambda: page.panes.glance.about.whole_text() != "")
    assert "61.2 mm" in page.described(page.chosen.records()[0])


def test_a_long_log_is_read_piece_by_piece_to_its_end(page, make_run, qtbot):
    folder = make_run("long", "stopped")
    (folder / "log.jsonl").write_text("".join(f"{json.dumps(line(number))}\n" for number in range(1, 1501)))
    assert (folder / "log.jsonl").stat().st_size > 3 * MOST
    listed(page, qtbot, 1)
    page.follower.set_active(False)
    page.runs.select((folder,))
    qtbot.waitUntil(lambda: page.follower.courses[folder].latest == 1500)


def test_a_killed_run_is_interrupted_everywhere(page, make_run, qtbot):
    folder = make_run("killed", "running")  # and nobody is at work on it
    listed(page, qtbot, 1)
    choose(page, qtbot, folder)
    live = page.panes.live
    assert live.state.text().endswith("interrupted")
    assert live.message.text().startswith("Interrupted")
    assert "last checkpoint, at most 3 of 5" in live.message.text()


def test_runs_of_one_name_in_two_places_are_told_apart():
    places = [Path("/home/data/runs/walks"), Path("/home/thesis/runs/walks"), Path("/home/data/runs/other")]
    assert titles(places) == ("walks · data", "walks · thesis", "other")


def test_a_run_that_another_process_works_on_is_asked_to_stop(page, make_run, qtbot):
    folder = make_run("left", "running")
    with at_work(folder):
        listed(page, qtbot, 1)
        qtbot.waitUntil(lambda: page.runs.folders() == (folder,))  # where nothing else is looked at it is shown at once
        assert page.saved_text() == "left is at work"
        choose(page, qtbot, folder)
        assert page.chosen.records()[0].state == "running"
        QTest.keyClick(page, Qt.Key.Key_Period, CTRL)
        assert (folder / "stop").exists()
        assert not page.runner.can_stop()
        qtbot.waitUntil(lambda: "Asked to stop" in page.panes.live.message.text())


@pytest.mark.parametrize("touched", [False, True])
def test_the_form_shows_what_goes_on_elsewhere_unless_somebody_has_changed_it(
    touched, studio, runs, poses, make_run, qtbot
):
    folder = make_run("left", "running", population=[str(poses)], seed=5, model={"width": 48})
    with at_work(folder):
        page = TrainPage(studio)
        if touched:
            change(page, "seed", value=9)
        shown(page, qtbot)
        qtbot.waitUntil(lambda: page.runs.folders() == (folder,))
        options = page.setup.options
        assert (options.seed, options.model.width, options.population) == (
            (9, 256, (demo_population(),)) if touched else (5, 48, (poses,))
        )


def test_the_result_is_evaluated_and_trained_on(page, make_run, qtbot):
    folder = make_run("one")
    lifter = folder / "lifter.safetensors"
    lifter.write_bytes(b"")
    listed(page, qtbot, 1)
    choose(page, qtbot, folder)
    page.chosen.train_on()
    assert page.setup.options.begin_with == lifter
    page.chosen.evaluate()
    assert page.part == "evaluate"
    assert page.evaluation.setup.lifter.path == lifter
    assert not page.action_set["train.start"].can_run()


def test_another_theme_reaches_all_charts(page, make_run, qtbot):
    folder = make_run("one")
    listed(page, qtbot, 1)
    choose(page, qtbot, folder)
    for theme in (LIGHT, DARK):
        page.set_theme(theme)
        assert page.panes.live.charts["loss"].grab().toImage().pixelColor(2, 2) == theme.colour("field")
