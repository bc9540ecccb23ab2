"""What pages of runs have in common: asking for runs, following one while it goes on, keeping those that were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from evopose.runs import RunRecord
from evostudio.actions import Action
from evostudio.documents.document import Document
from evostudio.pages.page import Page
from evostudio.places import data_folder, runs_folder
from evostudio.runs.bindings import BUTTONS
from evostudio.runs.chosen import ChosenRuns
from evostudio.runs.course import Course
from evostudio.runs.form import Form
from evostudio.runs.listing import Listing
from evostudio.runs.panes import RunsPanes
from evostudio.runs.runner import Runner
from evostudio.runs.runs_list import RunsList
from evostudio.runs.setup import SetupPanel
from evostudio.runs.watching import Follower, RunsWatcher
from evostudio.runs.words import held_of, hint_of, saved_of, selection_of
from evostudio.studio import Studio
from evostudio.theme import Theme

REDRAW_MS = 40
"""At most 25 times a second."""
AT_ONCE_MS = 60
"""Charts are made so long after the page's first frame: before a run needs them."""


class RunsPage(Page):
    """Made by pages of one command: they give it a form, what is chosen, and panes, and then call `begin`."""

    needs_project: ClassVar[bool] = False
    command: ClassVar[str] = ""
    doing: ClassVar[str] = ""
    """What the status line says of a run: 'Evolving'."""
    hints: ClassVar[Sequence[tuple[str, str]]] = ()
    """Actions that the status line tells of, the foremost first, and what they do."""

    chosen: ChosenRuns
    form: Form
    panes: RunsPanes

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(studio, parent)
        self.document = Document()
        self.watcher = RunsWatcher(self.command, self)
        self.follower: Follower[Any] = Follower(self.new_course, self)
        self.runner, self.listing = Runner(self), Listing(self)
        self.process, self.queue = self.runner.process, self.runner.queue
        self.runs = RunsList(self.theme, self.described)
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

    def looks_at(self, folder: Path) -> bool:
        """Whether what becomes of this run is seen here: in its pane, or above Start where it has no folder."""
        return self.isVisible() and (not folder.exists() or self.listing.looked_at()[1] == folder)

    def draw_beside(self, records: Sequence[RunRecord], folder: Path | None) -> None:
        """What stands beside the run, for the runs that are chosen and the one that is looked at."""

    def furnish(self, setup: SetupPanel, actions: Iterable[Action], of_runs: Iterable[tuple[str, str]]) -> None:
        """Take its actions, and put their buttons below what is asked for and, by names and labels, below the runs."""
        for action in actions:
            self.action_set.add(action)
        setup.add_buttons((self.qaction(name), role) for name, role in BUTTONS)
        self.runs.add_way_on(self.qaction("go_on"))
        self.runs.add_actions((self.qaction(name), label) for name, label in of_runs)

    def begin(self) -> None:
        """Connect what was made, and look for runs."""
        self.watcher.changed.connect(self._records_changed)
        self.queue.changed.connect(self._records_changed)
        self.queue.damaged.connect(self._tell_damaged)
        self.runner.changed.connect(self._changed)
        self.follower.changed.connect(self.draw_soon)
        self.runs.chosen.connect(self._chosen)
        self.process.began.connect(self._began)
        self.process.progressed.connect(self.runs.model.hear)
        self.process.measured.connect(self.follower.hear)
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
        self.runner.let_go()

    def closes(self) -> None:
        self.queue.let_go()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.panes.set_theme(theme)

    def selection_text(self) -> str:
        return selection_of(self.runs.folders())

    def status_hint(self) -> str:
        return hint_of(self, self.hints)

    def saved_text(self) -> str:
        return saved_of(self)

    def save_session(self) -> dict[str, Any]:
        return {"splitters": self.panes.sizes()}

    def restore_session(self, session: Any) -> None:
        self.panes.restore(session.splitters)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._set_active(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._set_active(False)

    def _set_active(self, active: bool) -> None:
        for looker in (self.watcher, self.follower, self.queue):
            looker.set_active(active)
        if active:
            self.refresh_sources()
            QTimer.singleShot(AT_ONCE_MS, self, lambda: self.panes.live)

    # Where runs are

    @property
    def folder(self) -> Path:
        """Where new runs go."""
        return runs_folder(self.document.path)

    def _watch(self) -> None:
        folders = dict.fromkeys((self.folder, data_folder() / "runs"))
        self.watcher.watch(*folders)
        self.queue.watch(*folders)

    # What happens to runs

    def _began(self, folder: Path) -> None:
        self.watcher.look()
        self.listing.began(folder)
        self._changed()

    def _ended(self, folder: Path) -> None:
        if not folder.exists():
            self.listing.could_not_begin(folder)
        self.watcher.look()
        self.follower.look()
        self._changed()
        self.runner.ended(folder)

    def _records_changed(self) -> None:
        records = self.watcher.records
        self.listing.refresh()
        self.runner.still_running({record.folder for record in records if record.state == "running"})
        self.learn(records)
        self._changed()

    def _chosen(self, folders: tuple[Path, ...]) -> None:
        self.listing.chosen(folders)
        self._changed()

    def _tell_damaged(self, told: str) -> None:
        self.studio.notify(told, "warning", about=f"damaged files of {self.command}")

    # What does not fit

    def has_problem(self) -> bool:
        """Something in the form does not fit."""
        return bool(self.form.wrong())

    def to_problem(self) -> None:
        """Go to the next field that does not fit."""
        self.form.to_wrong()

    # Showing

    def _changed(self) -> None:
        self.action_set.refresh()
        self.runs.show_held(held_of(self))
        self.status_changed.emit()
        self.draw_soon()

    def draw_soon(self) -> None:
        """Once for all that comes in until then."""
        if not self._redraw.isActive():
            self._redraw.start()

    def _draw(self) -> None:
        panes, (records, folder) = self.panes, self.listing.looked_at()
        if len(records) > 1:
            panes.turn_to(panes.compare)
            panes.compare.show_runs(records, self.follower.courses)
        elif folder is None:
            panes.turn_to(panes.intro)
            panes.intro.show_waiting(self.runner.waiting)
        else:
            course = self.follower.courses.get(folder) or self.new_course()
            panes.turn_to(panes.live)
            doing = self.runner.doing_now(folder)
            panes.live.show_run(records[0] if records else None, course, folder.name, doing)
        self.draw_beside(records, folder)
