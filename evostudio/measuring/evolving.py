"""The window while evolution runs: how long it ever stands still, and how often it is painted."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, QTimer

from evopose.demo.population import make_population
from evopose.io import safetensors
from evopose.jobs import finish
from evostudio.measuring.stage import Stage

if TYPE_CHECKING:
    from evostudio.pages.evolve.page import EvolvePage

TARGET = 60_000
"""Generations: more than there is time for."""
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


def evolving(stage: Stage, folder: Path, poses: int = 4000, seconds: float = 10.0) -> dict[str, Any]:
    """Start a run on the Evolve page and look for `seconds` while it goes on; then stop it."""
    folder.mkdir(parents=True, exist_ok=True)
    founders = folder / "founders.safetensors"
    safetensors.write(finish(make_population(poses, 0)), founders)
    stage.window.show_page("evolve")
    page: EvolvePage = stage.window.pages["evolve"]  # type: ignore[assignment]
    page.setup.population.choose([founders])
    page.setup.target.show_options(page.setup.options.model_copy(update={"generations": TARGET}))
    stage.settle(1.0)
    page.start()
    run = page.process.folder
    assert run is not None, page.setup.trouble()
    _wait(stage, lambda: run in page.follower.courses and bool(page.follower.courses[run].steps))
    stage.settle(1.0)
    beats = Beats(page.panes.live.nine)
    before = page.follower.courses[run].last
    beats.start()
    _turn(stage, seconds)
    beats.stop()
    after = page.follower.courses[run].last
    page.stop()
    _wait(stage, lambda: page.process.folder is None)
    gaps = np.array(beats.gaps)
    return {
        "gap_ms_worst": round(float(gaps.max()), 1),
        "gap_ms_p99": round(float(np.percentile(gaps, 99)), 1),
        "gaps_over_50_ms": int((gaps > 50).sum()),
        "own_ms_worst": round(max(beats.own), 1),
        "frames_per_second": round(beats.frames / seconds, 1),
        "generations": int(after["generation"] - before["generation"]),
        "poses_per_second": round((after["poses"] - before["poses"]) / seconds),
        "engine": after.get("engine"),
    }


def _turn(stage: Stage, seconds: float) -> None:
    """The event loop as it is: nothing sleeps here."""
    from PySide6.QtCore import QEventLoop

    loop = QEventLoop()
    QTimer.singleShot(round(1e3 * seconds), loop.quit)
    loop.exec()


def _wait(stage: Stage, condition: Any) -> None:
    end = time.perf_counter() + BEGIN_S
    while not condition() and time.perf_counter() < end:
        stage.settle(0.05)
    assert condition(), "the run does not begin or end"
