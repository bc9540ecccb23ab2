"""Starting, queueing, stopping and resuming runs: what the page's actions do, and whether they may."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from evopose.options import Options
from evopose.runs import ask_to_stop
from evostudio.dialogs.form import count
from evostudio.places import demo_population
from evostudio.runs.asked import Asked
from evostudio.runs.keeping import free_name
from evostudio.runs.process import RunProcess
from evostudio.runs.queue import RunQueue
from evostudio.runs.run_model import WAITING
from evostudio.runs.waiting import names_in
from evostudio.runs.words import key_of
from evostudio.tasks.demo import once_there

if TYPE_CHECKING:
    from evostudio.runs.page import RunsPage

GO_ON: Final = "Go on with the queue"
HELD, STOPPING = "queue held", "slow to stop"
"""What notices are about."""


class Runner(QObject):
    """One run of a page at a time; the others wait."""

    changed = Signal()
    """What it is at, or what may be asked of it, is another now."""

    def __init__(self, page: RunsPage) -> None:
        super().__init__(page)
        self._page = page
        self.process = RunProcess(page.studio, page.doing, self, page.looks_at)
        self.queue = RunQueue(page.command, self)
        self.waiting = ""
        """What is done before a run can begin; empty if nothing."""
        self.last: Asked | None = None
        """The run that began last, as it was asked for."""
        self._asked_to_stop: set[Path] = set()
        self.process.slowed.connect(self._slow)
        self.process.failed.connect(self._failed)

    # What may be asked

    def is_busy(self) -> bool:
        """A run of ours is going on, or about to."""
        return bool(self.process.folder or self.waiting)

    def can_start(self) -> bool:
        """Everything fits, and nothing runs."""
        return self._page.form.can_start() and not self.is_busy()

    def can_queue(self) -> bool:
        """Everything fits, and something runs."""
        return self._page.form.can_start() and self.is_busy()

    def can_go_on(self) -> bool:
        """Runs wait, and the queue is held: nothing runs, or they are kept from before."""
        return bool(self.queue.kept) or bool(self.queue.asked and not self.is_busy())

    def can_stop(self) -> bool:
        """A run of ours is going on, or one that was begun elsewhere is chosen."""
        own = self.process.folder is not None and not self.process.stopping
        return own or self._foreign() is not None

    def can_resume(self) -> bool:
        """One run is chosen that was stopped or failed, or waits here."""
        record = self._page.chosen.one()
        if self.is_busy() or record is None:
            return False
        elsewhere = {asked.folder for asked in self.queue.elsewhere}
        return record.resumable or (record.state == WAITING and record.folder not in elsewhere)

    def can_end_here(self) -> bool:
        """One run is chosen that was stopped or failed."""
        return self.can_resume() and self._page.chosen.records()[0].resumable

    def _foreign(self) -> Path | None:
        """The chosen run, where it is at work elsewhere and was not asked to stop yet."""
        record = self._page.chosen.one()
        if record is None or record.state != "running" or record.folder == self.process.folder:
            return None
        return None if record.folder in self._asked_to_stop else record.folder

    # Beginning

    def start(self) -> None:
        """A new run of what is asked for; the demo is made first where it is wanted and not there yet."""
        self.waiting = "Making the demo…"
        wanted = demo_population() if demo_population() in self._page.sources() else Path()
        task = once_there(self._page.studio, wanted, self._start)
        if task:
            task.ended.connect(self._waited)
        self.changed.emit()

    def _waited(self) -> None:
        self.waiting = ""
        self._page.refresh_sources()
        self.changed.emit()

    def _start(self) -> None:
        self.waiting = ""
        if self._page.form.can_start() and not self.process.folder:
            self._begin(Asked(self._page.command, self._new(), time.time()))

    def queue_up(self) -> None:
        """A run of what is asked for when those before it have ended."""
        while not self.queue.add(self._new()):  # another window was quicker with that name
            pass

    def _new(self) -> Options:
        """What is asked for, in a folder of its own."""
        page, asked = self._page, self._page.form.options
        assert asked is not None
        taken = {*self.queue.places(), *names_in(page.folder), self.process.folder}  # they have no folders yet
        taken |= {page.folder / record.folder.name for record in page.watcher.records}  # in other folders too
        return asked.model_copy(update={"out": free_name(page.folder, page.sources()[0], page.form.preset, taken)})

    def resume(self) -> None:
        """Go on with the chosen run; one that waits begins."""
        record = self._page.chosen.records()[0]
        if record.resumable:
            self._asked_to_stop.discard(record.folder)
            self.process.resume(record.folder)
        elif asked := self.queue.take(record.folder):
            self._begin(asked)

    def end_here(self) -> None:
        """Let what the chosen run has come to be its result."""
        self.process.end_here(self._page.chosen.records()[0].folder)

    def go_on(self) -> None:
        """All that wait here begin in their turn, the first at once where nothing runs."""
        self.queue.take_up()
        self._next()

    def _next(self) -> None:
        asked = None if self.is_busy() else self.queue.take()
        if asked:
            self._begin(asked)

    def _begin(self, asked: Asked) -> None:
        if others := self._page.listing.at_work_elsewhere():
            words = f"{others[0].folder.name} is at work as well: they share this machine."
            self._page.studio.notify(words, "warning", about="runs at work")
        self._page.studio.settled.emit(HELD)
        self._page.form.say("")
        self.last = asked
        self.process.start(asked.words(), asked.folder)

    def _failed(self, folder: Path, sentence: str) -> None:
        """Above Start stands why a run could not begin at all; of any other its own pane tells."""
        if not folder.exists():
            self._page.form.say(sentence)

    # Ending

    def stop(self) -> None:
        """Stop the chosen run that was begun elsewhere, or else the run of ours."""
        foreign = self._foreign()
        if foreign:
            self._asked_to_stop.add(foreign)
            ask_to_stop(foreign)
        else:
            self.process.stop()
        self.changed.emit()

    def _slow(self) -> None:
        assert self.process.folder
        words = f"Stopping {self.process.folder.name}: a checkpoint is being written."
        self._page.studio.notify(words, "info", ("Kill it", self.process.kill), about=STOPPING)
        self.changed.emit()

    def ended(self, folder: Path) -> None:
        """Begin the next, or hold the queue: who stops a run does not ask for another. One that waited, and was stopped
        before it had a folder, waits on."""
        self._page.studio.settled.emit(STOPPING)
        self.queue.settled(folder, give_back=self.process.was_stopped)
        if not self.process.was_stopped:
            QTimer.singleShot(0, self, self._next)
        elif waiting := len(self.queue.asked):
            words = f"{count(waiting, 'run')} wait{'s' if waiting == 1 else ''}"
            words = f"{words}: the queue is held, as a run was stopped."
            self._page.studio.notify(words, "info", (GO_ON, self.go_on), about=HELD)

    def let_go(self) -> None:
        """What runs goes on by itself, and what waits is kept."""
        self.queue.let_go()
        self.process.let_go()

    def still_running(self, folders: set[Path]) -> None:
        """These are at work; of others that were asked to stop nothing more is to be said."""
        self._asked_to_stop &= folders

    def doing_now(self, folder: Path) -> str:
        """What is to be said of a run beside its record: what its process is at, or why it waits."""
        if folder in self.queue.places():
            return self._why_it_waits(folder)
        if self.process.folder != folder:
            return "Asked to stop at a checkpoint…" if folder in self._asked_to_stop else ""
        if self.process.stopping:
            return "Stopping: a checkpoint is being written…" if self.process.slow else "Stopping at a checkpoint…"
        return self.process.message or "Getting ready…"

    def _why_it_waits(self, folder: Path) -> str:
        if any(asked.folder == folder for asked in self.queue.elsewhere):
            return "Waits in another window of the studio, which begins it."
        kept = any(asked.folder == folder for asked in self.queue.kept)
        go_on = " ".join(filter(None, (f"“{GO_ON}”", key_of(self._page, "go_on"))))
        if self.is_busy():
            turn = f"Kept from before, and held: {go_on} lets it begin in its turn."
            return turn if kept else "Waits until the runs before it have ended."
        before = "Kept from before: t" if kept else "T"
        return f"{before}he queue is held. {go_on} begins the first that waits, “Resume” this one."
