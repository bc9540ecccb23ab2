"""A small picture of what will be shown, painted in the colours of a theme."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from evostudio.theme import Theme


class Picture(QWidget):
    """Painted about its middle in units of its own, as large as they fit; a figure is about two units high."""

    says: ClassVar[str] = ""
    """What is seen in it, for those who do not see it."""
    units: ClassVar[tuple[float, float]] = (6.0, 2.4)
    """How wide and how high it is."""
    lowered: ClassVar[float] = 0.1
    """How far the origin lies below the middle, in units."""
    least: ClassVar[tuple[int, int]] = (240, 110)
    """Pixels, width and height."""
    usual: ClassVar[tuple[int, int]] = (440, 170)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setMinimumSize(*self.least)
        self.setAccessibleName(self.says)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(*self.usual)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        unit = min(self.width() / self.units[0], self.height() / self.units[1])
        painter.translate(self.width() / 2, self.height() / 2 + self.lowered * unit)
        painter.scale(unit, unit)
        self.draw(painter)
        painter.end()

    def draw(self, painter: QPainter) -> None:
        """In these units, x to the right and y down."""
        raise NotImplementedError
