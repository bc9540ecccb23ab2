"""The colour bar of densities: the ramp along a line, values below it at even places, the unit beside it."""

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from evostudio.theme import DARK, Theme
from evostudio.views.density_colours import STEPS, Ramp, Scale, diverging, ramp
from evostudio.views.direction_painting import image_of
from evostudio.views.numerals import number

HEIGHT, THICK, TICK_ROOM = 40, 10, 64
"""Pixels: of the whole, of the ramp, and between two numbers at least."""


@dataclass(frozen=True)
class Legend:
    """What the bar explains."""

    scale: Scale = field(default_factory=Scale)
    ramp: Ramp = "viridis"
    unit: str = ""
    mark: float | None = None
    """A value that is pointed out."""
    cut: bool = True
    """Whether there are values beyond its end, which have the last colour."""
    words: str = ""
    """What stands in place of the bar where colours mean nothing."""


class ColourBar(QWidget):
    """A legend, as wide as there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.legend = DARK, Legend()
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(200)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Colour bar")

    def sizeHint(self) -> QSize:
        return QSize(420, HEIGHT)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def show_legend(self, legend: Legend) -> None:
        """Explain this."""
        self.legend = legend
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        painter.setFont(self.font())
        draw_legend(painter, QRectF(self.rect()).adjusted(46, 4, -20, 0), self.legend, self._theme)
        painter.end()


def draw_legend(painter: QPainter, room: QRectF, legend: Legend, theme: Theme) -> None:
    """The bar at the top of a room, numbers below it, the unit at its right."""
    font = painter.font()
    font.setPixelSize(11)
    painter.setFont(font)
    if legend.words:
        painter.setPen(QColor(theme.dim))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), legend.words)
        return
    unit_width = painter.fontMetrics().horizontalAdvance(legend.unit) + 12.0
    bar = QRectF(room.left(), room.top(), max(room.width() - unit_width, 60.0), THICK)
    table = diverging(theme.dark) if legend.scale.diverging else ramp(legend.ramp)
    pixels = np.full((1, STEPS, 4), 255, np.uint8)
    pixels[0, :, :3] = table[:, ::-1]
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(bar, image_of(pixels))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.line), 1.0))
    painter.drawRect(bar)
    painter.setPen(QColor(theme.dim))
    right_of = QRectF(bar.right() + 8, bar.top() - 4, unit_width, THICK + 8)
    painter.drawText(right_of, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), legend.unit)
    _draw_ticks(painter, bar, legend, theme)


def _draw_ticks(painter: QPainter, bar: QRectF, legend: Legend, theme: Theme) -> None:
    count = 4 if bar.width() > 4 * TICK_ROOM else 2
    scale, centre = legend.scale, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
    for step in range(count + 1):
        x = bar.left() + bar.width() * step / count
        words = number(scale.value(step / count)) + (" +" if legend.cut and step == count else "")
        painter.drawText(QRectF(x - TICK_ROOM / 2, bar.bottom() + 3, TICK_ROOM, 14), centre, words)
    if legend.mark is not None and legend.mark < scale.limit:
        x = bar.left() + bar.width() * scale.place(legend.mark)
        painter.setPen(QPen(QColor(theme.text), 1.5))
        painter.drawLine(QLineF(x, bar.top() - 3, x, bar.bottom() + 3))
