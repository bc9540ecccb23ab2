"""The Evolve page: asks for a run, follows it while it goes on, and keeps those that were."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

from jaxtyping import Int
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from evopose.model.array import NDArray
from evopose.runs import RunRecord
from evostudio.documents.document import Document
from evostudio.pages.evolve import status
from evostudio.pages.evolve.bindings import actions
from evostudio.pages.evolve.chosen_runs import ChosenRuns
from evostudio.pages.evolve.course import Course
from evostudio.pages.evolve.evolving import Evolving
from evostudio.pages.evolve.expecting import Speeds
from evostudio.pages.evolve.gallery import Gallery
from evostudio.pages.evolve.keeping import free_name
from evostudio.pages.evolve.panes import Panes
from evostudio.pages.evolve.runs_list import RunsList
from evostudio.pages.evolve.setup import Setup
from evostudio.pages.evolve.watching import Follower, RunsWatcher
from evostudio.pages.page import Page
from evostudio.places import data_folder, demo_population, runs_folder
from evostudio.studio import Studio
from evostudio.tasks.demo import make_population, once_there
from evostudio.theme import Theme

AT_ONCE_MS = 60
REDRAW_MS = 40
"""At most 25 times a second."""


class EvolvePage(Page):
    """What is asked for at the left, the run in the middle, newest children and the runs at the right."""

    name: ClassVar[str] = "evolve"
    title: ClassVar[str] = "Evolve"
    icon: ClassVar[str] = "evolve"
    key: ClassVar[str] = "Ctrl+2"
    needs_project: ClassVar[bool] = False

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(studio, parent)
        self.document = Document()
        self.watcher, self.follower, self.evolving = RunsWatcher(self), Follower(self), Evolving(studio, self)
        self.waiting = ""
        """What is done before a run can begin; empty if nothing."""
        self.runs = RunsList(self.theme)
        self.chosen = ChosenRuns(self)
        self.setup = Setup(studio, self.chosen.results)
        for action in actions(self):
            self.action_set.add(action)
        self.setup.add_buttons((self.qaction(name), role) for name, role in _BUTTONS)
        self.runs.add_actions((self.qaction(name), label) for name, label in _RUN_BUTTONS)
        self.panes = Panes(self, self.theme, self.setup, self.runs, self.qaction("start"))
        self.gallery = Gallery(self.panes.gallery, self.panes.wall, self)
        self._redraw = QTimer(self, singleShot=True, interval=REDRAW_MS)
        self._redraw.timeout.connect(self._draw)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._connect()
        self._watch()

    def qaction(self, name: str) -> Any:
        """The QAction of one of its actions."""
        return self.action_set.qaction(f"evolve.{name}")

    def _connect(self) -> None:
        self.setup.edited.connect(self._changed)
        self.setup.population.known.connect(lambda _facts: self.draw_soon())
        self.watcher.changed.connect(self._runs_changed)
        self.follower.changed.connect(self.draw_soon)
        self.runs.chosen.connect(self._chosen)
        self.evolving.began.connect(self._began)
        self.evolving.measured.connect(self.follower.take)
        self.evolving.failed.connect(lambda _folder, sentence: self.setup.say(sentence))
        self.evolving.ended.connect(self._ended)

    # What the window asks

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.panes.set_theme(theme)

    def open_project(self, document: Document) -> None:
        self.document = document
        document.opened.connect(self._watch)
        self._watch()

    def show_population(self, path: Path, index: int | None = None, rows: Int[NDArray, " k"] | None = None) -> None:
        self.setup.population.choose([path])

    def selection_text(self) -> str:
        return status.selection_of(self.runs.folders())

    def status_hint(self) -> str:
        return status.hint_of(self)

    def saved_text(self) -> str:
        return status.saved_of(self)

    def save_session(self) -> dict[str, Any]:
        return {"splitters": self.panes.sizes()}

    def restore_session(self, session: Any) -> None:
        self.panes.restore(session.splitters)

    def tour(self) -> Iterator[tuple[str, Callable[[], object]]]:
        from evostudio.pages.evolve.tour import tour

        return tour(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._set_active(True)
        if self.studio.demo_at_once and self.starts_with_demo():
            make_population(self.studio).succeeded.connect(lambda _made: self.setup.population.refresh())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._set_active(False)

    def _set_active(self, active: bool) -> None:
        self.watcher.set_active(active)
        self.follower.set_active(active)
        if active:
            self.setup.population.refresh()
            QTimer.singleShot(AT_ONCE_MS, self, lambda: self.panes.live)  # before a run needs it, after the first frame

    # Where runs are

    @property
    def folder(self) -> Path:
        """Where new runs go."""
        return runs_folder(self.document.path)

    def _watch(self) -> None:
        self.setup.population.project = self.document.path
        self.watcher.watch(*dict.fromkeys((self.folder, data_folder() / "runs")))

    # What actions ask

    def can_start(self) -> bool:
        """Everything fits, and nothing runs."""
        return self.setup.can_start() and not self.is_busy()

    def is_busy(self) -> bool:
        """A run of ours is going on, or about to."""
        return bool(self.evolving.folder or self.waiting)

    def can_stop(self) -> bool:
        """A run of ours is going on."""
        return self.evolving.folder is not None and not self.evolving.stopping

    def can_resume(self) -> bool:
        """One run is chosen that was stopped or failed."""
        return not self.is_busy() and self.chosen.has_one() and self.chosen.records()[0].resumable

    def has_problem(self) -> bool:
        """Something in the form does not fit."""
        return bool(self.setup.wrong())

    # Running

    def start(self) -> None:
        """A new run of what is asked for; the demo is made first where it is wanted and not there yet."""
        self.waiting = "Making the demo…"
        task = once_there(self.studio, self.setup.population.path, self._start)
        if task:
            task.ended.connect(self._waited)
        self._changed()

    def _start(self) -> None:
        self.waiting = ""
        if not self.setup.can_start() or self.evolving.folder:
            return
        folder = free_name(self.folder, self.setup.population.path, self.setup.preset)
        self.setup.say("")
        self.evolving.start(self.setup.words(folder), folder)

    def _waited(self) -> None:
        self.waiting = ""
        self.setup.population.refresh()
        self._changed()

    def stop(self) -> None:
        """Stop the run of ours."""
        self.evolving.stop()
        self._changed()

    def resume(self) -> None:
        """Go on with the chosen run."""
        self.evolving.resume(self.chosen.records()[0].folder)

    def end_here(self) -> None:
        """Let the chosen run's poses so far be its result."""
        self.evolving.end_here(self.chosen.records()[0].folder)

    def _began(self, folder: Path) -> None:
        self._wanted = folder
        self.follower.follow(folder)
        self.watcher.look()
        self._changed()

    def _ended(self, folder: Path) -> None:
        if self._wanted == folder and not folder.exists():  # it could not begin
            self._wanted = None
        self.watcher.look()
        self.follower.look()
        self._changed()

    # Runs

    _wanted: Path | None = None
    """Of a run that has just begun and is to be chosen as soon as it is listed."""

    def _runs_changed(self, records: tuple[RunRecord, ...]) -> None:
        self.runs.show_records(records)
        if self._wanted and self.runs.model.row_of(self._wanted) >= 0:
            self.runs.select((self._wanted,))
            self._wanted = None
        self.setup.learn(Speeds.of(records))
        self._changed()

    def _chosen(self, folders: tuple[Path, ...]) -> None:
        if not (self._wanted and not folders):
            self.follower.follow(*folders)
        self._changed()

    # The keyboard

    def focus_work(self) -> None:
        self.setup.buttons[0].setFocus()

    def to_population(self) -> None:
        """Open the list of populations."""
        self.setup.population.box.setFocus()
        self.setup.population.box.showPopup()

    def to_problem(self) -> None:
        """Go to the next field that does not fit."""
        self.setup.to_wrong()

    # Showing

    def _changed(self) -> None:
        self.action_set.refresh()
        self.status_changed.emit()
        self.draw_soon()

    def draw_soon(self) -> None:
        """Once for all that comes in until then."""
        if not self._redraw.isActive():
            self._redraw.start()

    def _draw(self) -> None:
        panes, records = self.panes, self.chosen.records() if self._wanted is None else []
        if len(records) > 1:
            panes.middle.setCurrentWidget(panes.compare)
            panes.compare.show_runs(records, self.follower.courses)
            return
        folder = records[0].folder if records else self._wanted
        if folder is None:
            panes.middle.setCurrentWidget(panes.intro)
            panes.intro.show_waiting(self.waiting)
            self.gallery.show_founders(self.setup.population.paths)
            return
        course = self.follower.courses.get(folder, Course())
        panes.middle.setCurrentWidget(panes.live)
        doing = status.doing_of(self, folder)
        panes.live.show_run(records[0] if records else None, course, folder.name, doing)
        asked = [Path(each) for each in records[0].options.get("population") or ()] if records else None
        self.gallery.show_run(folder, course, records[0] if records else None, asked or self.setup.population.paths)

    def starts_with_demo(self) -> bool:
        """Whether the demo is chosen and not made yet."""
        return self.setup.population.path == demo_population() and not demo_population().exists()


_BUTTONS = (("start", "primary"), ("stop", ""), ("resume", ""))
_RUN_BUTTONS = (
    ("open", "Poses"),
    ("distributions", "Distributions"),
    ("evolve_on", "Evolve on"),
    ("again", "Options"),
    ("end", "End here"),
    ("remove", "Remove"),
)
