"""What nobody caught is told, from every thread, and the program goes on."""

import logging
import sys
import threading

import pytest
from PySide6.QtCore import QTimer, qInstallMessageHandler, qWarning

from evostudio import faults
from evostudio.log_view import LINES, LogHandler, LogView
from evostudio.theme import DARK


@pytest.fixture
def told(qapp, monkeypatch):
    """Errors reported while the hooks are in place."""
    found: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    before = qInstallMessageHandler(None)
    faults.catch_all(found.append)
    yield found
    qInstallMessageHandler(before)


def test_an_error_of_a_thread_is_told(told, qtbot):
    def fail():
        raise ValueError("in a thread")

    threading.Thread(target=fail).start()
    qtbot.waitUntil(lambda: bool(told))
    assert str(told[0]) == "in a thread"


def test_an_uncaught_error_is_told_and_the_loop_goes_on(told, qtbot):
    gone_on: list[int] = []
    sys.excepthook(ValueError, ValueError("in a slot"), None)
    QTimer.singleShot(0, lambda: gone_on.append(1))
    qtbot.waitUntil(lambda: bool(gone_on) and bool(told))
    assert str(told[0]) == "in a slot"


def test_qt_s_messages_go_into_the_log_but_not_its_chatter(told, caplog):
    with caplog.at_level(logging.INFO, "evostudio.qt"):
        qWarning("something is odd")
        qWarning("This plugin does not support propagateSizeHints()")
    assert [record.message for record in caplog.records if record.name == "evostudio.qt"] == ["something is odd"]


def test_the_log_view_shows_what_was_logged_before_and_after_it_was_made(qtbot):
    handler, log = LogHandler(), logging.Logger("test")
    log.addHandler(handler)
    log.warning("before")
    view = LogView(handler, DARK)
    qtbot.addWidget(view)
    log.error("after")
    view.timer.timeout.emit()
    lines = view.text.toPlainText().splitlines()
    assert ["before" in lines[0], "after" in lines[1]] == [True, True]
    assert "WARNING" in lines[0]


def test_a_log_that_is_not_shown_does_not_look_and_catches_up_when_it_is(qtbot):
    handler, log = LogHandler(), logging.Logger("test")
    log.addHandler(handler)
    view = LogView(handler, DARK)
    qtbot.addWidget(view)
    assert not view.timer.isActive()
    threading_log(log, 3)
    view.show()
    assert view.timer.isActive()
    assert len(view.text.toPlainText().splitlines()) == 3
    view.hide()
    assert not view.timer.isActive()


def test_the_newest_lines_are_kept_and_told_once(qapp):
    handler, log = LogHandler(), logging.Logger("test")
    log.addHandler(handler)
    threading_log(log, LINES + 2)
    count, lines = handler.since(0)
    assert (count, len(lines)) == (LINES + 2, LINES)
    assert handler.since(count) == (count, [])
    log.info("one more")
    (line,) = handler.since(count)[1]
    assert line[1].endswith("one more")


def threading_log(log: logging.Logger, count: int) -> None:
    """Log from another thread, while this one is not at an event loop."""
    thread = threading.Thread(target=lambda: [log.info("line %d", number) for number in range(count)])
    thread.start()
    thread.join()


def test_errors_of_threads_are_told_in_the_window_s_thread(qapp, monkeypatch, qtbot):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    before, where = qInstallMessageHandler(None), []
    faults.catch_all(lambda _error: where.append(threading.current_thread()))

    def fail():
        raise ValueError("in a thread")

    threads = [threading.Thread(target=fail) for _ in range(8)]
    for thread in threads:
        thread.start()
    qtbot.waitUntil(lambda: len(where) == 8)
    assert set(where) == {threading.main_thread()}
    qInstallMessageHandler(before)
