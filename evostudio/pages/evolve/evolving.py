"""Starting, stopping and resuming runs of our own: child processes, one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from evostudio.studio import Studio
from evostudio.tasks.process import Task

PATIENCE_MS = 30_000
"""For a checkpoint of a large population to be written."""


class Evolving(QObject):
    """What this window has begun and not ended."""

    began = Signal(object)
    """The run's folder."""
    measured = Signal(object, object)
    """The run's folder and the metrics of a step."""
    failed = Signal(object, str)
    """The run's folder and a sentence."""
    ended = Signal(object)
    """The run's folder, however it ended."""

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self.folder: Path | None = None
        """Of the run that is going on."""
        self.message = ""
        """The last progress of it."""
        self.stopping = False
        self._task: Task | None = None

    def start(self, words: Sequence[str], folder: Path) -> None:
        """Begin a new run in a new folder, by the words of `evopose`."""
        self._run(f"Evolving {folder.name}", words, folder)

    def resume(self, folder: Path) -> None:
        """Go on with one that was stopped."""
        self._run(f"Evolving {folder.name}", ["resume", str(folder)], folder)

    def end_here(self, folder: Path) -> None:
        """Make the result of one that was stopped of what it has bred so far."""
        self._run(f"Ending {folder.name}", ["resume", str(folder), "--end-here"], folder)

    def stop(self) -> None:
        """Stop at a checkpoint."""
        if self._task:
            self.stopping = True
            self._task.stop()

    def _run(self, title: str, words: Sequence[str], folder: Path) -> None:
        assert self._task is None, "one at a time"
        task = self._task = Task(title, words, self, PATIENCE_MS)
        self.folder, self.message, self.stopping = folder, "", False
        task.progressed.connect(self._progress)
        task.measured.connect(lambda metrics: self._measure(folder, metrics))
        task.failed.connect(lambda sentence: self.failed.emit(folder, sentence.removeprefix(f"{task.title}: ")))
        task.ended.connect(lambda: self._end(folder))
        self._studio.start(task)
        self.began.emit(folder)

    def _progress(self, _done: int, _total: int, message: str) -> None:
        self.message = message

    def _measure(self, folder: Path, metrics: dict[str, Any]) -> None:
        self.measured.emit(folder, metrics)

    def _end(self, folder: Path) -> None:
        self._task, self.folder, self.message, self.stopping = None, None, "", False
        self.ended.emit(folder)
