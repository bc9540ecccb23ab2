"""A body whose joints carry a number each: how far they are off, by colour and in figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from jaxtyping import Float
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from evopose.model.array import NDArray
from evopose.model.skeleton import H36M_17
from evostudio.documents.showing import JOINTS
from evostudio.theme import Theme
from evostudio.views.density_colours import Scale, ramp
from evostudio.views.scene_chart import SceneChart

PLACES = np.array(
    [
        [0.0, 0.0], [-0.23, 0.04], [-0.25, 0.45], [-0.28, 0.88], [0.23, 0.04], [0.25, 0.45], [0.28, 0.88], [0.0, -0.25],
        [0.0, -0.5], [0.0, -0.72], [0.0, -0.95], [0.26, -0.48], [0.46, -0.24], [0.64, 0.02], [-0.26, -0.48],
        [-0.46, -0.24], [-0.64, 0.02],
    ]
)  # fmt: skip
"""Of the joints, right and down: somebody who faces us, so that their right is at our left."""
LOW, HIGH = np.array([-0.78, -1.08]), np.array([0.78, 1.0])
RADIUS, SMALLEST, LARGEST = 0.105, 9.0, 19.0
"""Of a disc: of the figure, and in pixels."""
DARK_FROM = 150
"""Brightness of a colour (of 255) from which what is written on it is dark."""


@dataclass(frozen=True, eq=False)
class JointErrors:
    """One number a joint."""

    title: str = ""
    values: Float[NDArray, " 17"] = field(default_factory=lambda: np.full(17, np.nan))
    """Millimetres; nan where nobody knows."""


class JointErrorsView(SceneChart[JointErrors]):
    """As large as fits; the mouse reads a joint's name."""

    ground: ClassVar[str] = "window"

    def __init__(self) -> None:
        super().__init__(JointErrors())
        self.setMinimumSize(168, 168)

    def sizeHint(self) -> QSize:
        return QSize(300, 340)

    def draw(self, painter: QPainter, room: QRectF) -> QRectF:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return draw_joint_errors(painter, room, self._scene, self._theme)

    def told(self, room: QRectF, place: QPointF) -> str:
        centres = _centres(room)
        away = np.hypot(centres[:, 0] - place.x(), centres[:, 1] - place.y())
        joint = int(np.argmin(away))
        if away[joint] > _radius(room) + 3:
            return ""
        value = self._scene.values[joint]
        return f"{JOINTS[joint]}\n{f'{value:.1f} mm' if np.isfinite(value) else 'nobody knows'}"


def draw_joint_errors(painter: QPainter, room: QRectF, scene: JointErrors, theme: Theme) -> QRectF:
    """The figure in a room of any painter; gives back where it lies."""
    room = room.adjusted(8, 4, -8, -4)
    centres, radius = _centres(room), _radius(room)
    for joint, parent in enumerate(H36M_17.parents):
        if parent >= 0:
            pen = QPen(theme.colour(H36M_17.sides[joint], 0.75), max(3.0, radius * 0.4))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(QPointF(*centres[parent].tolist()), QPointF(*centres[joint].tolist()))
    _sides(painter, centres, radius, theme)
    scale = Scale(_highest(scene.values))
    steps = scale.steps(scene.values)
    for joint in range(17):
        value = float(scene.values[joint])
        colour = QColor(*ramp("magma")[steps[joint]].tolist()) if np.isfinite(value) else theme.colour("hover")
        _disc(painter, QPointF(*centres[joint].tolist()), radius, colour, value, theme)
    return room


def _disc(painter: QPainter, centre: QPointF, radius: float, colour: QColor, value: float, theme: Theme) -> None:
    painter.setPen(QPen(theme.colour("ghost"), 1.2))
    painter.setBrush(colour)
    painter.drawEllipse(centre, radius, radius)
    font = QFont(painter.font())
    font.setPixelSize(round(max(9.0, radius * 0.8)))
    painter.setFont(font)
    bright = 0.299 * colour.red() + 0.587 * colour.green() + 0.114 * colour.blue() >= DARK_FROM
    painter.setPen(QColor("#101214") if bright else QColor("#f2f4f7"))
    words = f"{value:.0f}" if np.isfinite(value) else "–"
    room = QRectF(centre.x() - 2 * radius, centre.y() - radius, 4 * radius, 2 * radius)
    painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), words)


def _sides(painter: QPainter, centres: NDArray, radius: float, theme: Theme) -> None:
    """Which side is whose, beside the shoulders."""
    font = QFont(painter.font())
    font.setPixelSize(12)
    painter.setFont(font)
    painter.setPen(theme.colour("dim"))
    for joint, words, towards in ((15, "right", -1), (12, "left", 1)):
        x, y = centres[joint]
        room = QRectF(x - 40 + towards * radius, y - 3 * radius - 12, 80, 16)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), words)


def _highest(values: NDArray) -> float:
    known = values[np.isfinite(values)]
    return float(known.max()) if len(known) and known.max() > 0 else 1.0


def _unit(room: QRectF) -> float:
    across, down = (HIGH - LOW).tolist()
    return float(max(min(room.width() / across, room.height() / down), 1.0))


def _radius(room: QRectF) -> float:
    return min(max(RADIUS * _unit(room), SMALLEST), LARGEST)


def _centres(room: QRectF) -> Float[NDArray, "17 2"]:
    middle = np.array([room.center().x(), room.center().y()])
    placed: NDArray = middle + _unit(room) * (PLACES - (LOW + HIGH) / 2)
    return placed
