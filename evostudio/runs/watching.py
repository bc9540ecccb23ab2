"""The runs of a folder, also those begun in a terminal: looked at in a thread, again and again while somebody looks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from evopose.runs import RunRecord, read_log_from, runs_in
from evostudio.runs.course import Course
from evostudio.tasks.thread import ThreadTask, only

LOOK_MS = 1000
FOLLOW_MS = 300
LOG = "log.jsonl"
MOST = 1 << 17
"""Bytes of a log that are read at once: what is made of more would hold up the window."""
Told = TypeVar("Told", bound=Course)


class RunsWatcher(QObject):
    """Tells the runs of one command in some folders, the newest first, whenever they are others."""

    changed = Signal(object)
    """A tuple of RunRecords."""

    def __init__(self, command: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = command
        self.folders: tuple[Path, ...] = ()
        self.records: tuple[RunRecord, ...] = ()
        self._task: ThreadTask | None = None
        self._again = False
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    def watch(self, *folders: Path) -> None:
        """Look into these from now on."""
        if folders != self.folders:
            self.folders = folders
            self.look()

    def set_active(self, active: bool) -> None:
        """Look again and again, or rest while nobody looks."""
        if active:
            self.look()
            self._timer.start()
        else:
            self._timer.stop()

    def look(self) -> None:
        """Once, in a thread; a look that is under way is followed by another."""
        if self._task:
            self._again = True
            return
        folders, command = self.folders, self._command
        self._task = ThreadTask("Looking for runs", only(lambda: _found(folders, command)), self)
        self._task.succeeded.connect(self._take)
        self._task.ended.connect(self._ended)
        self._task.start()

    def _take(self, records: tuple[RunRecord, ...]) -> None:
        if records != self.records:
            self.records = records
            self.changed.emit(records)

    def _ended(self) -> None:
        task, self._task = self._task, None
        if task:
            task.deleteLater()
        if self._again:
            self._again = False
            self.look()


def _found(folders: tuple[Path, ...], command: str) -> tuple[RunRecord, ...]:
    records = {record.folder: record for folder in folders for record in runs_in(folder)}
    wanted = (record for record in records.values() if record.command == command)
    return tuple(sorted(wanted, key=lambda record: record.started, reverse=True))


class Follower(QObject, Generic[Told]):
    """Reads what some runs have logged, and goes on reading while they grow."""

    changed = Signal()

    def __init__(self, make: Callable[[], Told], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self.courses: dict[Path, Told] = {}
        self._read: dict[Path, int] = {}
        """Bytes read of each log."""
        self._more = False
        """Whether a log goes on after what was read last."""
        self._task: ThreadTask | None = None
        self._timer = QTimer(self, interval=FOLLOW_MS)
        self._timer.timeout.connect(self.look)

    def follow(self, *folders: Path) -> None:
        """These, and no others; what is known of them already is kept."""
        self.courses = {folder: self.courses[folder] if folder in self.courses else self._make() for folder in folders}
        self._read = {folder: place for folder, place in self._read.items() if folder in self.courses}
        self.look()

    def set_active(self, active: bool) -> None:
        """Go on reading, or rest while nobody looks."""
        if active:
            self.look()
            self._timer.start()
        else:
            self._timer.stop()

    def take(self, folder: Path, metrics: dict[str, object]) -> None:
        """What a run of our own has told, sooner than its log."""
        if folder in self.courses and self.courses[folder].add(metrics):
            self.changed.emit()

    def look(self) -> None:
        """Read what was added to the logs, in a thread."""
        if self._task:
            return
        wanted = {folder: self._read.get(folder, 0) for folder in self.courses}
        grown = {folder: place for folder, place in wanted.items() if _size(folder) != place}
        if not grown:
            return
        self._task = ThreadTask("Reading runs", only(lambda: _lines(grown)), self)
        self._task.succeeded.connect(self._take)
        self._task.ended.connect(self._ended)
        self._task.start()

    def _take(self, found: dict[Path, tuple[list[dict[str, object]], int]]) -> None:
        for folder, (told, place) in found.items():
            if folder in self.courses:
                self._more = self._more or place - self._read.get(folder, 0) > MOST // 2
                self._read[folder] = place
                self.courses[folder].read(told)
        self.changed.emit()

    def _ended(self) -> None:
        task, self._task = self._task, None
        if task:
            task.deleteLater()
        if self._more:
            self._more = False
            self.look()


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
