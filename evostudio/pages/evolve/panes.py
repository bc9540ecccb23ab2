"""The panes of the Evolve page and how they lie: what is asked for, the run, newest children above the runs."""

from __future__ import annotations

from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from evostudio.pages.evolve.compare import Compare
from evostudio.pages.evolve.head import Titled
from evostudio.pages.evolve.intro import Intro
from evostudio.pages.evolve.live import Live
from evostudio.pages.evolve.runs_list import RunsList
from evostudio.pages.evolve.setup import WIDTH, Setup
from evostudio.theme import Theme
from evostudio.views.pose_wall import PoseWall

Charts = TypeVar("Charts", Live, Compare)
Sizes = dict[str, tuple[int, ...]]
TILE = 96


class Panes:
    """Lays them out in a page."""

    def __init__(self, page: QWidget, theme: Theme, setup: Setup, runs: RunsList, start: QAction) -> None:
        self.setup, self.intro, self._theme = setup, Intro(theme, start), theme
        self.wall, self.runs = PoseWall(theme), runs
        self.wall.set_tile_size(TILE)
        self.wall.setAccessibleName("Newest children")
        self.gallery = Titled("Newest children", self.wall)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.intro)
        self.middle.setMinimumWidth(420)
        right = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        right.addWidget(_inset(self.gallery))
        right.addWidget(_inset(Titled("Runs", self.runs)))
        right.setSizes([480, 320])
        right.setMinimumWidth(240)
        whole = QSplitter(childrenCollapsible=False)
        for widget, stretch in ((setup, 0), (self.middle, 1), (right, 0)):
            whole.addWidget(widget)
            whole.setStretchFactor(whole.count() - 1, stretch)
        whole.setSizes([WIDTH, 700, 320])
        self._splitters = {"evolve": whole, "evolve right": right}
        self._charts: list[Live | Compare] = []
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(whole)

    @cached_property
    def live(self) -> Live:
        """One run; made when it is first needed, as charts take a while to make."""
        return self._made(Live(self._theme))

    @cached_property
    def compare(self) -> Compare:
        """Several runs; made when they are first needed."""
        return self._made(Compare(self._theme))

    def _made(self, charts: Charts) -> Charts:
        self.middle.addWidget(charts)
        self._charts.append(charts)
        return charts

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        for view in (self.intro, self.wall, self.runs, *self._charts):
            view.set_theme(theme)

    def sizes(self) -> Sizes:
        """How the room is shared, for the session."""
        return {name: tuple(splitter.sizes()) for name, splitter in self._splitters.items()}

    def restore(self, sizes: Sizes) -> None:
        """Share it so again."""
        for name, shares in sizes.items():
            if name in self._splitters and len(shares) == self._splitters[name].count():
                self._splitters[name].setSizes(list(shares))


def _inset(widget: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(8, 8, 8, 8)
    column.addWidget(widget)
    return holder
