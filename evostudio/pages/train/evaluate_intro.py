"""What stands where an evaluation will be shown: what it tells, a picture of it, and how to begin."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QPointF
from PySide6.QtGui import QAction, QPainter, QPen

from evostudio.figure import JOINTS, draw_bones
from evostudio.theme import Theme
from evostudio.views.intro import Intro
from evostudio.views.picture import Picture

TITLE = "How far poses are from the truth"
TEXT = (
    "A lifter is measured on poses that it has not learned from: by clip, by action and by joint, with intervals that "
    "say how sure the figures are. The poses that it gets most wrong can be refined, or evolution can be aimed at them."
)
OFF = {"lelbow": (0.10, 0.05), "lwrist": (0.18, 0.14), "rwrist": (-0.12, 0.10), "rknee": (-0.08, -0.05)}
OFF |= {"rankle": (-0.16, 0.03)}
"""Where the lifted one of the picture is wrong."""


def make_intro(theme: Theme, start: QAction) -> Intro:
    """With a button for the action that begins."""
    return Intro(_Picture(theme), TITLE, TEXT, start)


class _Picture(Picture):
    """The true skeleton in grey, the lifted one over it, and how far its joints are off."""

    says: ClassVar[str] = "A skeleton over a grey one; lines between their joints are the errors"
    units: ClassVar[tuple[float, float]] = (2.4, 2.4)
    least: ClassVar[tuple[int, int]] = (240, 140)
    usual: ClassVar[tuple[int, int]] = (440, 220)

    def draw(self, painter: QPainter) -> None:
        lifted = {name: (x + OFF.get(name, (0, 0))[0], y + OFF.get(name, (0, 0))[1]) for name, (x, y) in JOINTS.items()}
        draw_bones(painter, JOINTS, 0.12, lambda _bone, _side: self.theme.colour("ghost"))
        draw_bones(painter, lifted, 0.07, lambda _bone, side: self.theme.colour(side))
        painter.setPen(QPen(self.theme.colour("text"), 0.03))
        for name in OFF:
            painter.drawLine(QPointF(*JOINTS[name]), QPointF(*lifted[name]))
