"""The Population page: filters at the left, the wall of poses in the middle, the chosen one at the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
from evostudio.pages.population import status
from evostudio.pages.population.bindings import actions
from evostudio.pages.population.browser import Browser
from evostudio.pages.population.choosing import Choosing
from evostudio.pages.population.chosen import Chosen
from evostudio.pages.population.going import Going
from evostudio.pages.population.guarded import Guarded
from evostudio.pages.population.listing import Listing
from evostudio.pages.population.panes import Panes
from evostudio.pages.population.saying import label, signs
from evostudio.pages.population.wishing import Wishing
from evostudio.studio import Studio
from evostudio.theme import Theme
from evostudio.views.dropped_files import files_of, welcome_files


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
        self.choosing, self.wishing, self.going, self.chosen = Choosing(self), Wishing(self), Going(self), Chosen(self)
        self._facing = False
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
        self._showing.timeout.connect(self._show_pose)
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
        self.choosing.show(path, index, rows)

    def history(self) -> History:
        """Of marks and the bin."""
        return self.browser.marks

    def selection_text(self) -> str:
        return status.selected(self.wall.selection.count, self.wall.current_row)

    def status_hint(self) -> str:
        return status.hint(self.has_population(), self.has_pose())

    def save_session(self) -> dict[str, Any]:
        self.browser.keeping.flush()
        return {"splitters": self.panes.splitters.sizes()}

    def restore_session(self, session: Any) -> None:
        self.panes.splitters.restore(session.splitters)

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
        self.choosing.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.browser.keeping.flush()

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

    def toggle_facing(self) -> None:
        """Turned to the camera, or as they stand in the world."""
        self._facing = not self._facing
        self.wall.set_facing(self._facing)
        self._show_pose()

    def show_distributions(self) -> None:
        """The same population on the Distributions page."""
        if self.browser.path is not None:
            self.studio.open_population(self.browser.path, "distributions")

    # Showing

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
        self.choosing.list_sent()
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
        welcome_files(event, but=".evo")

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        paths = files_of(event.mimeData())
        QTimer.singleShot(0, self, lambda: self.field.choose(paths))
