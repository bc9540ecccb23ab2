"""Histograms as stepped lines: one number's distribution in one or two populations."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from evopose.model.array import NDArray
from evostudio.theme import Theme, title_font
from evostudio.views.axis import Axis
from evostudio.views.numerals import plain
from evostudio.views.scene_chart import SceneChart

HEADER, LEFT, RIGHT, BOTTOM = 28, 56, 16, 22
TITLE, APART = 18, 32
"""Pixels: of the title of the axis at the left, and between two of its numbers at least."""
BESIDE = 6
"""Between two words below."""
MOST = 6
"""Numbers on that axis, at most about."""
SHARES = "share of poses"


@dataclass(frozen=True, eq=False)
class Line:
    """One population's."""

    name: str
    shares: Float[NDArray, " n"]
    """Of all poses, bin by bin."""
    role: str
    """The theme's colour."""


@dataclass(frozen=True, eq=False)
class StepScene:
    """What one chart shows."""

    title: str
    edges: Float[NDArray, " n1"]
    lines: tuple[Line, ...]
    ticks: tuple[float, ...]
    """Values that are written below."""
    unit: str

    def bin_of(self, value: float) -> int:
        """Which bin a value lies in; the nearest where in none."""
        return int(np.clip(np.searchsorted(self.edges, value, "right") - 1, 0, len(self.edges) - 2))


class StepChart(SceneChart[StepScene]):
    """Lines over one axis."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(StepScene("", np.array([0.0, 1.0]), (), (), ""), parent)
        self.setMinimumSize(150, 110)

    def sizeHint(self) -> QSize:
        return QSize(280, 180)

    def draw(self, painter: QPainter, room: QRectF) -> QRectF:
        draw_steps(painter, room, self._scene, self._theme)
        return room

    def told(self, room: QRectF, place: QPointF) -> str:
        scene, edges = self._scene, self._scene.edges
        if not scene.lines:
            return ""
        share = (place.x() - LEFT) / max(room.width() - LEFT - RIGHT, 1)
        index = scene.bin_of(float(edges[0] + share * (edges[-1] - edges[0])))
        head = f"{plain(edges[index])} to {plain(edges[index + 1])}{scene.unit}"
        return "\n".join([head, *(f"{line.name}: {line.shares[index] * 100:.2f} %" for line in scene.lines)])


def draw_steps(painter: QPainter, room: QRectF, scene: StepScene, theme: Theme) -> None:
    """A chart in a room of any painter."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    usual = painter.font()
    painter.setFont(title_font(usual))
    painter.setPen(QColor(theme.text))
    left = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
    painter.drawText(QRectF(room.x() + 8, room.y(), room.width() - 16, HEADER), left, scene.title)
    painter.setFont(usual)
    field = room.adjusted(LEFT, HEADER, -RIGHT, -BOTTOM)
    low, high = float(scene.edges[0]), float(scene.edges[-1])
    highest = max((float(line.shares.max()) for line in scene.lines if len(line.shares)), default=0.0) or 1.0
    up = Axis.over(0.0, 100 * highest, min(int(field.height()) // APART, MOST))

    def x(value: float) -> float:
        return field.left() + (value - low) / (high - low) * field.width()

    _draw_axis(painter, field, scene, theme, x)
    _draw_shares(painter, field, up, theme)
    for line in scene.lines:
        tops = field.bottom() - 100 * line.shares / up.high * field.height()
        corners = [QPointF(x(float(edge)), float(top)) for edge, top in _corners(scene.edges, tops, field.bottom())]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(line.role, 0.14))
        painter.drawPolygon(QPolygonF(corners))
        painter.setPen(QPen(QColor(getattr(theme, line.role)), 1.6))
        painter.drawPolyline(QPolygonF(corners[1:-1]))


def _corners(edges: NDArray, tops: NDArray, ground: float) -> list[tuple[float, float]]:
    steps = np.stack([np.repeat(edges, 2)[1:-1], np.repeat(tops, 2)], axis=-1).tolist()
    return [(float(edges[0]), ground), *map(tuple, steps), (float(edges[-1]), ground)]


def _draw_axis(painter: QPainter, field: QRectF, scene: StepScene, theme: Theme, x: Callable[[float], float]) -> None:
    font = painter.font()
    font.setPixelSize(11)
    painter.setFont(font)
    free = field.left() - 36
    for tick in scene.ticks:
        painter.setPen(QPen(theme.colour("grid"), 1.0))
        painter.drawLine(QPointF(x(tick), field.top()), QPointF(x(tick), field.bottom()))
        painter.setPen(QColor(theme.dim))
        words = f"{plain(tick)}{scene.unit}"
        width = painter.fontMetrics().horizontalAdvance(words)
        left = min(x(tick) - width / 2, field.right() + RIGHT - width)
        if left >= free:  # what has no room beside the one before is not written
            painter.drawText(QRectF(left, field.bottom() + 3, width + 2, 14), int(Qt.AlignmentFlag.AlignLeft), words)
            free = left + width + BESIDE
    painter.setPen(QPen(QColor(theme.line), 1.0))
    painter.drawLine(field.bottomLeft(), field.bottomRight())


def _draw_shares(painter: QPainter, field: QRectF, up: Axis, theme: Theme) -> None:
    """The axis at the left: per cent, and what of, where there is room to write it upwards."""
    beside = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
    for share in up.numbers():
        y = field.bottom() - float(up.part(share)) * field.height()
        painter.setPen(QPen(theme.colour("grid"), 1.0))
        painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
        painter.setPen(QColor(theme.dim))
        painter.drawText(QRectF(field.left() - LEFT, y - 7, LEFT - 6, 14), beside, f"{plain(share)} %")
    if painter.fontMetrics().horizontalAdvance(SHARES) <= field.height():
        painter.save()
        painter.translate(field.left() - LEFT, field.center().y())
        painter.rotate(-90)
        upwards = QRectF(-field.height() / 2, 0, field.height(), TITLE)
        painter.drawText(upwards, int(Qt.AlignmentFlag.AlignCenter), SHARES)
        painter.restore()
