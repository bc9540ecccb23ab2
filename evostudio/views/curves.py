"""Curves over generations or what else goes on, painted as one widget in a few milliseconds: they change often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

import numpy as np
from jaxtyping import Float
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from evopose.model.array import NDArray
from evostudio.theme import SMALL_SIZE, Theme
from evostudio.views.axis import Axis
from evostudio.views.curve_reading import brief, told, usual_top
from evostudio.views.line_style import LineStyle
from evostudio.views.numerals import numeral
from evostudio.views.pointer_note import LINE, draw_note

LEFT, BOTTOM, RIGHT, TOP = 52, 20, 12, 10
"""Pixels around the curves; the numbers at the left take the same in all charts, so that they stand in line."""
TITLE = 16
"""Pixels that the title of an axis takes."""
_BESIDE, _APART = 16, 32
"""Least pixels between two numbers: between their words across, between their lines down."""
_DOT = 2.5
_NEAR = 12
"""Pixels across from a point at which the mouse still reads it."""
_LEAST = 0.1
"""Of a number: charts that need not show 0 show at least so much around it, or noise would look like news."""
_SMOOTH = 4
"""A longer line than so many widths of the chart goes up and down all the time: its edges are not smoothed, which
would take twenty times as long as all the rest."""


@dataclass(frozen=True, eq=False)
class Curve:
    """One line."""

    name: str
    style: LineStyle
    x: Float[NDArray, " n"]
    """Ascending, from 0."""
    y: Float[NDArray, " n"]


class Curves(QWidget):
    """Some curves over one pair of axes; `low` is kept in view. The mouse reads their values. Where they are `usual`,
    what goes far beyond the rest leaves the chart at its top: `beyond` are the names of such."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        percent: bool = False,
        low: float | None = 0.0,
        usual: bool = False,
        alike: bool = True,
    ) -> None:
        super().__init__()
        self._theme, self._percent, self._low, self._usual = theme, percent, low, usual
        self._alike = alike
        self._mouse: QPointF | None = None
        self.beyond: tuple[str, ...] = ()
        self.setMouseTracking(True)
        self.curves: tuple[Curve, ...] = ()
        self.waiting = ""
        """What stands in place of axes while there is nothing to draw."""
        self.titles = ("", "")
        """Of the axes, across and up."""
        self.picked: str | None = None
        """The name of the curve that stands out."""
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(160, 72))

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def show_waiting(self, words: str) -> None:
        """What is waited for while there is nothing to draw."""
        if words != self.waiting:
            self.waiting = words
            self.update()

    def show_titles(self, across: str, up: str = "") -> None:
        """What the axes are."""
        if (across, up) != self.titles:
            self.titles = (across, up)
            self.update()

    def show_curves(self, curves: Sequence[Curve], percent: bool | None = None) -> None:
        """Show these instead; `percent` says whether their numbers are shares, where that changes."""
        shares = self._percent if percent is None else percent
        same = len(curves) == len(self.curves) and all(map(_alike, self.curves, curves))
        if not same or shares != self._percent:
            self.curves, self._percent = tuple(curves), shares
            self.beyond = usual_top(self.curves, self._alike)[1] if self._usual else ()
            self.update()

    def pick(self, name: str | None) -> None:
        """Let one stand out, the others step back; None for all alike."""
        if name != self.picked:
            self.picked = name
            self.update()

    def axes(self) -> tuple[Axis, Axis]:
        """Across and up, for what is shown at this size."""
        x = max((float(curve.x[-1]) for curve in self.curves if len(curve.x)), default=1.0)
        y = np.concatenate([np.zeros(0), *(curve.y[np.isfinite(curve.y)] for curve in self.curves)])
        low, high = (float(y.min()), float(y.max())) if len(y) else (0.0, 1.0)
        if self.beyond:
            high = usual_top(self.curves, self._alike)[0] or high
        low, high = _widened(low, high) if self._low is None else (min(low, self._low), high)
        box = self._box()
        number = QFontMetricsF(self._small()).horizontalAdvance(f"{x:,.0f}")
        across = Axis.over(0.0, max(x, 1.0), int(box.width() / (number + _BESIDE)), whole=True)
        return across, Axis.over(low, high if high > low else low + 1.0, int(box.height()) // _APART)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("field"))
        if self.waiting and not any(np.isfinite(curve.y).any() for curve in self.curves):
            painter.setPen(self._theme.colour("dim"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.waiting)
            painter.end()
            return
        box, (across, up) = self._box(), self.axes()
        self._paint_axes(painter, box, across, up)
        painter.setClipRect(box.adjusted(-_DOT, -_DOT, _DOT, _DOT))
        for curve in sorted(self.curves, key=lambda each: each.name == self.picked):
            self._paint_curve(painter, box, curve, across, up)
        painter.setClipping(False)
        if (note := self.note()) and self._mouse is not None:
            draw_note(painter, self._mouse, note, self.size(), self._theme)
        painter.end()

    def note(self) -> str:
        """What stands under the mouse; empty where there is nothing."""
        box, (across, up) = self._box(), self.axes()
        if self._mouse is None or not box.contains(self._mouse):
            return ""
        unit = (across.high - across.low) / max(box.width(), 1)
        at = (
            across.low + (self._mouse.x() - box.left()) * unit,
            up.low + (box.bottom() - self._mouse.y()) / max(box.height(), 1) * (up.high - up.low),
        )
        return told(self.curves, at, _NEAR * unit, int(self.height() / LINE) - 2, self.titles[0], self._value)

    def _value(self, number: float) -> str:
        if self._percent:
            return f"{numeral(100 * number, 2)} %"
        words = numeral(number, 1) if abs(number) >= 1e2 else brief(number)
        return words if "/" in self.titles[1] else f"{words} {self.titles[1]}".rstrip()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse = event.position()
        self.update()
        event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse = None
        self.update()

    def _box(self) -> QRectF:
        across, up = (TITLE if title else 0 for title in self.titles)
        return QRectF(self.rect()).adjusted(LEFT + up, TOP, -RIGHT, -BOTTOM - across)

    def _paint_axes(self, painter: QPainter, box: QRectF, across: Axis, up: Axis) -> None:
        painter.setFont(self._small())
        line, words = self._theme.colour("line"), self._theme.colour("dim")
        middle = Qt.AlignmentFlag.AlignVCenter
        for number in up.numbers():
            y = round(box.bottom() - up.part(number) * box.height()) + 0.5
            painter.setPen(QPen(line, 0))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            painter.setPen(words)
            room = QRectF(box.left() - LEFT, y - 10, LEFT - 6, 20)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | middle, self._words(number, up.step))
        for number in across.numbers():
            x = box.left() + across.part(number) * box.width()
            half = painter.fontMetrics().horizontalAdvance(f"{number:,.0f}") / 2 + 1
            x = min(x, self.width() - half)  # the last one stays whole
            room = QRectF(x - half, box.bottom() + 2, 2 * half, BOTTOM - 2)
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | middle, f"{number:,.0f}")
        self._paint_titles(painter, box)

    def _small(self) -> QFont:
        """Of the numbers."""
        font = QFont(self.font())
        font.setPixelSize(SMALL_SIZE - 1)
        return font

    def _paint_titles(self, painter: QPainter, box: QRectF) -> None:
        """Below and, where it fits, upwards at the left."""
        across, up = self.titles
        centre = Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRectF(box.left(), box.bottom() + BOTTOM - 2, box.width(), TITLE), centre, across)
        if painter.fontMetrics().horizontalAdvance(up) <= self.height():
            painter.save()
            painter.translate(0, self.height() / 2)
            painter.rotate(-90)
            painter.drawText(QRectF(-self.height() / 2, 0, self.height(), TITLE), centre, up)
            painter.restore()

    def _words(self, number: float, step: float) -> str:
        if self._percent:
            return f"{100 * number:.{max(0, -floor(log10(100 * step) + 1e-9))}f} %"
        return brief(number, step)

    def _paint_curve(self, painter: QPainter, box: QRectF, curve: Curve, across: Axis, up: Axis) -> None:
        fine = np.isfinite(curve.y)
        x, y = curve.x[fine], curve.y[fine]
        if not len(x):
            return
        stride = max(1, len(x) // max(1, int(2 * box.width())))
        rows = np.unique(np.append(np.arange(0, len(x), stride), len(x) - 1))
        right = box.left() + across.part(x[rows]) * box.width()
        down = box.bottom() - up.part(y[rows]) * box.height()
        faint = self.picked is not None and curve.name != self.picked
        pen = curve.style.pen(self._theme, 2.5 if curve.name == self.picked else 1.5, 0.25 if faint else 1.0)
        painter.setPen(pen)
        length = np.hypot(np.diff(right), np.diff(down)).sum()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, bool(length < _SMOOTH * box.width()))
        painter.drawPolyline(QPolygonF([QPointF(*place) for place in zip(right.tolist(), down.tolist(), strict=True)]))
        if len(rows) == 1:
            painter.setBrush(pen.color())
            painter.drawEllipse(QPointF(float(right[0]), float(down[0])), _DOT, _DOT)
            painter.setBrush(Qt.BrushStyle.NoBrush)


def _widened(low: float, high: float) -> tuple[float, float]:
    """Of a range that is hardly one, as that of a single point, so much that steps in it mean something."""
    lacks = max(0.0, _LEAST * max(abs(low), abs(high)) - (high - low)) / 2
    return low - lacks, high + lacks


def _alike(one: Curve, other: Curve) -> bool:
    same = one.name == other.name and one.style == other.style
    return same and np.array_equal(one.x, other.x) and np.array_equal(one.y, other.y, equal_nan=True)
