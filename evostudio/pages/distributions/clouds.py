"""Single poses in place of densities: their directions, read from the files when points are wanted."""

from functools import partial

from jaxtyping import Float
from PySide6.QtCore import QObject, Signal

from evopose.model.array import NDArray
from evostudio.pages.distributions.measured import Measured
from evostudio.pages.distributions.surveys import Opened, Surveys


class Clouds(QObject):
    """Of the populations that are shown, 'before' and 'after'."""

    came = Signal()
    """One more has been read."""

    def __init__(self, surveys: Surveys, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._surveys = surveys
        self.there: dict[str, Float[NDArray, "k 9 2"]] = {}
        """Those that have been read."""

    def forget(self) -> None:
        """Other populations are shown."""
        self.there = {}

    def want(self, measured: Measured) -> None:
        """Have them read, unless they are there."""
        for name, side in measured.named.items():
            if name not in self.there:
                self._surveys.with_poses(side.path, partial(self._take, name))

    def _take(self, name: str, opened: Opened) -> None:
        if name not in self.there:
            self.there[name] = opened.cloud
            self.came.emit()
