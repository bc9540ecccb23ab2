"""Marks and the bin: two flags a pose, changed by steps that can be taken back; knows no toolkit."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Bool, Int
from psygnal import Signal

from evopose.model.array import NDArray

Flag = Literal["marked", "binned"]
DEEPEST = 100
"""Steps that can be taken back."""


@dataclass(frozen=True, eq=False)
class MarkStep:
    """What one change did."""

    label: str
    flag: Flag
    rows: Int[NDArray, " k"]
    """Those that changed."""
    value: bool
    """What they became."""


class Marks:
    """The flags of one population."""

    changed = Signal(str)
    """'marked' or 'binned'."""

    def __init__(self, poses: int = 0) -> None:
        self.marked: Bool[NDArray, " n"] = np.zeros(poses, bool)
        self.binned: Bool[NDArray, " n"] = np.zeros(poses, bool)
        self._done: list[MarkStep] = []
        self._undone: list[MarkStep] = []

    def __len__(self) -> int:
        return len(self.marked)

    def flags(self, flag: Flag) -> Bool[NDArray, " n"]:
        """All of one kind."""
        return self.marked if flag == "marked" else self.binned

    def count(self, flag: Flag) -> int:
        """How many have it."""
        return int(np.count_nonzero(self.flags(flag)))

    def set(self, flag: Flag, rows: Int[NDArray, " k"], value: bool) -> bool:
        """Give it to some poses, or take it; whether anything changed."""
        changed = rows[self.flags(flag)[rows] != value]
        if not len(changed):
            return False
        poses = "1 pose" if len(changed) == 1 else f"{len(changed):,} poses"
        self._done = [*self._done, MarkStep(f"{_VERBS[flag, value]} {poses}", flag, changed, value)][-DEEPEST:]
        self._undone = []
        self._put(flag, changed, value)
        return True

    def toggle(self, rows: Int[NDArray, " k"]) -> bool:
        """Mark them all, or, where all are marked, none."""
        return self.set("marked", rows, not self.marked[rows].all())

    @property
    def can_undo(self) -> str:
        """What `undo` would take back; '' where there is nothing."""
        return self._done[-1].label if self._done else ""

    @property
    def can_redo(self) -> str:
        """What `redo` would do again; '' where there is nothing."""
        return self._undone[-1].label if self._undone else ""

    def undo(self) -> MarkStep | None:
        """Take back the last change."""
        return self._walk(self._done, self._undone, back=True)

    def redo(self) -> MarkStep | None:
        """Do again what was taken back last."""
        return self._walk(self._undone, self._done, back=False)

    def _walk(self, source: list[MarkStep], target: list[MarkStep], back: bool) -> MarkStep | None:
        if not source:
            return None
        step = source.pop()
        target.append(step)
        self._put(step.flag, step.rows, step.value != back)
        return step

    def _put(self, flag: Flag, rows: NDArray, value: bool) -> None:
        self.flags(flag)[rows] = value
        self.changed(flag)


_VERBS = {
    ("marked", True): "Mark",
    ("marked", False): "Unmark",
    ("binned", True): "Bin",
    ("binned", False): "Put back",
}
