"""Which evaluations, lifters and populations there are, looked for in a thread: hundreds of runs take a while."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from evostudio.pages.distributions.results import results
from evostudio.pages.train.evaluations import Evaluation, listed
from evostudio.tasks.thread import ThreadTask, only

Results = tuple[tuple[str, Path], ...]
"""Title and file of what runs have made, the newest first."""


@dataclass(frozen=True)
class Found:
    """All there is."""

    evaluations: tuple[Evaluation, ...] = ()
    """Without their worst poses, the newest first."""
    lifters: Results = ()
    populations: Results = ()


class Looking(QObject):
    """One look at a time counts: the last that was asked for."""

    found = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._task: ThreadTask | None = None

    def is_busy(self) -> bool:
        """A look has not ended."""
        return self._task is not None

    def look(self, project: Path | None) -> None:
        """Beside this project, and in the user's folder."""
        task = self._task = ThreadTask("Looking for evaluations", only(lambda: found(project)), self)
        task.succeeded.connect(lambda all_: self._take(task, all_))
        task.ended.connect(lambda: self._end(task))
        task.ended.connect(task.deleteLater)
        task.start()

    def _take(self, task: ThreadTask, all_: Found) -> None:
        if task is self._task:
            self._end(task)
            self.found.emit(all_)

    def _end(self, task: ThreadTask) -> None:
        """Also of a look that failed, which the log tells."""
        if task is self._task:
            self._task = None


def found(project: Path | None) -> Found:
    """All at once."""
    return Found(tuple(listed(project)), tuple(results(project, "lifter")), tuple(results(project)))
