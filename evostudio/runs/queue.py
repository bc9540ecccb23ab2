"""Runs that are asked for and wait until others have ended: those of this window, and those kept from before."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from evopose.errors import NotWritable
from evopose.options import Options
from evopose.runs import RunRecord
from evostudio.runs.asked import Asked
from evostudio.runs.looking import FolderLooker
from evostudio.runs.run_model import WAITING
from evostudio.runs.waiting import Found, Ticket, WaitingFiles, has_begun
from evostudio.runs.waiting_file import path_of


class RunQueue(FolderLooker):
    """First come, first served. Each lies beside the runs, and no two windows have the same one."""

    changed = Signal()
    damaged = Signal(str)
    """A sentence about all files that are no runs that wait, whenever there is another one."""
    looking = "Looking for runs that wait"

    def __init__(self, command: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command, self._files = command, WaitingFiles(command)
        self._tickets: tuple[Ticket, ...] = ()
        self._beginning: dict[Path, Ticket] = {}
        """Of runs whose processes have begun and have no folders yet: their files stay until then."""
        self._said: set[str] = set()
        self.kept: tuple[Asked, ...] = ()
        """From before, or of a window that is gone; they begin when somebody asks for them."""
        self.elsewhere: tuple[Asked, ...] = ()
        """Of other windows, which begin them."""

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Those that begin by themselves, one after the other, when what runs has ended."""
        return tuple(ticket.asked for ticket in self._tickets)

    def add(self, options: Options) -> bool:
        """One more at the end; False where one of its name waits already, NotWritable where it cannot be kept."""
        ticket = Ticket(Asked(self._command, options, time.time()))
        if not ticket.write():
            return False
        self._tickets = (*self._tickets, ticket)
        self.changed.emit()
        return True

    def take(self, folder: Path | None = None) -> Asked | None:
        """Begin this one, or the first that begins by itself; None where there is none such, or another window was
        quicker. Its file stays until it is `settled`, so that who is killed meanwhile loses nothing."""
        if folder is not None:
            self._take_up(folder)
        found = next((ticket for ticket in self._tickets if folder in (None, ticket.asked.folder)), None)
        if found is None:
            return None
        self._tickets = tuple(ticket for ticket in self._tickets if ticket is not found)
        self._beginning[found.asked.folder] = found
        self.changed.emit()
        return found.asked

    def settled(self, folder: Path, give_back: bool = False) -> None:
        """It is a run by now, or cannot be one; or it waits on, first of all. Nothing where it did not wait here."""
        ticket = self._beginning.pop(folder, None)
        if ticket is not None and give_back and not has_begun(ticket.asked):
            self._tickets = (ticket, *self._tickets)
            self.changed.emit()
        elif ticket is not None:
            _tear(ticket)

    def drop(self, folder: Path) -> bool:
        """It is not wanted any more; False where another window has it."""
        found = self.take(folder)
        self.settled(folder)
        return found is not None

    def take_up(self) -> None:
        """Those kept from before are of this window from now on, in their turn."""
        for asked in self.kept:
            self._take_up(asked.folder)
        self.changed.emit()

    def _take_up(self, folder: Path) -> None:
        found = next((asked for asked in self.kept if asked.folder == folder), None)
        if found is None:
            return
        ticket = Ticket(found)
        if ticket.hold():
            self._tickets = tuple(sorted((*self._tickets, ticket), key=lambda each: each.asked.when))
        self.kept = tuple(asked for asked in self.kept if asked is not found)

    def let_go(self) -> None:
        """None is of this window any more; they are kept, and begin when somebody asks for them."""
        for ticket in (*self._tickets, *self._beginning.values()):
            ticket.let_go()
        self._beginning.clear()
        self.kept = (*self.kept, *self.asked)
        self._tickets = ()
        self.changed.emit()

    def everyone(self) -> tuple[Asked, ...]:
        """All that wait, those that begin first in front."""
        return (*self.asked, *self.kept, *self.elsewhere)

    def places(self) -> tuple[Path, ...]:
        """The folders where they will be."""
        return tuple(each.folder for each in self.everyone())

    def records(self) -> tuple[RunRecord, ...]:
        """As a list of runs shows them, the last first."""
        return tuple(each.record(WAITING) for each in reversed(self.everyone()))

    # What lies in the folders

    def call(self) -> Callable[[], Found]:
        return partial(self._files.look, self.folders)

    def show(self, found: Found) -> None:
        self._tidy(found)
        ours = {*self._beginning, *(asked.folder for asked in self.asked)}
        kept, elsewhere = (
            tuple(each for each in those if each.folder not in ours and path_of(each).is_file())
            for those in (found.free, found.held)
        )
        if not self._said.issuperset(found.damaged):
            self._said.update(found.damaged)
            self.damaged.emit(_told(found.damaged))
        if (kept, elsewhere) != (self.kept, self.elsewhere):
            self.kept, self.elsewhere = kept, elsewhere
            self.changed.emit()

    def _tidy(self, found: Found) -> None:
        for folder in [folder for folder, ticket in self._beginning.items() if has_begun(ticket.asked)]:
            self.settled(folder)
        for asked in found.begun:
            ticket = Ticket(asked)
            with suppress(NotWritable):
                if ticket.hold():
                    ticket.tear()


def _told(damaged: Sequence[str]) -> str:
    """What is wrong with a file; of several how many there are, and a line for each."""
    if len(damaged) == 1:
        return f"{damaged[0]} It is not listed, and left where it is."
    heading = f"{len(damaged)} files are no runs that wait, or cannot be read: not listed, and left where they are."
    return "\n".join((heading, *damaged))


def _tear(ticket: Ticket) -> None:
    with suppress(NotWritable):  # of a run that has begun nobody takes it for one that waits
        ticket.tear()
