"""The panes of the Train page and how they lie: runs (form, curves, ten poses above the list), and evaluation."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QToolButton, QVBoxLayout, QWidget

from evostudio.pages.train.compare import Compare
from evostudio.pages.train.glance_pane import GlancePane
from evostudio.pages.train.intro import make_intro
from evostudio.pages.train.live import Live
from evostudio.pages.train.setup import Setup
from evostudio.runs.panes import RunsPanes, Sizes
from evostudio.runs.runs_list import RunsList
from evostudio.runs.setup import WIDTH
from evostudio.studio import Studio
from evostudio.theme import Theme
from evostudio.views.pane_head import PaneHead

if TYPE_CHECKING:
    from evostudio.pages.train.evaluate_pane import EvaluatePane

RIGHT = 384


class Panes(RunsPanes):
    """Lays them out in a page."""

    def __init__(self, page: QWidget, studio: Studio, setup: Setup, runs: RunsList, start: QAction) -> None:
        self._studio, self._kept = studio, Sizes()
        self.intro, self.runs = make_intro(studio.theme, start), runs
        self.glance = GlancePane(studio.theme)
        super().__init__(studio.theme, setup, self.intro, self.glance, runs)
        self._work = QWidget()
        self.lay_out(self._work, "train", (WIDTH + 16, 624, RIGHT), (480, 320))
        self._head, self._parts = PaneHead(), QStackedWidget()
        self._parts.addWidget(self._work)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._parts, 1)

    def add_parts(self, *actions: QAction) -> None:
        """What goes from one part of the page to another."""
        for action in actions:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            self._head.add(button)
        self._head.split()

    @cached_property
    def live(self) -> Live:
        """One run."""
        return self.put(Live(self.theme))

    @cached_property
    def compare(self) -> Compare:
        """Several runs."""
        return self.put(Compare(self.theme))

    @cached_property
    def evaluate(self) -> EvaluatePane:
        """Lifters measured; made when it is first wanted."""
        from evostudio.pages.train.evaluate_pane import EvaluatePane

        pane = EvaluatePane(self._studio)
        pane.set_theme(self.theme)
        pane.restore(self._kept)
        self._parts.addWidget(pane)
        return pane

    def evaluating(self) -> EvaluatePane | None:
        """The same, if it is made."""
        made: EvaluatePane | None = self.__dict__.get("evaluate")
        return made

    def show_part(self, part: QWidget | None) -> None:
        """Evaluation, or the runs."""
        self._parts.setCurrentWidget(part or self._work)

    def sizes(self) -> Sizes:
        pane = self.evaluating()
        return super().sizes() | (pane.sizes() if pane else {})

    def restore(self, sizes: Sizes) -> None:
        super().restore(sizes)
        self._kept = sizes
        if pane := self.evaluating():
            pane.restore(sizes)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.theme = theme
        made = [self.__dict__[name] for name in ("live", "compare", "evaluate") if name in self.__dict__]
        for view in (self.intro, self.glance, self.runs, *made):
            view.set_theme(theme)
