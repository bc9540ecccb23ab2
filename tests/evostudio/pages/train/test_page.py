"""The Train page is never empty, lists runs wherever they were begun, and shows, queues, compares, stops them."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from evopose.io.lock import WriterLock
from evopose.runs import runs_in
from evostudio.documents.document import Document
from evostudio.pages.train.comparing import results
from evostudio.pages.train.expecting import Speeds
from evostudio.pages.train.page import TrainPage
from evostudio.places import demo_population
from evostudio.runs.keeping import titles
from evostudio.runs.watching import MOST
from evostudio.theme import DARK, LIGHT
from evostudio.window import MainWindow
from tests.evostudio.pages.train.conftest import line
from tests.evostudio.runs.making import Begun, change, choose, listed, shown

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


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


def test_several_runs_are_compared_in_one_plot_and_one_table(page, make_run, qtbot):
    one, two = make_run("one", started=2.0, seed=1), make_run("two", "failed", started=1.0, model={"width": 64})
    listed(page, qtbot, 2)
    page.runs.view.setFocus()
    QTest.keyClick(page, Qt.Key.Key_A, CTRL | SHIFT)
    choose(page, qtbot, one, two)
    compare = page.panes.compare
    qtbot.waitUntil(lambda: len(compare.curves.curves) == 2)
    assert [entry.value for entry in compare.legend.entries] == ["94.0 mm", "94.0 mm"]
    compare.over.setCurrentIndex(2)
    compare.over.activated.emit(2)
    assert compare.curves.curves[0].x.tolist() == pytest.approx([1, 2, 3])
    cells = [[compare.table.item(row, column) for column in range(3)] for row in range(compare.table.rowCount())]
    words = [[item.text() if item else "" for item in row] for row in cells]
    assert ["width", "1,024", "64"] in words
    assert ["MPJPE", "61.2 mm", "–"] in words
    assert ["why", "", "Ouch."] in words


def test_runs_wait_until_those_before_them_have_ended(page, qtbot):
    begun = Begun(page)
    QTest.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert not page.runner.can_start()
    for _ in range(2):
        QTest.keyClick(page, Qt.Key.Key_Q, CTRL | SHIFT)
    assert [record.state for record in page.runs.model.records] == ["waiting", "waiting", "starting"]
    assert "2 runs waiting" in page.saved_text()
    begun.end()
    qtbot.waitUntil(lambda: len(begun.words) == 2)
    page.runs.select((page.queue.places()[0],))
    qtbot.waitUntil(lambda: page.panes.live.message.text().startswith("Waits"))
    assert {chart.waiting for chart in page.panes.live.charts.values()} == {"This run has not begun"}
    begun.end(stopped=True)  # who stops a run does not ask for the next; this one had not begun either
    qtbot.waitUntil(lambda: page.panes.live.message.text().startswith("The queue is held"))
    page.queue.drop(page.queue.places()[0])
    page.runs.select(page.queue.places())
    assert page.saved_text() == "1 run waiting, held"
    assert page.runner.can_resume()
    page.runner.resume()
    assert begun.names() == ["sixty-quick-1", "sixty-quick-2", "sixty-quick-3"]
    assert not page.queue.asked


def test_a_queue_that_is_held_goes_on_when_it_is_told_so(page):
    begun = Begun(page)
    page.runner.start()
    page.runner.queue_up()
    assert not page.runner.can_go_on()
    begun.end(stopped=True)
    assert len(begun.words) == 1
    QTest.keyClick(page, Qt.Key.Key_Q, Qt.KeyboardModifier.AltModifier)
    assert begun.names() == ["sixty-quick-1", "sixty-quick-2"]


def test_runs_that_wait_are_kept_when_the_page_closes_and_begin_when_somebody_asks(page, studio, qtbot):
    begun = Begun(page)
    page.runner.start()
    for _ in range(3):
        page.runner.queue_up()
    page.closes()
    begun.end()
    assert page.waiting_runs() == 0

    again = shown(TrainPage(studio), qtbot)
    later = Begun(again)
    qtbot.waitUntil(lambda: again.runs.model.rowCount() == 3)
    assert again.saved_text() == "3 runs waiting, held"
    assert [record.state for record in again.runs.model.records] == ["waiting"] * 3
    again.runs.select(again.queue.places()[:1])
    qtbot.waitUntil(lambda: again.panes.live.message.text().startswith("Kept from before: the queue is held"))
    again.runs.select(again.queue.places()[1:2])
    QTest.keyClick(again, Qt.Key.Key_Return, CTRL | SHIFT)  # that one
    assert later.names() == ["sixty-quick-3"]
    assert again.saved_text() == "2 runs waiting, held"
    QTest.keyClick(again, Qt.Key.Key_Q, Qt.KeyboardModifier.AltModifier)
    assert again.saved_text() == "2 runs waiting"
    later.end()
    qtbot.waitUntil(lambda: len(later.words) == 2)
    later.end()
    qtbot.waitUntil(lambda: len(later.words) == 3)
    assert later.names() == ["sixty-quick-3", "sixty-quick-2", "sixty-quick-4"]
    assert begun.names() == ["sixty-quick-1"]


def test_a_run_from_the_queue_that_is_stopped_before_it_has_a_folder_waits_on(page, runs, qtbot):
    begun = Begun(page)
    page.runner.start()
    page.runner.queue_up()
    begun.end()
    qtbot.waitUntil(lambda: len(begun.words) == 2)
    begun.end(stopped=True)
    assert page.saved_text() == "1 run waiting, held"
    page.runner.go_on()
    assert begun.names() == ["sixty-quick-1", "sixty-quick-2", "sixty-quick-2"]
    begun.end()  # it could not begin, which was said
    assert page.saved_text() == ""
    assert list(runs.iterdir()) == []


def test_what_waits_in_another_window_is_begun_and_removed_there(page, studio, qtbot):
    Begun(page)
    page.runner.start()
    page.runner.queue_up()
    again = shown(TrainPage(studio), qtbot)
    qtbot.waitUntil(lambda: again.runs.model.rowCount() == 1)
    again.runs.select(again.queue.places())
    qtbot.waitUntil(lambda: "another window" in again.panes.live.message.text())
    assert not again.runner.can_resume() and not again.runner.can_go_on()
    with qtbot.waitSignal(studio.noticed) as noticed:
        QTest.keyClick(again, Qt.Key.Key_Delete)
    assert "another window" in noticed.args[0].text
    assert len(page.queue.asked) == 1
    Begun(again)
    again.setup.data.choose(page.setup.data.paths)
    qtbot.waitUntil(again.runner.can_start)
    again.runner.start()
    again.runner.queue_up()
    assert [asked.folder.name for asked in again.queue.asked] == ["sixty-quick-3"]  # the second one waits there


def test_a_stop_that_comes_when_all_is_done_does_not_hold_the_queue(page, qtbot):
    begun = Begun(page)
    page.runner.start()
    page.runner.queue_up()
    page.process.stopping = True
    page.process._succeeded({})
    page.process._end(page.process.folder)
    qtbot.waitUntil(lambda: len(begun.words) == 2)


def test_a_run_that_waits_is_not_wanted_any_more(page):
    Begun(page)
    page.runner.start()
    page.runner.queue_up()
    page.runs.select(page.queue.places())
    QTest.keyClick(page, Qt.Key.Key_Delete)
    assert not page.queue.asked
    assert page.runs.model.rowCount() == 1  # the one before it, which begins


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


def test_a_run_that_could_not_begin_leaves_the_comparison_as_it_was(page, make_run, qtbot):
    folders = make_run("one", started=2.0), make_run("two", started=1.0)
    listed(page, qtbot, 2)
    choose(page, qtbot, *folders)
    begun = Begun(page)
    page.runner.start()
    assert [record.state for record in page.chosen.records()] == ["starting"]
    begun.end()
    assert page.runs.folders() == folders
    choose(page, qtbot, *folders)
    qtbot.waitUntil(lambda: all(len(curve.y) for curve in page.panes.compare.curves.curves))
    assert page.panes.middle.currentWidget() is page.panes.compare


def test_a_run_that_another_process_works_on_is_asked_to_stop(page, make_run, qtbot):
    folder = make_run("left", "running")
    lock = WriterLock(folder / "run", patience=0.5)
    assert lock.acquire()
    try:
        listed(page, qtbot, 1)
        assert page.runs.folders() == (folder,)  # where nothing else is looked at it is shown at once
        assert page.saved_text() == "left is at work"
        choose(page, qtbot, folder)
        assert page.chosen.records()[0].state == "running"
        QTest.keyClick(page, Qt.Key.Key_Period, CTRL)
        assert (folder / "stop").exists()
        assert not page.runner.can_stop()
        qtbot.waitUntil(lambda: "Asked to stop" in page.panes.live.message.text())
    finally:
        lock.release()


@pytest.mark.parametrize("touched", [False, True])
def test_the_form_shows_what_goes_on_elsewhere_unless_somebody_has_changed_it(
    touched, studio, runs, poses, make_run, qtbot
):
    folder = make_run("left", "running", population=[str(poses)], seed=5, model={"width": 48})
    lock = WriterLock(folder / "run", patience=0.5)
    assert lock.acquire()
    try:
        page = TrainPage(studio)
        if touched:
            change(page, "seed", value=9)
        shown(page, qtbot)
        qtbot.waitUntil(lambda: page.runs.folders() == (folder,))
        options = page.setup.options
        assert (options.seed, options.model.width, options.population) == (
            (9, 256, (demo_population(),)) if touched else (5, 48, (poses,))
        )
    finally:
        lock.release()


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


@pytest.mark.parametrize(
    "damage",
    [{"result": {"samples": "many", "seconds": 3, "validation": 5}}, {"result": {"validation": {"mpjpe_mm": "x"}}}],
    ids=str,
)
def test_a_damaged_record_is_drawn_and_compared(damage, page, make_run, qtbot):
    folder = make_run("a", model=[1])
    make_run("b")
    state = json.loads((folder / "state.json").read_text())
    (folder / "state.json").write_text(json.dumps({**state, **damage}))
    listed(page, qtbot, 2)
    page.runs.view.selectAll()
    with qtbot.capture_exceptions() as raised:
        page._draw()
        page.grab()
    assert raised == []
    records = runs_in(folder.parent)
    assert results(records)
    Speeds.of(records)


def test_another_theme_reaches_all_charts(page, make_run, qtbot):
    folder = make_run("one")
    listed(page, qtbot, 1)
    choose(page, qtbot, folder)
    for theme in (LIGHT, DARK):
        page.set_theme(theme)
        assert page.panes.live.charts["loss"].grab().toImage().pixelColor(2, 2) == theme.colour("field")


def test_closing_asks_what_becomes_of_a_run_and_can_be_thought_better_of(studio, runs, poses, qtbot):
    window = MainWindow(studio, Document(), [TrainPage])
    qtbot.addWidget(window)
    window.show()
    page = window.page
    assert isinstance(page, TrainPage)
    page.setup.data.choose([poses])
    Begun(page)
    page.runner.start()
    page.runner.queue_up()
    window.close()
    asked = window.closing.question
    assert asked is not None
    assert "1 run that waits is kept" in asked.informativeText()
    asked.reject()
    assert window.isVisible()
    assert window.closing.question is None
    page.process._end(page.process.folder)
    window.close()
    assert not window.isVisible()
    assert [path.name for path in runs.iterdir()] == ["sixty-quick-2.train.waiting.json"]
