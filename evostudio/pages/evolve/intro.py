"""What stands where a run will be shown: what evolution is, a picture of it, and how to begin."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction, QPainter, QPen

from evostudio.figure import JOINTS, draw_bones
from evostudio.theme import Theme
from evostudio.views.intro import Intro
from evostudio.views.picture import Picture

BEGIN = "Evolve the population"
_OTHER = JOINTS | {
    "lelbow": (-0.30, -0.78), "lwrist": (-0.26, -1.12), "relbow": (0.20, -0.30), "rwrist": (0.14, 0.04),
    "lknee": (0.12, 0.40), "lankle": (0.12, 0.84), "rknee": (-0.14, 0.40), "rankle": (-0.14, 0.84),
}  # fmt: skip
_CHILD = JOINTS | {name: _OTHER[name] for name in ("lelbow", "lwrist")}
_FIGURES = ((-1.9, JOINTS, ""), (0.0, _OTHER, "left arm"), (1.9, _CHILD, "left arm"))
_TAKEN = {("neck", "lelbow"), ("lelbow", "lwrist")}
TITLE = "A few poses become many, and varied"
TEXT = (
    "Two parents exchange an arm, a leg or all above the hips; bones are turned a little; children that no body could "
    "do, or that are near copies, are taken out. The others join the population, and the next generation is bred from "
    "all of them."
)


def make_intro(theme: Theme, start: QAction) -> Intro:
    """With a button for the action that begins."""
    return Intro(_Picture(theme), TITLE, TEXT, start, BEGIN)


class _Picture(Picture):
    """Two parents and their child, who has the second one's left arm."""

    says: ClassVar[str] = "Two skeletons and a third that has the body of the first and an arm of the second"

    def draw(self, painter: QPainter) -> None:
        for x, joints, marked in _FIGURES:
            painter.save()
            painter.translate(x, 0)
            self._skeleton(painter, joints, bool(marked))
            painter.restore()
        painter.setPen(QPen(self.theme.colour("dim"), 0.05))
        for x, upright in ((-0.95, True), (0.95, False)):
            painter.drawLine(QPointF(x - 0.1, 0.0 if upright else -0.06), QPointF(x + 0.1, 0.0 if upright else -0.06))
            if upright:
                painter.drawLine(QPointF(x, -0.1), QPointF(x, 0.1))
            else:
                painter.drawLine(QPointF(x - 0.1, 0.06), QPointF(x + 0.1, 0.06))

    def _skeleton(self, painter: QPainter, joints: dict[str, tuple[float, float]], marked: bool) -> None:
        taken = _TAKEN if marked else set()
        draw_bones(painter, joints, 0.1, lambda bone, side: self.theme.colour("done" if bone in taken else side))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("text"))
        for point in joints.values():
            painter.drawEllipse(QPointF(*point), 0.06, 0.06)
