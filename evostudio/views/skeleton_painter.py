"""The 3D canvas drawn by QPainter: as good as GL to look at, and faster than GL in software."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from evopose.model.skeleton import H36M_17
from evostudio.views.orbit import Size
from evostudio.views.skeleton_canvas import Shot
from evostudio.views.skeleton_ground import draw_ground
from evostudio.views.skeleton_marks import dashed, draw_marks
from evostudio.views.skeleton_shading import draw_halo, draw_solids, draw_thin


class PainterCanvas(QWidget):
    """Shows one shot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._shot: Shot | None = None

    def show_shot(self, shot: Shot) -> None:
        """Paint this at the next occasion."""
        self._shot = shot
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shot is not None:
            painter = QPainter(self)
            draw_shot(painter, self._shot, (self.width(), self.height()))
            painter.end()


def draw_shot(painter: QPainter, shot: Shot, size: Size) -> None:
    """A whole frame, from the background to the labels; `size` in device-independent pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(0, 0, int(size[0]), int(size[1]), QColor(shot.theme.stage))
    if shot.figure is not None:
        draw_ground(painter, shot.figure, shot.orbit, size, shot.theme)
        _draw_layers(painter, shot, size)
        draw_halo(painter, shot.figure, shot.orbit, size, shot.theme)
        draw_solids(painter, shot.figure, shot.orbit, size, shot.theme)
    draw_marks(painter, shot, size)


def _draw_layers(painter: QPainter, shot: Shot, size: Size) -> None:
    """The initial fit and the other annotation, behind the person."""
    assert shot.scene is not None
    thin = QPen(shot.theme.colour("ghost", 0.55), 4.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    broad = QPen(shot.theme.colour("other", 0.22), 7.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    for layer, pens in ((shot.scene.ghost, (thin,)), (shot.scene.other, (broad, dashed(shot.theme)))):
        if layer is not None:
            points = shot.orbit.project(np.asarray(layer.positions, dtype=float), size)
            for pen in pens:
                draw_thin(painter, points, pen, H36M_17.parents)
