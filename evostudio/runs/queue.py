"""Runs that are asked for and wait until others have ended."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from evopose import __version__
from evopose.runs import RunRecord
from evostudio.runs.run_model import WAITING


@dataclass(frozen=True)
class Asked:
    """One run to be."""

    folder: Path
    """Where it will be; nothing is there yet."""
    words: Sequence[str]
    """What is said to `evopose`."""
    options: Mapping[str, Any]
    """Plain JSON values: what the command's Options class takes."""
    when: float
    """It was asked for, in seconds since 1970."""

    def record(self, command: str, state: str) -> RunRecord:
        """As a list of runs shows it."""
        return RunRecord(self.folder, command, __version__, self.options, state=state, started=self.when)


class RunQueue(QObject):
    """First come, first served."""

    changed = Signal()

    def __init__(self, command: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = command
        self.asked: tuple[Asked, ...] = ()

    def add(self, folder: Path, words: Sequence[str], options: Mapping[str, Any]) -> None:
        """One more at the end."""
        self.asked = (*self.asked, Asked(folder, tuple(words), options, time.time()))
        self.changed.emit()

    def take(self, folder: Path | None = None) -> Asked | None:
        """Take this one out of it, or the first; None where there is none such."""
        found = next((each for each in self.asked if folder in (None, each.folder)), None)
        if found:
            self.asked = tuple(each for each in self.asked if each is not found)
            self.changed.emit()
        return found

    def clear(self) -> None:
        """Nobody waits any more."""
        self.asked = ()
        self.changed.emit()

    def folders(self) -> tuple[Path, ...]:
        """Where they will be."""
        return tuple(each.folder for each in self.asked)

    def records(self) -> tuple[RunRecord, ...]:
        """As a list of runs shows them, the last first."""
        return tuple(each.record(self._command, WAITING) for each in reversed(self.asked))
