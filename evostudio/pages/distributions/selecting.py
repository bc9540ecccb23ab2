"""What is selected by a brush: cells at once, the poses in them as soon as they are found."""

from __future__ import annotations

import numpy as np
from jaxtyping import Bool
from PySide6.QtCore import QObject, Signal

from evopose.coverage.survey import Survey
from evopose.model.array import NDArray
from evostudio.pages.distributions.brushing import Found, rows_in
from evostudio.pages.distributions.measured import Side
from evostudio.pages.distributions.surveys import Opened, Surveys
from evostudio.tasks.thread import ThreadTask


class Selecting(QObject):
    """One brush over one direction of one population."""

    found_poses = Signal(object, object)
    """Opened and Found: where the poses are, and which of them."""

    def __init__(self, surveys: Surveys, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._surveys = surveys
        self.cells: Bool[NDArray, "120 60"] | None = None
        self.side: Side | None = None
        self.limb = 0
        self.found: Found | None = None
        self._scan: ThreadTask | None = None

    @property
    def is_busy(self) -> bool:
        """Whether poses are being looked for."""
        return self._scan is not None and self._scan.is_running()

    @property
    def count(self) -> int:
        """How many poses the selection holds, from the histogram."""
        if self.cells is None or self.side is None:
            return 0
        return int(self.side.counts[self.limb][self.cells].sum())

    def select(self, cells: Bool[NDArray, "120 60"], side: Side, limb: int) -> None:
        """Other cells; their poses are found when `search` is asked."""
        self._give_up()
        self.cells, self.side, self.limb, self.found = cells, side, limb, None

    def clear(self) -> None:
        """Nothing is selected."""
        self._give_up()
        self.cells = self.side = self.found = None

    def search(self) -> None:
        """Find the poses, in a thread; `found_poses` comes unless something else is selected first."""
        if self.side is not None:
            self._surveys.with_survey(self.side.path, self._scan_cells)

    def _scan_cells(self, survey: Survey) -> None:
        self._give_up()
        if self.cells is None:
            return
        cells, limb = np.array(self.cells), self.limb
        self._scan = ThreadTask("Finding poses", lambda: rows_in(survey.cells, limb, cells), self)
        self._scan.succeeded.connect(self._found)
        self._scan.start()

    def _found(self, found: Found) -> None:
        self.found, side = found, self.side
        if side is not None:
            self._surveys.with_poses(side.path, lambda opened: self._tell(opened, found))

    def _tell(self, opened: Opened, found: Found) -> None:
        if self.found is found:
            self.found_poses.emit(opened, found)

    def _give_up(self) -> None:
        if self._scan is not None:
            self._scan.blockSignals(True)
            self._scan.stop()
            self._scan = None
