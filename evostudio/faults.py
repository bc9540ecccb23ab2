"""What nobody caught goes into the log and the window: never silent, and never the end of the program."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    QTimer,
    QtMsgType,
    Signal,
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
HARMLESS = ("This plugin does not support", "propagateSizeHints", "QFont::setPixelSize")


class _Crossing(QObject):
    """Carries an error from any thread to the window's."""

    raised = Signal(object)


def catch_all(report: Callable[[BaseException], None]) -> None:
    """From now on uncaught errors, also of threads, are reported, and Qt's messages are logged."""
    crossing = _Crossing(QCoreApplication.instance())
    crossing.raised.connect(report)

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        crossing.raised.emit(error)

    sys.excepthook = hook
    threading.excepthook = lambda caught: crossing.raised.emit(caught.exc_value) if caught.exc_value else None
    qInstallMessageHandler(_message)


def _message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    harmless = any(part in text for part in HARMLESS)
    log.getChild("qt").log(logging.DEBUG if harmless else _LEVELS.get(kind, logging.INFO), text)


def obey_interrupt(close: Callable[[], object]) -> None:
    """Ctrl+C in the terminal closes the window as its button does."""
    signal.signal(signal.SIGINT, lambda *_: close())
    timer = QTimer(QCoreApplication.instance())
    timer.timeout.connect(lambda: None)  # lets Python look at its signals
    timer.start(200)
