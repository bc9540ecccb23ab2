"""The panes of the Train page and how they lie: runs (form, curves, ten poses above the list), and evaluation."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QToolButton, QVBoxLayout, QWidget

from evostudio.pages.train.compare import Compare
from evostudio.pages.train.evaluate_part import EvaluatePart
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

RIGHT = 384


class Panes(RunsPanes):
    """Lays them out in a page."""

    def __init__(self, page: QWidget, studio: Studio, setup: Setup, runs: RunsList, start: QAction) -> None:
        self.glance, self.evaluate = GlancePane(studio.theme), EvaluatePart(studio)
        super().__init__(studio.theme, setup, make_intro(studio.theme, start), self.glance, runs)
        self._work = QWidget()
        self.lay_out(self._work, "train", (WIDTH + 16, 624, RIGHT), (480, 320))
        self._head, self._parts = PaneHead(), QStackedWidget()
        self._parts.addWidget(self._work)
        self._parts.addWidget(self.evaluate)
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

    def show_part(self, name: str) -> None:
        """'evaluate', or the runs."""
        self._parts.setCurrentWidget(self.evaluate if name == "evaluate" else self._work)

    def sizes(self) -> Sizes:
        return super().sizes() | self.evaluate.sizes()

    def restore(self, sizes: Sizes) -> None:
        super().restore(sizes)
        self.evaluate.restore(sizes)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for view in (self.glance, self.evaluate):
            view.set_theme(theme)
