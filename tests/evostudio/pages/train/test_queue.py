"""Runs that are asked for wait for those before them, are kept when the page closes, and begin once, in one window."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from evostudio.documents.document import Document
from evostudio.pages.train.page import TrainPage
from evostudio.window import MainWindow
from tests.evostudio.runs.making import Begun, shown

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


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
    assert not page.runs.held.isVisible()
    begun.end(stopped=True)
    assert len(begun.words) == 1
    assert page.runs.held.isVisible()
    assert page.runs.held_words.text() == "1 run waits, held"
    QTest.keyClick(page, Qt.Key.Key_Q, Qt.KeyboardModifier.AltModifier)
    assert begun.names() == ["sixty-quick-1", "sixty-quick-2"]
    assert not page.runs.held.isVisible()


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
