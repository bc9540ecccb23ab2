"""Measuring a lifter in a process of its own, one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from evostudio.places import demo_population
from evostudio.studio import Studio
from evostudio.tasks.demo import once_there
from evostudio.tasks.process import Task


class Measuring(QObject):
    """What is measured now."""

    changed = Signal()
    """Another state."""
    progressed = Signal(int, int)
    """done, total (0 where nobody knows)."""
    succeeded = Signal(object)
    """The folder of the evaluation."""
    failed = Signal(str)

    def __init__(self, studio: Studio, parent: QObject) -> None:
        super().__init__(parent)
        self._studio = studio
        self._task: Task | None = None
        self._next: Path | None = None
        """The folder of what begins when the demo is made."""

    def is_busy(self) -> bool:
        """Something is measured, or about to be."""
        return self._task is not None or self._next is not None

    def start(self, populations: Sequence[Path], folder: Path, words: Sequence[str]) -> None:
        """Measure into a new folder, by the words of `evopose`; the demo population is made first where it lacks."""
        assert not self.is_busy(), "one at a time"
        self._next = folder
        demo = demo_population() if demo_population() in populations else Path()
        waits_for = once_there(self._studio, demo, lambda: self._run(folder, words))
        if waits_for is not None:
            waits_for.ended.connect(self.forget)
        self.changed.emit()

    def stop(self) -> None:
        """Nothing is kept of it; what has not begun does not begin."""
        self.forget()
        if self._task is not None:
            self._task.stop()

    def forget(self) -> None:
        """Nothing waits any more."""
        self._next = None
        self.changed.emit()

    def _run(self, folder: Path, words: Sequence[str]) -> None:
        if self._next != folder:
            return
        self._next = None
        title = f"Evaluating {folder.name}"
        task = self._task = Task(title, words, self)
        task.progressed.connect(lambda done, total, _message: self.progressed.emit(done, total))
        task.succeeded.connect(lambda _result: self.succeeded.emit(folder))
        task.failed.connect(lambda sentence: self.failed.emit(sentence.removeprefix(f"{title}: ")))
        task.ended.connect(self._ended)
        self._studio.start(task)
        self.changed.emit()

    def _ended(self) -> None:
        self._task = None
        self.changed.emit()
