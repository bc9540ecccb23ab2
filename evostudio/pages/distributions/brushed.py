"""From a brush over a chart to the poses below it: counted at once, found when the mouse lets go, opened elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from evostudio.pages.distributions import showing
from evostudio.pages.distributions.brushing import Found
from evostudio.pages.distributions.surveys import Opened
from evostudio.views.brush import Brush

if TYPE_CHECKING:
    from evostudio.pages.distributions.page import DistributionsPage


class Brushed(QObject):
    """Of one page."""

    def __init__(self, page: DistributionsPage) -> None:
        super().__init__(page)
        self._page, self._selection, self._poses = page, page.selection, page.poses
        page.charts.brushed.connect(self.brush)
        page.selection.found_poses.connect(self._show)
        page.poses.wall.current_changed.connect(lambda _row: page.action_set.refresh())
        page.poses.wall.activated.connect(lambda _row: self.open_in_population())

    def is_any(self) -> bool:
        """Something is selected."""
        return self._selection.cells is not None

    def has_pose(self) -> bool:
        """A pose of the selection is looked at."""
        return self._selection.found is not None and self._poses.wall.current_row >= 0

    def brush(self, chart: int, brush: Brush, finished: bool) -> None:
        """Select cells of a chart (−1: the last one): counted at once, and the poses found when the mouse lets go."""
        page, measured = self._page, self._page.measured
        if measured is None:
            return
        which = showing.brushed(measured, page.choices, chart)
        self._selection.select(brush.cells(), measured.named[which], page.choices.limb)
        self._poses.say(showing.counted(self._selection.count, measured, which))
        page.show_large()
        if finished:
            page.action_set.refresh()
            self._selection.search()

    def forget(self) -> None:
        """Nothing is selected."""
        self._selection.clear()
        self._poses.clear()

    def open_in_population(self) -> None:
        """The poses of the selection, at the one that is looked at."""
        side, found = self._selection.side, self._selection.found
        if side is not None and found is not None and self.has_pose():
            self._page.studio.open_population(side.path, "population", self._poses.wall.current_row, found.rows)

    def _show(self, opened: Opened, found: Found) -> None:
        self._poses.show_poses(opened.positions, found.rows, found.limb)
        self._page.action_set.refresh()
        self._page.status_changed.emit()
