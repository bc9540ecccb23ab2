"""Poses of a file for those who paint them: nothing in place of what is not there any more, and a word to the page."""

from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QTimer

from evopose.errors import BadFile
from evopose.model.array import NDArray


class Guarded:
    """Rows of poses, all joints in one point once the file has been changed.

    `lost` is told then, later: outside of what is being painted.
    """

    def __init__(self, positions: Any, lost: Callable[[BadFile], object]) -> None:
        self._positions, self._lost = positions, lost

    def __len__(self) -> int:
        return len(self._positions)

    def __getitem__(self, rows: Any) -> NDArray:
        try:
            return np.asarray(self._positions[rows])
        except BadFile as error:
            told = error
        QTimer.singleShot(0, lambda: self._lost(told))
        return np.zeros((*np.shape(rows), 17, 3), np.float32)
