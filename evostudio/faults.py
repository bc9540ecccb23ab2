"""What nobody caught goes into the log and the window: never silent, and never the end of the program."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue
from types import TracebackType

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)

log = logging.getLogger("evostudio")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
LOOK_MS = 200
HARMLESS = ("This plugin does not support", "propagateSizeHints", "QFont::setPixelSize")


def catch_all(report: Callable[[BaseException], None]) -> None:
    """From now on uncaught errors, also of threads, are reported in this thread, and Qt's messages are logged.

    Threads only leave their errors in a queue (emitting from them crashed PySide 6.11); a timer takes them out.
    """
    here, left = threading.current_thread(), SimpleQueue[BaseException]()

    def take(error: BaseException) -> None:
        if threading.current_thread() is here:
            report(error)
        else:
            left.put(error)

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        take(error)

    def look() -> None:
        while not left.empty():
            report(left.get())

    sys.excepthook = hook
    threading.excepthook = lambda caught: take(caught.exc_value) if caught.exc_value else None
    _every(LOOK_MS, look)
    qInstallMessageHandler(_message)


def _every(milliseconds: int, call: Callable[[], object]) -> None:
    timer = QTimer(QCoreApplication.instance(), interval=milliseconds)
    timer.timeout.connect(call)
    timer.start()


def _message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    harmless = any(part in text for part in HARMLESS)
    log.getChild("qt").log(logging.DEBUG if harmless else _LEVELS.get(kind, logging.INFO), text)


def obey_interrupt(close: Callable[[], object]) -> None:
    """Ctrl+C in the terminal, or the system's wish to end, closes the window as its button does."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: close())
    _every(LOOK_MS, lambda: None)  # lets Python look at its signals
