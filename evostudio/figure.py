"""The small picture of empty places: a walking figure in a photo, and the same as a skeleton over a ground grid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from evostudio.views.picture import Picture

JOINTS = {
    "head": (0.02, -0.92),
    "neck": (0.0, -0.66),
    "hip": (-0.02, -0.02),
    "lelbow": (-0.27, -0.38),
    "lwrist": (-0.17, -0.10),
    "relbow": (0.22, -0.36),
    "rwrist": (0.46, -0.52),
    "lknee": (0.22, 0.36),
    "lankle": (0.17, 0.82),
    "rknee": (-0.13, 0.40),
    "rankle": (-0.44, 0.70),
}
"""Joints of the figure; x to the right, y down, the whole about 1.8 high."""
BONES = (
    ("neck", "relbow", "right"),
    ("relbow", "rwrist", "right"),
    ("hip", "rknee", "right"),
    ("rknee", "rankle", "right"),
    ("hip", "neck", "middle"),
    ("neck", "head", "middle"),
    ("hip", "lknee", "left"),
    ("lknee", "lankle", "left"),
    ("neck", "lelbow", "left"),
    ("lelbow", "lwrist", "left"),
)


def draw_bones(
    painter: QPainter,
    joints: Mapping[str, tuple[float, float]],
    width: float,
    colour: Callable[[tuple[str, str], str], QColor],
) -> None:
    """All bones of a figure, in units of the picture; `colour` tells that of a bone (its two joints) and its side."""
    for start, end, side in BONES:
        painter.setPen(QPen(colour((start, end), side), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(*joints[start]), QPointF(*joints[end]))


class Figure(Picture):
    """The picture, at any size."""

    says: ClassVar[str] = "A photo of a person and the same pose as a 3D skeleton"
    units: ClassVar[tuple[float, float]] = (3.2, 2.2)
    lowered: ClassVar[float] = 0.0
    least: ClassVar[tuple[int, int]] = (240, 180)
    usual: ClassVar[tuple[int, int]] = (320, 220)

    def draw(self, painter: QPainter) -> None:
        self._photo(painter)
        self._ground(painter)
        painter.save()
        painter.translate(-0.72, 0.02)
        painter.scale(0.86, 0.86)
        self._silhouette(painter)
        self._skeleton(painter, 0.035)
        painter.restore()
        painter.translate(0.78, 0.02)
        painter.scale(0.86, 0.86)
        self._skeleton(painter, 0.085)

    def _photo(self, painter: QPainter) -> None:
        frame = QRectF(-1.45, -0.98, 1.36, 1.92)
        painter.setPen(QPen(self.theme.colour("line"), 0.012))
        painter.setBrush(self.theme.colour("panel"))
        painter.drawRoundedRect(frame, 0.06, 0.06)
        hill = QPainterPath(QPointF(-1.444, 0.6))
        hill.cubicTo(-1.1, 0.25, -0.6, 0.7, -0.097, 0.38)
        hill.lineTo(-0.097, 0.87)
        hill.quadTo(-0.1, 0.93, -0.16, 0.933)
        hill.lineTo(-1.38, 0.933)
        hill.quadTo(-1.44, 0.93, -1.444, 0.87)
        painter.fillPath(hill, self.theme.colour("hover"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("line"))
        painter.drawEllipse(QPointF(-0.36, -0.66), 0.11, 0.11)

    def _ground(self, painter: QPainter) -> None:
        painter.setPen(QPen(self.theme.colour("grid"), 0.012))
        for step in range(-3, 4):
            painter.drawLine(QPointF(0.78 + step * 0.16, 0.52), QPointF(0.78 + step * 0.25, 0.92))
        for y, half in ((0.52, 0.48), (0.62, 0.55), (0.75, 0.64), (0.92, 0.75)):
            painter.drawLine(QPointF(0.78 - half, y), QPointF(0.78 + half, y))

    def _silhouette(self, painter: QPainter) -> None:
        body = QPainterPath()
        for start, end, _side in BONES:
            body.moveTo(QPointF(*JOINTS[start]))
            body.lineTo(QPointF(*JOINTS[end]))
        colour = self.theme.colour("ghost", 0.4)
        painter.setPen(QPen(colour, 0.24, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(body)

    def _skeleton(self, painter: QPainter, width: float) -> None:
        draw_bones(painter, JOINTS, width, lambda _bone, side: self.theme.colour(side))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("text"))
        for point in JOINTS.values():
            painter.drawEllipse(QPointF(*point), width * 0.75, width * 0.75)
