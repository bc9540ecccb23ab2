"""The runs of a folder, also those begun in a terminal, and what they tell as they grow."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from evopose.runs import RunRecord, read_log_from, runs_in
from evostudio.runs.course import Course
from evostudio.runs.looking import FolderLooker, Looker

FOLLOW_MS = 300
LOG = "log.jsonl"
MOST = 1 << 17
"""Bytes of a log that are read at once: what is made of more would hold up the window."""
Told = TypeVar("Told", bound=Course)


class RunsWatcher(FolderLooker):
    """Tells the runs of one command in some folders, the newest first, whenever they are others."""

    changed = Signal(object)
    """A tuple of RunRecords."""
    looking = "Looking for runs"

    def __init__(self, command: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = command
        self.records: tuple[RunRecord, ...] = ()

    def call(self) -> Callable[[], tuple[RunRecord, ...]]:
        return partial(_found, self.folders, self._command)

    def show(self, found: tuple[RunRecord, ...]) -> None:
        if found != self.records:
            self.records = found
            self.changed.emit(found)


def _found(folders: tuple[Path, ...], command: str) -> tuple[RunRecord, ...]:
    records = {record.folder: record for folder in folders for record in runs_in(folder)}
    wanted = (record for record in records.values() if record.command == command)
    return tuple(sorted(wanted, key=lambda record: record.started, reverse=True))


class Follower(Looker, Generic[Told]):
    """Reads what some runs have logged, and goes on reading while they grow."""

    changed = Signal()
    looking = "Reading runs"

    def __init__(self, make: Callable[[], Told], parent: QObject | None = None) -> None:
        super().__init__(FOLLOW_MS, parent)
        self._make = make
        self.courses: dict[Path, Told] = {}
        self._read: dict[Path, int] = {}
        """Bytes read of each log."""

    def follow(self, *folders: Path) -> None:
        """These, and no others; what is known of them already is kept."""
        self.courses = {folder: self.courses[folder] if folder in self.courses else self._make() for folder in folders}
        self._read = {folder: place for folder, place in self._read.items() if folder in self.courses}
        self.look()

    def hear(self, folder: Path, metrics: dict[str, object]) -> None:
        """What a run of our own has told, sooner than its log."""
        if folder in self.courses and self.courses[folder].add(metrics):
            self.changed.emit()

    def call(self) -> Callable[[], dict[Path, tuple[list[dict[str, object]], int]]] | None:
        places = {folder: self._read.get(folder, 0) for folder in self.courses}
        grown = {folder: place for folder, place in places.items() if _size(folder) != place}
        return partial(_lines, grown) if grown else None

    def show(self, found: dict[Path, tuple[list[dict[str, object]], int]]) -> None:
        for folder, (told, place) in found.items():
            if folder in self.courses:
                self._again = self._again or place - self._read.get(folder, 0) > MOST // 2  # there may be more
                self._read[folder] = place
                self.courses[folder].read(told)
        self.changed.emit()


def _size(folder: Path) -> int:
    try:
        return (folder / LOG).stat().st_size
    except OSError:
        return 0


def _lines(places: dict[Path, int]) -> dict[Path, tuple[list[dict[str, object]], int]]:
    """Of each log: the metrics of its lines from a place on, and the place where it ends."""
    found = {}
    for folder, place in places.items():
        lines, end = read_log_from(folder, place, MOST)
        found[folder] = ([dict(line.get("metrics") or {}) for line in lines], end)
    return found
