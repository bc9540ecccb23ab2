"""The few large numbers of a run, with what they count below them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from evostudio.theme import SMALL_SIZE, Theme

LARGE, LESS, HEIGHT = 20, 16, 48
"""Pixels of a number, of one where room is short, of the row."""
BESIDE = 12
"""Between a figure and the next."""


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
        return QSize(64 * max(1, len(self.figures)), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        small, large = self._sized(SMALL_SIZE), self._sized(LARGE, QFont.Weight.DemiBold)
        if sum(self._needed(large, small)) > self.width():
            large = self._sized(LESS, QFont.Weight.DemiBold)
        for (number, caption), box in zip(self.figures, self._boxes(self._needed(large, small)), strict=True):
            painter.setFont(large)
            painter.setPen(self._theme.colour("text"))
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, number)
            painter.setFont(small)
            painter.setPen(self._theme.colour("dim"))
            words = painter.fontMetrics().elidedText(caption, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, words)
        painter.end()

    def _sized(self, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(pixels)
        font.setWeight(weight)
        return font

    def _needed(self, large: QFont, small: QFont) -> list[int]:
        """Pixels that each figure takes with what parts it from the next."""
        fonts = QFontMetrics(large), QFontMetrics(small)
        return [
            BESIDE + max(m.horizontalAdvance(w) for m, w in zip(fonts, figure, strict=True)) for figure in self.figures
        ]

    def _boxes(self, needed: Sequence[int]) -> list[QRect]:
        """Equal shares where all fit into them; else each as wide as it needs, and what is left shared out."""
        count = max(1, len(needed))
        share = self.width() // count
        spare = (self.width() - sum(needed)) // count
        widths = [share] * count if max(needed, default=0) <= share else [each + spare for each in needed]
        lefts = [sum(widths[:place]) for place in range(len(needed))]
        return [QRect(left, 0, width - 8, HEIGHT) for left, width in zip(lefts, widths, strict=False)]
