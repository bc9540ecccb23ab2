"""Starting, stopping and resuming runs of our own: child processes, one at a time on each page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from evostudio.studio import Studio
from evostudio.tasks.process import Task

PATIENCE_MS = 120_000
"""For a large checkpoint to be written."""
SLOW_MS = 5000
"""Stopping takes long, from then on: it is said, and killing is offered."""


class RunProcess(QObject):
    """What this window has begun and not ended."""

    began = Signal(object)
    """The run's folder."""
    progressed = Signal(object, int, int)
    """The run's folder, how far it is, and of how much."""
    measured = Signal(object, object)
    """The run's folder and the metrics of a step."""
    failed = Signal(object, str)
    """The run's folder and a sentence."""
    slowed = Signal()
    """Stopping takes long."""
    ended = Signal(object)
    """The run's folder, however it ended."""

    def __init__(
        self, studio: Studio, doing: str, parent: QObject | None = None, seen: Callable[[Path], bool] = lambda _: False
    ) -> None:
        """`doing` is what the status line says of it: 'Evolving'. Whose failure is `seen` where the run is, or where
        it was asked for, no notice tells of."""
        super().__init__(parent)
        self._studio, self._doing, self._seen = studio, doing, seen
        self.folder: Path | None = None
        """Of the run that is going on."""
        self.message = ""
        """The last progress of it."""
        self.stopping = False
        self.slow = False
        """Whether the one that is stopping takes long over it."""
        self.was_stopped = False
        """Whether somebody stopped the one that ended last."""
        self._task: Task | None = None
        self._said: dict[Path, str] = {}
        """The notices of runs that failed, until they go on."""

    def start(self, words: Sequence[str], folder: Path) -> None:
        """Begin a new run in a new folder, by the words of `evopose`."""
        self._run(f"{self._doing} {folder.name}", words, folder)

    def resume(self, folder: Path) -> None:
        """Go on with one that was stopped."""
        self._run(f"{self._doing} {folder.name}", ["resume", str(folder)], folder)

    def end_here(self, folder: Path) -> None:
        """Make the result of one that was stopped of what it has come to so far."""
        self._run(f"Ending {folder.name}", ["resume", str(folder), "--end-here"], folder)

    def stop(self) -> None:
        """Stop at a checkpoint."""
        if self._task:
            self.stopping = True
            QTimer.singleShot(SLOW_MS, self._task, self._say_slow)
            self._task.stop()

    def _say_slow(self) -> None:
        if self._task and self.stopping:
            self.slow = True
            self.slowed.emit()

    def kill(self) -> None:
        """End at once one that takes too long to stop; it goes on from its last checkpoint."""
        if self._task and self.stopping:
            self._task.end()

    def let_go(self) -> None:
        """Let it go on by itself, also when the window is closed; from now on it is a run like those of a terminal."""
        if self._task:
            self.stopping = True
            self._task.let_go()

    def _run(self, title: str, words: Sequence[str], folder: Path) -> None:
        assert self._task is None, "one at a time"
        task = self._task = Task(title, words, self, PATIENCE_MS)
        self.folder, self.message, self.stopping, self.slow = folder, "", False, False
        task.progressed.connect(lambda done, total, message: self._progress(folder, done, total, message))
        task.measured.connect(lambda metrics: self._measure(folder, metrics))
        task.stopped.connect(self._stopped)
        task.succeeded.connect(self._succeeded)
        self._studio.settled.emit(self._said.pop(folder, ""))
        task.failed.connect(lambda sentence: self._said.update({folder: sentence}))
        task.failed.connect(lambda sentence: self.failed.emit(folder, sentence.removeprefix(f"{task.title}: ")))
        task.ended.connect(lambda: self._end(folder))
        self._studio.start(task, lambda: self._seen(folder))
        self.began.emit(folder)

    def _progress(self, folder: Path, done: int, total: int, message: str) -> None:
        self.message = message
        self.progressed.emit(folder, done, total)

    def _measure(self, folder: Path, metrics: dict[str, Any]) -> None:
        self.measured.emit(folder, metrics)

    def _stopped(self) -> None:
        self.stopping = True  # also where the status line stopped it

    def _succeeded(self, _result: object) -> None:
        self.stopping = False  # asked to stop when all was done

    def _end(self, folder: Path) -> None:
        self.was_stopped = self.stopping
        self._task, self.folder, self.message, self.stopping = None, None, "", False
        self.ended.emit(folder)
