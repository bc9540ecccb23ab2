"""What the curves of a chart are called and where they stand now; pointing at one lets it stand out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from evostudio.theme import Theme
from evostudio.views.line_style import LineStyle

ROW, LEAST, SWATCH = 20, 16, 24
"""Pixels: of a line, of one where room is short, of the stroke in front of it."""
BESIDE = 12
LONGEST = 200
"""Pixels of a name, whatever it is."""


@dataclass(frozen=True)
class Entry:
    """One line of it."""

    name: str
    style: LineStyle
    value: str = ""
    about: str = ""
    """What tells it from the others, in parts with ' · ' between them; gives way part by part where room is short."""


class CurveLegend(QWidget):
    """A swatch, a name and a number for each curve."""

    picked = Signal(object)
    """Name of the entry that is pointed at; None for none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.entries: tuple[Entry, ...] = ()
        self._picked: str | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these instead."""
        if tuple(entries) == self.entries:
            return
        before = self.sizeHint()
        self.entries = tuple(entries)
        self.setAccessibleName(
            "; ".join(" ".join(filter(None, (entry.name, entry.about, entry.value))) for entry in entries)
        )
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        abouts = max((self.fontMetrics().horizontalAdvance(entry.about) for entry in self.entries), default=0)
        return QSize(self._needed() + (abouts + BESIDE if abouts else 0), ROW * max(1, len(self.entries)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._needed(), LEAST * max(1, len(self.entries)))

    def _needed(self) -> int:
        """Pixels across for swatch, name and number."""
        metrics = self.fontMetrics()
        names = max((metrics.horizontalAdvance(entry.name) for entry in self.entries), default=96)
        numbers = max((metrics.horizontalAdvance(entry.value) for entry in self.entries), default=0)
        number = max(numbers, metrics.horizontalAdvance("100.0 %"))
        return SWATCH + 8 + min(names, LONGEST) + 14 + number + 8

    def _row(self) -> int:
        """Pixels of a line now."""
        return max(LEAST, min(ROW, self.height() // max(1, len(self.entries))))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, entry in enumerate(self.entries):
            self._paint(painter, entry, QRect(0, place * self._row(), self.width(), self._row()))
        painter.end()

    def _paint(self, painter: QPainter, entry: Entry, box: QRect) -> None:
        if entry.name == self._picked:
            painter.fillRect(box, self._theme.colour("hover"))
        painter.setPen(entry.style.pen(self._theme, 2))
        middle = box.center().y() + 0.5
        painter.drawLine(QPointF(4, middle), QPointF(4 + SWATCH, middle))
        painter.setPen(self._theme.colour("text"))
        middle_line = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box.adjusted(0, 0, -8, 0), Qt.AlignmentFlag.AlignRight | middle_line, entry.value)
        room = box.adjusted(SWATCH + 12, 0, -16 - painter.fontMetrics().horizontalAdvance(entry.value), 0)
        painter.setPen(self._theme.colour("text" if entry.about else "dim"))
        self._words(painter, room, entry.name)
        named = min(painter.fontMetrics().horizontalAdvance(entry.name), room.width()) + BESIDE
        painter.setPen(self._theme.colour("dim"))
        beside = room.adjusted(named, 0, 0, 0)
        self._words(painter, beside, _fitting(entry.about, painter.fontMetrics(), beside.width()))

    def _words(self, painter: QPainter, room: QRect, words: str) -> None:
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint().y() // self._row()
        entry = self.entries[place] if 0 <= place < len(self.entries) else None
        self.setToolTip("\n".join(filter(None, (entry.name, entry.about, entry.value))) if entry else "")
        self._pick(entry.name if entry else None)

    def leaveEvent(self, event: QEvent) -> None:
        self._pick(None)

    def _pick(self, name: str | None) -> None:
        if name != self._picked:
            self._picked = name
            self.picked.emit(name)
            self.update()


def _fitting(about: str, metrics: QFontMetrics, width: int) -> str:
    """As many whole parts of it as fit."""
    while about and metrics.horizontalAdvance(about) > width:
        about = about.rpartition(" · ")[0]
    return about
