"""Shares of a whole as bars with their numbers: who survives, and what removed the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from evostudio.theme import Theme

ROW, LEAST, NAME, NUMBER, SHARE = 20, 16, 104, 80, 68
"""Pixels: of a line, of one where room is short, and across it."""


@dataclass(frozen=True)
class Bar:
    """One line."""

    name: str
    count: int
    colour: str
    """A use of the theme."""
    sign: str = ""
    """Stands before the number: '−' for what was removed."""
    start: int = 0
    """Where the bar begins, in the same unit."""


class Bars(QWidget):
    """Lines below each other; all of `whole` is the full width."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.bars: tuple[Bar, ...] = ()
        self.whole = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def show_bars(self, bars: Sequence[Bar], whole: int) -> None:
        """Show these instead."""
        if (tuple(bars), whole) == (self.bars, self.whole):
            return
        resized = len(bars) != len(self.bars)
        self.bars, self.whole = tuple(bars), whole
        self.setAccessibleName("; ".join(f"{bar.name} {bar.sign}{bar.count:,}" for bar in bars))
        if resized:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(NAME + NUMBER + SHARE + 96, ROW * max(1, len(self.bars)))

    def minimumSizeHint(self) -> QSize:
        return QSize(NAME + NUMBER + SHARE + 64, LEAST * max(1, len(self.bars)))

    def _row(self) -> int:
        """Pixels of a line now."""
        return max(LEAST, min(ROW, self.height() // max(1, len(self.bars))))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, bar in enumerate(self.bars):
            self._paint(painter, bar, QRectF(0, place * self._row(), self.width(), self._row()))
        painter.end()

    def _paint(self, painter: QPainter, bar: Bar, box: QRectF) -> None:
        whole, theme = max(self.whole, 1), self._theme
        left, right = NAME, self.width() - NUMBER - SHARE - 8
        unit, upper = (right - left) / whole, box.center().y() - 4
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("hover"))
        painter.drawRoundedRect(QRectF(left, upper, right - left, 8), 2, 2)
        painter.setBrush(theme.colour(bar.colour))
        if bar.count:
            painter.drawRoundedRect(QRectF(left + bar.start * unit, upper, max(2.0, bar.count * unit), 8), 2, 2)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour("dim"))
        painter.drawText(QRectF(0, box.top(), NAME - 8, box.height()), Qt.AlignmentFlag.AlignLeft | middle, bar.name)
        share = QRectF(self.width() - SHARE, box.top(), SHARE, box.height())
        painter.drawText(share, Qt.AlignmentFlag.AlignRight | middle, f"{100 * bar.count / whole:.1f} %")
        painter.setPen(theme.colour("text"))
        number = QRectF(right + 8, box.top(), NUMBER, box.height())
        painter.drawText(number, Qt.AlignmentFlag.AlignRight | middle, f"{bar.sign if bar.count else ''}{bar.count:,}")
