"""The Population page: filters at the left, the wall of poses in the middle, the chosen one at the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from jaxtyping import Int
from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from evopose.model.array import NDArray
from evostudio.documents.document import Document
from evostudio.pages.distributions.results import results
from evostudio.pages.page import History, Page
from evostudio.pages.population.bindings import actions
from evostudio.pages.population.browser import Browser
from evostudio.pages.population.chosen import Chosen
from evostudio.pages.population.going import Going
from evostudio.pages.population.guarded import Guarded
from evostudio.pages.population.listing import Listing, Sent, Sorting
from evostudio.pages.population.panes import Panes
from evostudio.pages.population.saying import label, signs
from evostudio.places import demo_population
from evostudio.studio import Studio
from evostudio.tasks.demo import once_there
from evostudio.theme import Theme

TYPING_MS = 150
"""After the last letter or number, until the list is made."""


class PopulationPage(Page):
    """Chooses a population and looks through it."""

    name: ClassVar[str] = "population"
    title: ClassVar[str] = "Population"
    icon: ClassVar[str] = "population"
    key: ClassVar[str] = "Ctrl+3"
    needs_project: ClassVar[bool] = False

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(studio, parent)
        self.document = Document()
        self.browser = Browser(studio, self)
        self.panes = Panes(studio, lambda: results(self.document.path))
        self.field, self.filters, self.bin = self.panes.field, self.panes.filters, self.panes.bin
        self.pane, self.wall, self.card = self.panes.wall, self.panes.wall.wall, self.panes.card
        self.going, self.chosen = Going(self), Chosen(self)
        self._sent: tuple[Path, Int[NDArray, " k"]] | None = None
        self._facing = False
        self._begun = False
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._showing = QTimer(self, singleShot=True, interval=0)
        for action in actions(self):
            self.action_set.add(action)
        self._lay_out()
        self._connect()
        self.setAcceptDrops(True)
        self._show_table()

    # Making

    def _lay_out(self) -> None:
        qaction = self.action_set.qaction
        self.pane.add_buttons([(qaction("population.facing"), "⟲")])
        looks = [(qaction(f"population.look_{name}"), name[0].upper()) for name in ("front", "side", "top")]
        self.card.add_buttons([(qaction("population.mark"), "★"), (qaction("population.like"), "≈"), *looks])
        empty = ((qaction("population.demo"), "primary"), (qaction("population.open"), ""))
        self.panes.lay_out(self, self.theme, empty)

    def _connect(self) -> None:
        self.field.chosen.connect(lambda paths: self._open(paths[0]))
        self.filters.edited.connect(self._typing.start)
        self.filters.survey_wanted.connect(self._survey)
        self._typing.timeout.connect(self._wish)
        self._showing.timeout.connect(self._show_pose)
        self.pane.sorted.connect(self.sort)
        self.pane.all.clicked.connect(self.filters.clear)
        self.bin.clicked.connect(lambda _on: self.show_bin())
        self.bin.dropped.connect(lambda rows: self.browser.marks.set("binned", rows, True))
        self.wall.current_changed.connect(lambda _row: self._showing.start())
        self.wall.selection_changed.connect(lambda _count: self._show_counts())
        self.card.tree.chosen.connect(self.going.to)
        browser = self.browser
        browser.opened.connect(self._show_table)
        browser.surveying.connect(self.filters.show_progress)
        browser.surveyed.connect(self._surveyed)
        browser.listed.connect(self._listed)
        browser.busy.connect(lambda busy: QTimer.singleShot(200, self, self._show_busy) if busy else self._show_busy())
        browser.marked.connect(lambda _flag: self._show_marks())
        self.wall.set_label(lambda row: label(browser.table, row))
        self.wall.set_signs(lambda rows: signs(browser.table, rows))

    # What the window asks

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.panes.set_theme(theme)

    def open_project(self, document: Document) -> None:
        self.document = document
        document.opened.connect(self._project_opened)
        self._project_opened()

    def show_population(self, path: Path, index: int | None = None, rows: Int[NDArray, " k"] | None = None) -> None:
        """Open it, unless it is open, and go to one pose; of poses selected elsewhere it shows these only."""
        self._sent = None if rows is None else (path, rows)
        if self.browser.shows(path) and not self.browser.is_opening:
            if rows is not None:
                self.going.await_row(index)
                self._show_sent()
            elif index is not None:
                self.going.to(index)
            return
        self.going.await_row(index)
        if self.browser.shows(path):
            return
        self.field.show_paths((path,))
        self._open(path)

    def history(self) -> History:
        """Of marks and the bin."""
        return self.browser.marks

    def selection_text(self) -> str:
        chosen = self.wall.selection.count
        if chosen > 1:
            return f"{chosen:,} poses"
        row = self.wall.current_row
        return f"pose {row:,}" if row >= 0 else ""

    def status_hint(self) -> str:
        if not self.has_population():
            return ""
        if not self.has_pose():
            return "arrows choose a pose  ·  Ctrl+wheel: size"
        return "M mark  ·  Del bin  ·  L like this one  ·  F its parent  ·  Ctrl+Enter send to Annotate"

    def save_session(self) -> dict[str, Any]:
        self.browser.keeping.flush()
        return {"splitters": self.panes.sizes()}

    def restore_session(self, session: Any) -> None:
        self.panes.restore(session.splitters)

    def tour(self) -> Iterator[tuple[str, Callable[[], object]]]:
        from evostudio.pages.population.tour import tour

        return tour(self)

    def is_ready(self) -> bool:
        return not self.browser.is_busy and self.wall.is_whole()

    def hasHeightForWidth(self) -> bool:
        """Texts that wrap must not make the page taller than the window: it would scroll."""
        return False

    def focus_work(self) -> None:
        self.wall.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.browser.table is None and not self.browser.is_opening:
            self._open_last()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.browser.keeping.flush()

    def _open_last(self) -> None:
        """What was used last, or the demo where it has been made."""
        recent = [Path(name) for name in self.studio.preferences.value.recent_populations]
        made = [path for _title, path in results(self.document.path)]
        there = [path for path in (*recent, *made, demo_population()) if path.exists()]
        if there:
            self.show_population(there[0])
        elif self.studio.demo_at_once and not self._begun:
            self.open_demo()
        self._begun = True

    # What actions ask

    def has_population(self) -> bool:
        """A population is looked through."""
        return self.browser.table is not None

    def has_pose(self) -> bool:
        """One is looked at."""
        return self.wall.current_row >= 0

    def is_facing(self) -> bool:
        """All are turned to the camera."""
        return self._facing

    def open_demo(self) -> None:
        """The demo population; it is made first where it is not there yet."""
        self.field.choose((demo_population(),))

    def show_marked(self) -> None:
        """The marked ones, or all again."""
        self.filters.show_which("all" if self.browser.wish.which == "marked" else "marked")

    def show_bin(self) -> None:
        """What is in the bin, or all again."""
        self.filters.show_which("all" if self.browser.wish.which == "bin" else "bin")

    def search(self) -> None:
        """The keyboard to the search."""
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def toggle_facing(self) -> None:
        """Turned to the camera, or as they stand in the world."""
        self._facing = not self._facing
        self.wall.set_facing(self._facing)
        self._show_pose()

    def reveal(self, row: int) -> None:
        """Show what hides a row: the bin, or all."""
        table = self.browser.table
        hidden = table is not None and table.binned is not None and bool(table.binned[row])
        self.filters.clear()
        self.filters.show_which("bin" if hidden else "all")
        self._wish()

    def show_distributions(self) -> None:
        """The same population on the Distributions page."""
        if self.browser.path is not None:
            self.studio.open_population(self.browser.path, "distributions")

    # Showing

    def _open(self, path: Path) -> None:
        if path not in (demo_population(), self.document.path):
            self.studio.remember_population(path)
        once_there(self.studio, path, lambda: self.browser.open(path))

    def _survey(self) -> None:
        self.browser.survey()
        self.filters.show_survey(self.browser.table, self.browser.is_surveying)

    def _show_sent(self) -> None:
        """List what was selected on another page, once its population is there."""
        sent, table = self._sent, self.browser.table
        if sent is None or table is None or not self.browser.shows(sent[0]):
            return
        self._sent = None
        self.filters.show_sent(Sent.of(sent[1], len(table)))
        self._wish()

    def _wish(self) -> None:
        self._typing.stop()
        self.browser.show(self.filters.wish(self.browser.wish))
        self.bin.setChecked(self.browser.wish.which == "bin")

    def sort(self, sorting: Sorting, descending: bool) -> None:
        """By another thing, or the other way round."""
        like = self.wall.current_row if self.browser.wish.like < 0 else self.browser.wish.like
        if sorting == "likeness" and like < 0:
            like = 0
        self.browser.show(replace(self.browser.wish, sorting=sorting, descending=descending, like=like))
        self.pane.show_sorting(sorting, descending)

    def _show_table(self) -> None:
        """Another population, or none."""
        table = self.browser.table
        self.going.forget()
        self.panes.show_empty(table is None)
        self.filters.show_table(table)
        self.wall.show_poses(
            np.zeros((0, 17, 3), np.float32)
            if table is None
            else Guarded(table.population.positions, lambda _error: self.browser.look())
        )
        self.pane.show_sorting("row", False)
        self._surveyed()
        self._show_marks()
        self._show_sent()
        self.focus_work()

    def _surveyed(self) -> None:
        table = self.browser.table
        known = table is not None and table.survey is not None
        self.filters.show_survey(table, self.browser.is_surveying)
        self.pane.show_known(known, table is not None and table.generations > 0)
        self.wall.viewport().update()
        self._show_pose()

    def _listed(self, found: Listing) -> None:
        place = self.wall.selection.current
        self.wall.list_rows(found.order, found.listed)
        self.going.arrive(place)
        self._show_counts()

    def _show_busy(self) -> None:
        self.pane.bar.setVisible(self.browser.is_sorting)

    def _show_counts(self) -> None:
        total = 0 if self.browser.table is None else len(self.browser.table)
        self.pane.show_counts(len(self.browser.listing), total, self.wall.selection.count)
        self.action_set.refresh()
        self.status_changed.emit()

    def _show_marks(self) -> None:
        self.bin.show_count(self.browser.marks.count("binned"))
        self.wall.viewport().update()
        self.action_set.refresh()
        self.status_changed.emit()

    def _show_pose(self) -> None:
        self.card.show_pose(self.browser.table, self.wall.current_row, self._facing)
        self.status_changed.emit()

    def _project_opened(self) -> None:
        self.field.project = self.document.path

    # Dropping files

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() and not url.toLocalFile().endswith(".evo") for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        QTimer.singleShot(0, self, lambda: self.field.choose(paths))
