"""What stands where a run will be shown: what training is, a picture of it, and how to begin."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QAction, QPainter, QPen

from evostudio.figure import JOINTS, draw_bones
from evostudio.theme import Theme
from evostudio.views.intro import Intro
from evostudio.views.picture import Picture

BEGIN = "Train on these poses"
_OFF = {"lelbow": (0.10, 0.05), "lwrist": (0.16, 0.12), "rknee": (-0.08, -0.05), "rankle": (-0.14, 0.04)}
"""What the lifted one still gets wrong."""
_LIFTED = {name: (x + _OFF.get(name, (0, 0))[0], y + _OFF.get(name, (0, 0))[1]) for name, (x, y) in JOINTS.items()}
TITLE = "From 2D joints to a 3D pose"
TEXT = (
    "A lifter learns from poses seen by many cameras: learners stand in a row, each trained on what those before it "
    "left. While it learns you see its error, and ten poses that it has never seen. “Quick” takes seconds; evolved "
    "populations and patience make a good one."
)


def make_intro(theme: Theme, start: QAction) -> Intro:
    """With a button for the action that begins."""
    return Intro(_Picture(theme), TITLE, TEXT, start, BEGIN)


class _Picture(Picture):
    """Joints in a picture, an arrow, and the lifted skeleton over the true one."""

    says: ClassVar[str] = "Dots in a picture, an arrow, and a skeleton over a grey one that it should be"

    def draw(self, painter: QPainter) -> None:
        self._dots(painter, -1.5)
        self._arrow(painter)
        painter.translate(1.5, 0)
        draw_bones(painter, JOINTS, 0.14, lambda _bone, _side: self.theme.colour("ghost"))
        draw_bones(painter, _LIFTED, 0.08, lambda _bone, side: self.theme.colour(side))

    def _dots(self, painter: QPainter, x: float) -> None:
        painter.setPen(QPen(self.theme.colour("line"), 0.03))
        painter.setBrush(self.theme.colour("field"))
        painter.drawRoundedRect(QRectF(x - 0.75, -1.15, 1.5, 2.2), 0.06, 0.06)
        painter.setPen(QPen(self.theme.colour("text"), 0.035))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for place in JOINTS.values():
            painter.drawEllipse(QPointF(x + place[0], place[1]), 0.06, 0.06)

    def _arrow(self, painter: QPainter) -> None:
        painter.setPen(QPen(self.theme.colour("dim"), 0.05, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for start, end in (((-0.3, 0), (0.35, 0)), ((0.35, 0), (0.2, -0.13)), ((0.35, 0), (0.2, 0.13))):
            painter.drawLine(QPointF(*start), QPointF(*end))
