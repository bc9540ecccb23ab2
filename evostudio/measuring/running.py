"""The window while a run goes on: how long it ever stands still, and how often it is painted."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from evostudio.measuring.stage import Stage
from evostudio.runs.page import RunsPage

BEGIN_S = 120.0
"""For the child process to load and compile."""


class Beats(QObject):
    """Milliseconds between turns of the event loop, and how often a widget is painted."""

    def __init__(self, painted: QObject) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self.own: list[float] = []
        """The time that this thread computed of each: what other work of the machine adds is not in it."""
        self.frames = 0
        self._last = self._last_own = 0.0
        self._timer = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        painted.installEventFilter(self)

    def start(self) -> None:
        """Count from now on."""
        self._last, self._last_own = time.perf_counter(), time.thread_time()
        self.gaps, self.own, self.frames = [], [], 0
        self._timer.start()

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    def _beat(self) -> None:
        now, own = time.perf_counter(), time.thread_time()
        self.gaps.append(1e3 * (now - self._last))
        self.own.append(1e3 * (own - self._last_own))
        self._last, self._last_own = now, own

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.frames += event.type() == QEvent.Type.Paint
        return False


def while_running(
    stage: Stage, page: RunsPage, painted: Callable[[], QWidget], seconds: float
) -> tuple[dict[str, Any], Mapping[str, Any], Mapping[str, Any]]:
    """Start what the page asks for, look for `seconds` while it goes on, and stop it.

    How long the window stood still, and what the run told last before and after.
    """
    page.runner.start()
    run = page.process.folder
    assert run is not None, "the run cannot be started"

    def told() -> Mapping[str, Any]:
        course: Any = page.follower.courses.get(run)
        return course.last if course else {}

    _wait(stage, lambda: bool(told()))
    stage.settle(1.0)
    beats = Beats(painted())
    before = dict(told())
    beats.start()
    _turn(seconds)
    beats.stop()
    after = dict(told())
    page.runner.stop()
    _wait(stage, lambda: page.process.folder is None)
    gaps = np.array(beats.gaps)
    figures = {
        "gap_ms_worst": round(float(gaps.max()), 1),
        "gap_ms_p99": round(float(np.percentile(gaps, 99)), 1),
        "gaps_over_50_ms": int((gaps > 50).sum()),
        "own_ms_worst": round(max(beats.own), 1),
        "frames_per_second": round(beats.frames / seconds, 1),
    }
    return figures, before, after


def _turn(seconds: float) -> None:
    """The event loop as it is: nothing sleeps here."""
    loop = QEventLoop()
    QTimer.singleShot(round(1e3 * seconds), loop.quit)
    loop.exec()


def _wait(stage: Stage, condition: Callable[[], bool]) -> None:
    end = time.perf_counter() + BEGIN_S
    while not condition() and time.perf_counter() < end:
        stage.settle(0.05)
    assert condition(), "the run does not begin or end"
