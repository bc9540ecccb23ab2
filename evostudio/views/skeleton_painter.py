"""The 3D canvas drawn by QPainter: as good as GL to look at, and faster than GL in software."""

from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from evostudio.views.orbit import Size
from evostudio.views.skeleton_canvas import Shot
from evostudio.views.skeleton_ground import draw_grid, draw_shadow, grid_centre
from evostudio.views.skeleton_layers import draw_layers
from evostudio.views.skeleton_marks import draw_marks
from evostudio.views.skeleton_solids import draw_halo, draw_solids


class PainterCanvas(QWidget):
    """Shows one shot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._shot: Shot | None = None
        self._backdrop = Backdrop()

    def show_shot(self, shot: Shot) -> None:
        """Paint this at the next occasion."""
        self._shot = shot
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shot is not None:
            painter = QPainter(self)
            draw_shot(painter, self._shot, (self.width(), self.height()), self._backdrop)
            painter.end()


class Backdrop:
    """The floor as it was painted last: while a pose is edited it stays the same."""

    def __init__(self) -> None:
        self._key: object = None
        self._picture = QImage()

    def draw(self, painter: QPainter, shot: Shot, size: Size) -> None:
        """Paint the background and the grid."""
        figure, ratio = shot.figure, painter.device().devicePixelRatioF()
        floor = None if figure is None else (*grid_centre(figure).tolist(), figure.ground, figure.size)
        key = (shot.orbit, shot.theme, floor, size, ratio)
        if key != self._key:
            self._key, self._picture = key, self._painted(shot, size, ratio)
        painter.drawImage(0, 0, self._picture)

    def _painted(self, shot: Shot, size: Size, ratio: float) -> QImage:
        picture = QImage(ceil(size[0] * ratio), ceil(size[1] * ratio), QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(shot.theme.stage))
        if shot.figure is not None:
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_grid(painter, shot.figure, shot.orbit, size, shot.theme)
            painter.end()
        return picture


def draw_shot(painter: QPainter, shot: Shot, size: Size, backdrop: Backdrop) -> None:
    """A whole frame, from the background to the labels; `size` in device-independent pixels."""
    backdrop.draw(painter, shot, size)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if shot.figure is not None:
        draw_shadow(painter, shot.figure, shot.orbit, size, shot.theme)
        draw_halo(painter, shot.figure, shot.orbit, size, shot.theme)
        draw_layers(painter, shot, size)
        draw_solids(painter, shot.figure, shot.orbit, size, shot.theme)
    draw_marks(painter, shot, size)
