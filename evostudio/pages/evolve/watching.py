"""The runs of a folder, also those begun in a terminal: looked at in a thread, again and again while somebody looks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from evopose.runs import RunRecord, read_log_from, runs_in
from evostudio.pages.evolve.course import Course
from evostudio.tasks.thread import ThreadTask, only

LOOK_MS = 1000
FOLLOW_MS = 300
LOG = "log.jsonl"


class RunsWatcher(QObject):
    """Tells the evolution runs of some folders, the newest first, whenever they are others."""

    changed = Signal(object)
    """A tuple of RunRecords."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
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
        folders = self.folders
        self._task = ThreadTask("Looking for runs", only(lambda: _found(folders)), self)
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


def _found(folders: tuple[Path, ...]) -> tuple[RunRecord, ...]:
    records = {record.folder: record for folder in folders for record in runs_in(folder)}
    evolutions = (record for record in records.values() if record.command == "evolve")
    return tuple(sorted(evolutions, key=lambda record: record.started, reverse=True))


class Follower(QObject):
    """Reads what some runs have logged, and goes on reading while they grow."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.courses: dict[Path, Course] = {}
        self._read: dict[Path, int] = {}
        """Bytes read of each log."""
        self._task: ThreadTask | None = None
        self._timer = QTimer(self, interval=FOLLOW_MS)
        self._timer.timeout.connect(self.look)

    def follow(self, *folders: Path) -> None:
        """These, and no others; what is known of them already is kept."""
        self.courses = {folder: self.courses.get(folder, Course()) for folder in folders}
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
                self._read[folder] = place
                self._add(self.courses[folder], told)
        self.changed.emit()

    def _add(self, course: Course, told: list[dict[str, object]]) -> None:
        """Lines of the log; a generation that is being told of already is not begun anew by them."""
        latest = max(course.steps, default=0)
        for metrics in told:
            number = metrics.get("generation")
            if isinstance(number, int) and number < latest:
                course.steps.setdefault(number, {}).update(metrics)
            else:
                course.add(metrics)
        course.steps = dict(sorted(course.steps.items()))

    def _ended(self) -> None:
        task, self._task = self._task, None
        if task:
            task.deleteLater()


def _size(folder: Path) -> int:
    try:
        return (folder / LOG).stat().st_size
    except OSError:
        return 0


def _lines(places: dict[Path, int]) -> dict[Path, tuple[list[dict[str, object]], int]]:
    """Of each log: the metrics of its lines from a place on, and the place where it ends."""
    found = {}
    for folder, place in places.items():
        lines, end = read_log_from(folder, place)
        found[folder] = ([dict(line.get("metrics") or {}) for line in lines], end)
    return found
