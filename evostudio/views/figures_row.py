"""The few large numbers of a run, with what they count below them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from evostudio.theme import SMALL_SIZE, Theme

LARGE, HEIGHT = 20, 48


class FiguresRow(QWidget):
    """Painted as one, for they change many times a second."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.figures: tuple[tuple[str, str], ...] = ()
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def show_figures(self, figures: Sequence[tuple[str, str]]) -> None:
        """Number and caption of each."""
        if tuple(figures) != self.figures:
            self.figures = tuple(figures)
            self.setAccessibleName("; ".join(f"{caption} {number}" for number, caption in figures))
            self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(72 * max(1, len(self.figures)), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        large, small = QFont(self.font()), QFont(self.font())
        large.setPixelSize(LARGE)
        large.setWeight(QFont.Weight.DemiBold)
        small.setPixelSize(SMALL_SIZE)
        width = self.width() // max(1, len(self.figures))
        for place, (number, caption) in enumerate(self.figures):
            box = QRect(place * width, 0, width - 8, HEIGHT)
            painter.setFont(large)
            painter.setPen(self._theme.colour("text"))
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, number)
            painter.setFont(small)
            painter.setPen(self._theme.colour("dim"))
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, caption)
        painter.end()
