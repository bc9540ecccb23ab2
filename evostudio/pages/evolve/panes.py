"""The panes of the Evolve page and how they lie: what is asked for, the run, newest children above the runs."""

from __future__ import annotations

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

Sizes = dict[str, tuple[int, ...]]
TILE = 96


class Panes:
    """Lays them out in a page."""

    def __init__(self, page: QWidget, theme: Theme, setup: Setup, runs: RunsList, start: QAction) -> None:
        self.setup, self.intro, self.live, self.compare = setup, Intro(theme, start), Live(theme), Compare(theme)
        self.wall, self.runs = PoseWall(theme), runs
        self.wall.set_tile_size(TILE)
        self.wall.setAccessibleName("Newest children")
        self.gallery = Titled("Newest children", self.wall)
        self.middle = QStackedWidget()
        for widget in (self.intro, self.live, self.compare):
            self.middle.addWidget(widget)
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
        self._splitters = {"evolve": whole, "evolve right": right, "evolve live": self.live.splitter}
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(whole)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        for view in (self.intro, self.live, self.compare, self.wall, self.runs):
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
