"""What a lifter was given: joints in a picture, without the picture."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from evopose.model.array import NDArray
from evopose.model.skeleton import H36M_17
from evostudio.documents.showing import JOINTS
from evostudio.theme import Theme
from evostudio.views.scene_chart import SceneChart
from evostudio.views.stamps import Stamp, stamp

MARGIN, WORDS, NEAR = 16.0, 22.0, 10.0
"""Pixels: around the joints, of the title, and from a joint to the mouse that reads it."""


@dataclass(frozen=True, eq=False)
class Seen:
    """One person's joints."""

    title: str = ""
    pixels: Float[NDArray, "17 2"] = field(default_factory=lambda: np.full((17, 2), np.nan))
    """nan where missing."""


class SeenView(SceneChart[Seen]):
    """The joints as large as there is room."""

    def __init__(self) -> None:
        super().__init__(Seen())
        self.setMinimumSize(96, 96)

    def sizeHint(self) -> QSize:
        return QSize(180, 240)

    def draw(self, painter: QPainter, room: QRectF) -> QRectF:
        painter.fillRect(room, QColor(self._theme.stage))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        title = QRectF(room.x() + 8, room.y() + 4, room.width() - 16, WORDS - 4)
        painter.setPen(self._theme.colour("dim"))
        painter.drawText(title, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self._scene.title)
        draw_seen(painter, room.adjusted(0, WORDS, 0, 0), self._scene.pixels, self._theme)
        return room

    def told(self, room: QRectF, place: QPointF) -> str:
        points = placed(self._scene.pixels, room.adjusted(0, WORDS, 0, 0))
        away = np.nan_to_num(np.hypot(points[:, 0] - place.x(), points[:, 1] - place.y()), nan=np.inf)
        joint = int(np.argmin(away))
        if away[joint] > NEAR:
            return ""
        x, y = self._scene.pixels[joint]
        return f"{JOINTS[joint]}\n{x:.1f}, {y:.1f} px"


def draw_seen(painter: QPainter, room: QRectF, pixels: Float[NDArray, "17 2"], theme: Theme) -> None:
    """Bones and joints, in a room of any painter."""
    points = placed(pixels, room)
    there = np.asarray(np.isfinite(points).all(axis=-1))
    for joint, parent in enumerate(H36M_17.parents):
        if parent >= 0 and there[joint] and there[parent]:
            painter.setPen(
                QPen(theme.colour(H36M_17.sides[joint]), 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            )
            painter.drawLine(QLineF(*points[parent].tolist(), *points[joint].tolist()))
    for joint in np.flatnonzero(there).tolist():
        mark = Stamp(theme.colour(H36M_17.sides[joint]).rgb(), 3.0, filled=True)
        stamp(painter, mark, QPointF(*points[joint].tolist()))


def placed(pixels: Float[NDArray, "17 2"], room: QRectF) -> Float[NDArray, "17 2"]:
    """Where the joints are drawn: the middle of all in the room's, as large as it takes."""
    known = pixels[np.isfinite(pixels).all(axis=-1)]
    if not len(known):
        return np.full_like(pixels, np.nan)
    low, high = known.min(axis=0), known.max(axis=0)
    free = np.array([room.width(), room.height()]) - 2 * MARGIN
    unit = max(float((free / np.maximum(high - low, 1e-3)).min()), 1e-6)
    middle = np.array([room.center().x(), room.center().y()])
    at: NDArray = middle + unit * (pixels - (low + high) / 2)
    return at
