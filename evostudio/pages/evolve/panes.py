"""The panes of the Evolve page and how they lie: what is asked for, the run, newest children above the runs."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from evostudio.pages.evolve.compare import Compare
from evostudio.pages.evolve.intro import make_intro
from evostudio.pages.evolve.live import Live
from evostudio.pages.evolve.setup import Setup
from evostudio.runs.panes import RunsPanes
from evostudio.runs.runs_list import RunsList
from evostudio.runs.setup import WIDTH
from evostudio.theme import Theme
from evostudio.views.pose_wall import PoseWall
from evostudio.views.titled import Titled

TILE = 96


class Panes(RunsPanes):
    """Lays them out in a page."""

    def __init__(self, page: QWidget, theme: Theme, setup: Setup, runs: RunsList, start: QAction) -> None:
        self.wall = PoseWall(theme)
        self.wall.set_tile_size(TILE)
        self.wall.setAccessibleName("Newest children")
        self.gallery = Titled("Newest children", self.wall)
        super().__init__(theme, setup, make_intro(theme, start), self.gallery, runs)
        self.lay_out(page, "evolve", (WIDTH, 700, 320), (480, 320))

    @cached_property
    def live(self) -> Live:
        """One run."""
        return self.put(Live(self.theme))

    @cached_property
    def compare(self) -> Compare:
        """Several runs."""
        return self.put(Compare(self.theme))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.wall.set_theme(theme)
