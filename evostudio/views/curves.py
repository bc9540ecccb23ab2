"""Curves over generations (pyqtgraph): quick to redraw, in the house's colours; they only show, nothing is caught."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from evopose.model.array import NDArray
from evostudio.theme import SMALL_SIZE, Theme, tabular
from evostudio.views.line_style import LineStyle

LEFT = 52
"""Pixels of the numbers at the left, the same in all charts, so that they stand below each other."""
_MARKED = 2
"""Curves of fewer points are drawn as dots too: one point alone has no line."""


@dataclass(frozen=True, eq=False)
class Curve:
    """One line."""

    name: str
    style: LineStyle
    x: Float[NDArray, " n"]
    y: Float[NDArray, " n"]


class Curves(QWidget):
    """Some curves over one pair of axes; `low` and `high` are kept in view."""

    def __init__(
        self, theme: Theme, title: str, percent: bool = False, low: float | None = 0.0, high: float | None = None
    ) -> None:
        super().__init__()
        from pyqtgraph import PlotWidget  # not at the start of the program: it takes a while

        self._theme, self._limits = theme, (low, high)
        self.curves: tuple[Curve, ...] = ()
        self.picked: str | None = None
        """The name of the curve that stands out."""
        self._axis = _numbers(percent)
        self.plot = PlotWidget(axisItems={"left": self._axis, "bottom": _generations()})
        self._lines: list[Any] = []
        self._prepare()
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(160, 72))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot)
        self.set_theme(theme)

    def _prepare(self) -> None:
        item = self.plot.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setMouseEnabled(False, False)
        item.getViewBox().setDefaultPadding(0.02)
        item.getViewBox().disableAutoRange()
        item.getAxis("left").setWidth(LEFT)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.viewport().setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.plot.setBackground(theme.colour("field"))
        font = QFont(tabular(self.font()))
        font.setPixelSize(SMALL_SIZE - 1)
        for side in ("left", "bottom"):
            axis = self.plot.getPlotItem().getAxis(side)
            axis.setPen(theme.colour("line"))
            axis.setTextPen(theme.colour("dim"))
            axis.setTickFont(font)
        self.plot.getPlotItem().showGrid(x=False, y=True, alpha=0.15)
        self._draw()

    def show_curves(self, curves: Sequence[Curve], percent: bool | None = None) -> None:
        """Show these instead; `percent` says whether their numbers are shares, where that changes."""
        self.curves = tuple(curves)
        if percent is not None and percent != self._axis.percent:
            self._axis.percent = percent
            self._axis.picture = None
        self._draw()

    def pick(self, name: str | None) -> None:
        """Let one stand out, the others step back; None for all alike."""
        if name != self.picked:
            self.picked = name
            self._draw()

    def _draw(self) -> None:
        while len(self._lines) < len(self.curves):
            self._lines.append(self.plot.plot([], [], antialias=True))
        for line, curve in zip(self._lines, self.curves, strict=False):
            faint = self.picked is not None and curve.name != self.picked
            pen = curve.style.pen(self._theme, 2.5 if curve.name == self.picked else 1.5, 0.25 if faint else 1.0)
            line.setData(curve.x, curve.y)
            line.setPen(pen)
            alone = len(curve.x) < _MARKED
            line.setSymbol("o" if alone else None)
            if alone:
                line.setSymbolBrush(pen.color())
                line.setSymbolPen(None)
                line.setSymbolSize(5)
            line.setZValue(1 if curve.name == self.picked else 0)
        for line in self._lines[len(self.curves) :]:
            line.setData([], [])
        self._range()

    def _range(self) -> None:
        """All points, and what is kept in view."""
        x = np.concatenate([np.zeros(1), *(curve.x for curve in self.curves)])
        y = np.concatenate([np.zeros(0), *(curve.y[np.isfinite(curve.y)] for curve in self.curves)])
        low, high = (y.min(), y.max()) if len(y) else (0.0, 1.0)
        low = low if self._limits[0] is None else min(low, self._limits[0])
        high = high if self._limits[1] is None else max(high, self._limits[1])
        box = self.plot.getPlotItem().getViewBox()
        box.setRange(xRange=(x.min(), max(x.max(), x.min() + 1)), yRange=(low, max(high, low + 1e-6)), padding=0.03)


def brief(number: float) -> str:
    """'950', '12 k', '2.5 M'."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(number) >= size:
            return f"{number / size:.3g} {letter}"
    return f"{number:.3g}"


def _numbers(percent: bool) -> Any:
    from pyqtgraph import AxisItem

    class Numbers(AxisItem):
        """Per cent, or thousands and millions by their letters."""

        percent = False

        def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
            return [f"{100 * value:g} %" if self.percent else brief(value) for value in values]

    axis = Numbers("left")
    axis.percent = percent
    return axis


def _generations() -> Any:
    from pyqtgraph import AxisItem

    class Generations(AxisItem):
        """Whole numbers only."""

        def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
            return [f"{value:.0f}" if abs(value - round(value)) < 1e-6 else "" for value in values]

    return Generations("bottom")
