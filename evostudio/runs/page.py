"""What pages of runs have in common: asking for runs, following one while it goes on, keeping those that were."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Protocol

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from evopose.runs import RunRecord, ask_to_stop
from evostudio.documents.document import Document
from evostudio.pages.page import Page
from evostudio.places import data_folder, demo_population, runs_folder
from evostudio.runs.chosen import ChosenRuns
from evostudio.runs.course import Course
from evostudio.runs.keeping import free_name
from evostudio.runs.process import RunProcess
from evostudio.runs.queue import Asked, RunQueue
from evostudio.runs.run_model import STARTING, WAITING
from evostudio.runs.runs_list import RunsList
from evostudio.runs.watching import Follower, RunsWatcher
from evostudio.studio import Studio
from evostudio.tasks.demo import once_there

GO_ON = "Go on with the queue"
REDRAW_MS = 40
"""At most 25 times a second."""


class Form(Protocol):
    """What is asked for."""

    preset: str

    @property
    def options(self) -> Any:
        """The command's options as they stand, but for the folder; None while something does not fit."""

    def can_start(self) -> bool:
        """Whether nothing stands against it."""

    def words(self, out: Path) -> list[str]:
        """What to write after `evopose` to do this."""

    def say(self, failure: str) -> None:
        """Why a run could not begin."""

    def wrong(self) -> int:
        """How many fields do not fit."""

    def to_wrong(self) -> None:
        """Go to the next field that does not fit."""

    def show_options(self, values: dict[str, Any]) -> None:
        """Options of an earlier run, for another one."""


class RunsPage(Page):
    """Made by pages of one command: they give it a form, what is chosen, and panes, and then call `begin`."""

    needs_project: ClassVar[bool] = False
    command: ClassVar[str] = ""
    doing: ClassVar[str] = ""
    """What the status line says of a run: 'Evolving'."""

    chosen: ChosenRuns
    form: Form

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(studio, parent)
        self.document = Document()
        self.watcher, self.follower = RunsWatcher(self.command, self), Follower(self.new_course, self)
        self.process, self.queue = RunProcess(studio, self.doing, self), RunQueue(self.command, self)
        self.waiting = ""
        """What is done before a run can begin; empty if nothing."""
        self.runs = RunsList(self.theme, self.described)
        self._asked_to_stop: set[Path] = set()
        self._picked_up: set[Path] = set()
        self._redraw = QTimer(self, singleShot=True, interval=REDRAW_MS)
        self._redraw.timeout.connect(self._draw)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # What pages say

    def new_course(self) -> Course:
        """What a run of this command tells, empty yet."""
        raise NotImplementedError

    def described(self, record: RunRecord) -> str:
        """A line about a run."""
        raise NotImplementedError

    def sources(self) -> Sequence[Path]:
        """Populations that a run of what is asked for would read."""
        raise NotImplementedError

    def learn(self, records: tuple[RunRecord, ...]) -> None:
        """What earlier runs teach the form."""

    def refresh_sources(self) -> None:
        """Find out anew about the populations."""
        raise NotImplementedError

    def _draw(self) -> None:
        raise NotImplementedError

    def begin(self) -> None:
        """Connect what was made, and look for runs."""
        self.watcher.changed.connect(self._records_changed)
        self.queue.changed.connect(self._records_changed)
        self.follower.changed.connect(self.draw_soon)
        self.runs.chosen.connect(self._chosen)
        self.process.began.connect(self._began)
        self.process.measured.connect(self.follower.take)
        self.process.slowed.connect(self._slow)
        self.process.failed.connect(lambda _folder, sentence: self.form.say(sentence))
        self.process.ended.connect(self._ended)
        self._watch()

    def qaction(self, name: str) -> Any:
        """The QAction of one of its actions."""
        return self.action_set.qaction(f"{self.name}.{name}")

    # What the window asks

    def open_project(self, document: Document) -> None:
        self.document = document
        document.opened.connect(self._watch)
        self._watch()

    def unfinished(self) -> tuple[str, ...]:
        return (self.process.folder.name,) if self.process.folder else ()

    def waiting_runs(self) -> int:
        return len(self.queue.asked)

    def let_go(self) -> None:
        self.queue.clear()
        self.process.let_go()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._set_active(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._set_active(False)

    def _set_active(self, active: bool) -> None:
        self.watcher.set_active(active)
        self.follower.set_active(active)
        if active:
            self.refresh_sources()

    # Where runs are

    @property
    def folder(self) -> Path:
        """Where new runs go."""
        return runs_folder(self.document.path)

    def _watch(self) -> None:
        self.watcher.watch(*dict.fromkeys((self.folder, data_folder() / "runs")))

    # What actions ask

    def can_start(self) -> bool:
        """Everything fits, and nothing runs."""
        return self.form.can_start() and not self.is_busy()

    def can_queue(self) -> bool:
        """Everything fits, and something runs."""
        return self.form.can_start() and self.is_busy()

    def is_busy(self) -> bool:
        """A run of ours is going on, or about to."""
        return bool(self.process.folder or self.waiting)

    def can_stop(self) -> bool:
        """A run of ours is going on, or one that was begun elsewhere is chosen."""
        own = self.process.folder is not None and not self.process.stopping
        return own or self._foreign() is not None

    def can_resume(self) -> bool:
        """One run is chosen that was stopped or failed, or waits."""
        record = self.chosen.one()
        return not self.is_busy() and record is not None and (record.resumable or record.state == WAITING)

    def can_end_here(self) -> bool:
        """One run is chosen that was stopped or failed."""
        return self.can_resume() and self.chosen.records()[0].resumable

    def has_problem(self) -> bool:
        """Something in the form does not fit."""
        return bool(self.form.wrong())

    def _foreign(self) -> Path | None:
        """The chosen run, where it is at work elsewhere and was not asked to stop yet."""
        record = self.chosen.one()
        if record is None or record.state != "running" or record.folder == self.process.folder:
            return None
        return None if record.folder in self._asked_to_stop else record.folder

    # Running

    def start(self) -> None:
        """A new run of what is asked for; the demo is made first where it is wanted and not there yet."""
        self.waiting = "Making the demo…"
        wanted = demo_population() if demo_population() in self.sources() else Path()
        task = once_there(self.studio, wanted, self._start)
        if task:
            task.ended.connect(self._waited)
        self._changed()

    def _start(self) -> None:
        self.waiting = ""
        if not self.form.can_start() or self.process.folder:
            return
        if others := self.at_work_elsewhere():
            self.studio.notify(f"{others[0].folder.name} is at work as well: they share this machine.", "warning")
        folder = self._new_folder()
        options = self.form.options.model_copy(update={"out": folder}).model_dump(mode="json")
        self._begin(Asked(folder, self.form.words(folder), options, time.time()))

    def queue_up(self) -> None:
        """A run of what is asked for when those before it have ended."""
        folder = self._new_folder()
        options = self.form.options.model_copy(update={"out": folder}).model_dump(mode="json")
        self.queue.add(folder, self.form.words(folder), options)

    def _new_folder(self) -> Path:
        taken = {*self.queue.folders(), self.process.folder}  # one that has just begun has no folder yet
        taken |= {self.folder / record.folder.name for record in self.watcher.records}  # in other folders too
        return free_name(self.folder, self.sources()[0], self.form.preset, taken)

    def _waited(self) -> None:
        self.waiting = ""
        self.refresh_sources()
        self._changed()

    def stop(self) -> None:
        """Stop the chosen run that was begun elsewhere, or else the run of ours."""
        foreign = self._foreign()
        if foreign:
            self._asked_to_stop.add(foreign)
            ask_to_stop(foreign)
        else:
            self.process.stop()
        self._changed()

    def _slow(self) -> None:
        assert self.process.folder
        words = f"Stopping {self.process.folder.name}: a checkpoint is being written."
        self.studio.notify(words, "info", ("Kill it", self.process.kill))
        self._changed()

    def resume(self) -> None:
        """Go on with the chosen run; one that waits begins."""
        record = self.chosen.records()[0]
        asked = self.queue.take(record.folder)
        if asked:
            self._begin(asked)
        else:
            self._asked_to_stop.discard(record.folder)
            self.process.resume(record.folder)

    def end_here(self) -> None:
        """Let what the chosen run has come to be its result."""
        self.process.end_here(self.chosen.records()[0].folder)

    def _begin(self, asked: Asked) -> None:
        self.form.say("")
        self._starting = asked
        self.process.start(asked.words, asked.folder)

    def can_go_on(self) -> bool:
        """Runs wait, and nothing runs: the queue is held."""
        return bool(self.queue.asked) and not self.is_busy()

    def go_on(self) -> None:
        """Begin the first that waits, where nothing runs."""
        asked = None if self.is_busy() else self.queue.take()
        if asked:
            self._begin(asked)

    def _began(self, folder: Path) -> None:
        self._wanted, self._before = folder, self.runs.folders()
        self.follower.follow(folder)
        self.watcher.look()
        self._records_changed()

    def _ended(self, folder: Path) -> None:
        if not folder.exists():  # it could not begin
            self._back(folder)
        self.watcher.look()
        self.follower.look()
        self._changed()
        if self.process.was_stopped:
            self._hold()
        else:
            QTimer.singleShot(0, self, self.go_on)

    def _back(self, folder: Path) -> None:
        """To what was looked at before a run that could not begin, unless that is something else by now."""
        looked_at = self._wanted == folder or self.runs.folders() in ((), (folder,))
        self._wanted = self._starting = None
        self._records_changed()
        if looked_at:
            self.runs.select(self._before)
            self.follower.follow(*self.runs.folders())

    def _hold(self) -> None:
        """Who stops a run does not ask for the next."""
        if waiting := len(self.queue.asked):
            words = "A run waits" if waiting == 1 else f"{waiting} runs wait"
            self.studio.notify(f"{words}: the queue is held, as a run was stopped.", "info", (GO_ON, self.go_on))

    # Runs

    _wanted: Path | None = None
    """Of a run that has just begun and is to be chosen as soon as it is listed."""
    _before: tuple[Path, ...] = ()
    """What was chosen when it began."""
    _starting: Asked | None = None
    """The run that began last; until its folder is there it is listed as it was asked for."""

    def _records_changed(self) -> None:
        records = self.watcher.records
        self.runs.show_records((*self.queue.records(), *self._just_begun(), *records))
        self._choose_wanted()
        self._pick_up()
        self._asked_to_stop &= {record.folder for record in records if record.state == "running"}
        self.learn(records)
        self._changed()

    def _just_begun(self) -> tuple[RunRecord, ...]:
        asked = self._starting
        listed = {record.folder for record in self.watcher.records}
        if asked is None or asked.folder != self.process.folder or asked.folder in listed:
            return ()
        return (asked.record(self.command, STARTING),)

    def at_work_elsewhere(self) -> tuple[RunRecord, ...]:
        """Runs that other processes are at work on: of a terminal, or let go when the window was closed."""
        own = self.process.folder
        return tuple(each for each in self.watcher.records if each.state == "running" and each.folder != own)

    def _pick_up(self) -> None:
        """Show what is at work elsewhere, once, where nothing else is looked at."""
        new = [record for record in self.at_work_elsewhere() if record.folder not in self._picked_up]
        self._picked_up |= {record.folder for record in new}
        if new and not (self.runs.folders() or self._wanted or self.is_busy()):
            self.runs.select((new[0].folder,))

    def _choose_wanted(self) -> None:
        if self._wanted and self.runs.model.row_of(self._wanted) >= 0:
            self.runs.select((self._wanted,))
            self._wanted = None

    def _chosen(self, folders: tuple[Path, ...]) -> None:
        if not (self._wanted and not folders):
            self.follower.follow(*folders)
        self._changed()

    # Showing

    def to_problem(self) -> None:
        """Go to the next field that does not fit."""
        self.form.to_wrong()

    def doing_now(self, folder: Path) -> str:
        """What the process at work on a run is at, as far as it can be told here."""
        if folder in self.queue.folders() and not self.is_busy():
            return f"The queue is held: “{GO_ON}” begins the first that waits, “Resume” this one."
        if self.process.folder != folder:
            return "Asked to stop at a checkpoint…" if folder in self._asked_to_stop else ""
        if self.process.stopping:
            return "Stopping: a checkpoint is being written…" if self.process.slow else "Stopping at a checkpoint…"
        return self.process.message or "Getting ready…"

    def _changed(self) -> None:
        self.action_set.refresh()
        self.status_changed.emit()
        self.draw_soon()

    def draw_soon(self) -> None:
        """Once for all that comes in until then."""
        if not self._redraw.isActive():
            self._redraw.start()
