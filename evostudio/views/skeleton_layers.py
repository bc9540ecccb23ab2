"""The second skeletons behind the figure: the initial fit as thin bones, another annotation with a dashed line."""

import numpy as np
from jaxtyping import Float
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QPainter, QPen

from evopose.model.array import NDArray
from evopose.model.skeleton import H36M_17
from evostudio.theme import Theme
from evostudio.views.orbit import Size
from evostudio.views.skeleton_canvas import Shot


def ghost_pens(theme: Theme) -> tuple[QPen, ...]:
    """The initial fit's lines, one over the other."""
    return (_round(theme, "ghost", 0.55, 4.0),)


def other_pens(theme: Theme) -> tuple[QPen, ...]:
    """The other annotation's lines, one over the other."""
    dashed = QPen(theme.colour("other", 0.95), 1.6)
    dashed.setDashPattern([4.0, 2.5])
    return _round(theme, "other", 0.24, 7.0), dashed


def draw_layers(painter: QPainter, shot: Shot, size: Size) -> None:
    """Both, as far as they are there."""
    if shot.scene is None:
        return
    for layer, pens in ((shot.scene.ghost, ghost_pens), (shot.scene.other, other_pens)):
        if layer is not None:
            lines = _lines(shot.orbit.project(np.asarray(layer.positions, dtype=float), size))
            for pen in pens(shot.theme):
                painter.setPen(pen)
                painter.drawLines(lines)


def _round(theme: Theme, use: str, alpha: float, width: float) -> QPen:
    return QPen(theme.colour(use, alpha), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)


def _lines(points: Float[NDArray, "17 3"]) -> list[QLineF]:
    """A skeleton on screen; bones with an unknown end are left out."""
    pairs = [(points[p, :2], points[j, :2]) for j, p in enumerate(H36M_17.parents) if p >= 0]
    return [QLineF(*a.tolist(), *b.tolist()) for a, b in pairs if np.isfinite(a).all() and np.isfinite(b).all()]
