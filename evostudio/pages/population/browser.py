"""The population that is looked through: opening it, having it surveyed, listing what is wished for, keeping marks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from evopose.coverage.survey import open_survey
from evopose.errors import BadFile, EvoError
from evopose.jobs import finish
from evostudio.pages.population import reading
from evostudio.pages.population.keeping import Keeping
from evostudio.pages.population.listing import Listing, Wish, listing
from evostudio.pages.population.marks import Flag, Marks
from evostudio.pages.population.table import Table
from evostudio.populations import title_of
from evostudio.studio import Studio
from evostudio.tasks.process import Task
from evostudio.tasks.thread import ThreadTask, only

AT_ONCE = 200_000
"""Poses that are listed within a frame; more are listed in a thread."""


class Browser(QObject):
    """One population at a time. Shows nothing; says what there is to show."""

    opened = Signal()
    """Another table, or none any more."""
    surveyed = Signal()
    """Its survey has come, or could not be made."""
    surveying = Signal(int, int)
    """How many poses of how many have been surveyed."""
    listed = Signal(object)
    """A Listing."""
    busy = Signal(bool)
    """Listing takes its time."""
    marked = Signal(str)
    """Flags have changed: 'marked' or 'binned'."""

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._table: Table | None = None
        self.keeping = Keeping(studio, self)
        self.wish = Wish()
        self.listing = Listing(None, None, 0)
        self._asked: Path | None = None
        self._reading: ThreadTask | None = None
        self._survey: Task | None = None
        self._sorting: ThreadTask | None = None

    # Opening

    @property
    def table(self) -> Table | None:
        """What is looked through. None as soon as its file has been changed: bytes that are gone end a program."""
        if self._table is None or self._table.changed is None:
            return self._table
        QTimer.singleShot(0, self, self.look)
        return None

    @property
    def path(self) -> Path | None:
        """Of the file of the population that is looked through."""
        return None if self._table is None else self._table.path

    def look(self) -> None:
        """Let go of a population whose file has been changed, and say so, with a way out."""
        table = self._table
        changed = None if table is None else table.changed
        if table is None or changed is None:
            return
        self.close()
        self._asked = None
        self.listing = Listing(None, None, 0)
        self.opened.emit()
        sentence = f"{changed} was changed while it was looked through; what is shown would not be what is there."
        self._studio.notify(sentence, "warning", ("Reopen", lambda: self.open(table.path)))

    def shows(self, path: Path) -> bool:
        """Whether this is (being) looked through."""
        return path == self._asked and (self.table is not None or self.is_opening)

    @property
    def is_opening(self) -> bool:
        """Whether a file is being read."""
        return self._reading is not None

    def open(self, path: Path) -> ThreadTask:
        """Read a population in a thread; what is there stays until it is read."""
        if self._reading is not None:
            self._reading.stop()
        task = ThreadTask(f"Opening {path.name}", only(lambda: reading.read(path)), self)
        task.succeeded.connect(lambda found: self.adopt(found) if task is self._reading else None)
        task.ended.connect(lambda: self._read_ended(task))
        task.failed.connect(lambda _sentence, before=self._asked: self._read_failed(task, before))
        self._reading, self._asked = task, path
        self._studio.start(task)
        return task

    def _read_failed(self, task: ThreadTask, before: Path | None) -> None:
        if self._reading is task:
            self._asked = before

    def _read_ended(self, task: ThreadTask) -> None:
        if self._reading is task:
            self._reading = None

    def adopt(self, found: reading.Opened) -> None:
        """Look through what has been read, in place of what was there, and of what is still being read."""
        self._reading = None
        self.close()
        self._table = found.table
        self.keeping.take(found.marks, found.key, found.table.path)
        self.marks.changed.connect(self._marks_changed)
        if found.told:
            self._studio.notify(found.told, "warning")
        self.wish = Wish()
        self.listing = Listing(None, None, len(found.table))
        self.survey()
        self.opened.emit()
        self.list()

    def close(self) -> None:
        """Let go of everything."""
        self.keeping.let_go()
        for task in (self._survey, self._sorting):
            if task is not None:
                task.stop()
        self._table = self._survey = self._sorting = None

    # The survey

    @property
    def is_surveying(self) -> bool:
        """Whether one is being made."""
        return self._survey is not None

    def survey(self) -> None:
        """Have what filters and sorting need written down, in another process, unless it is there."""
        table = self.table
        if table is None or table.survey is not None or self.is_surveying:
            return
        task = Task(f"Preparing filters of {title_of(table.path)}", ["survey", str(table.path)])
        self._survey = task
        task.progressed.connect(lambda done, total, _message: self.surveying.emit(done, total))
        task.succeeded.connect(lambda result: self._survey_made(table, result))
        task.ended.connect(lambda: self._survey_ended(task))
        self._studio.start(task)

    def _survey_made(self, table: Table, result: dict[str, Any]) -> None:
        if self.table is not table:
            return
        try:
            self._table = table.with_survey(open_survey(Path(result["survey"])))
        except (EvoError, KeyError) as error:
            self._studio.notify(f"The filters of {table.path.name} could not be prepared: {error}", "warning")

    def _survey_ended(self, task: Task) -> None:
        if self._survey is task:
            self._survey = None
            self.surveyed.emit()
            if self.wish.needs_survey:
                self.list()

    # Listing

    def show(self, wish: Wish) -> None:
        """List what is wished for; the list that is there stays until then."""
        if wish != self.wish:
            self.wish = wish
            self.list()

    def list(self) -> None:
        """List anew."""
        if self._sorting is not None:
            self._sorting.stop()
            self._sorting = None
        table = self.table
        if table is None:
            return
        job = listing(table, self.wish)
        if len(table) <= AT_ONCE:
            try:
                self._show(finish(job))
            except BadFile:
                self.look()
            return
        task = ThreadTask("Sorting", lambda: job, self)
        task.succeeded.connect(lambda found: self._sorted(task, found))
        task.failed.connect(lambda sentence: self._studio.notify(sentence, "error"))
        task.ended.connect(task.deleteLater)
        self._sorting = task
        self.busy.emit(True)
        task.start()

    def _sorted(self, task: ThreadTask, found: Listing) -> None:
        if task is self._sorting:
            self._sorting = None
            self._show(found)

    def _show(self, found: Listing) -> None:
        self.listing = found
        self.busy.emit(False)
        self.listed.emit(found)

    @property
    def is_busy(self) -> bool:
        """Whether something is on its way."""
        return self.is_opening or self.is_surveying or self.is_sorting

    @property
    def is_sorting(self) -> bool:
        """Whether a list is being made."""
        return self._sorting is not None

    # Marks

    @property
    def marks(self) -> Marks:
        """Of the population that is looked through."""
        return self.keeping.marks

    def _marks_changed(self, flag: Flag) -> None:
        self.marked.emit(flag)
        if flag == "binned" or self.wish.which in ("marked", "unmarked"):
            self.list()
