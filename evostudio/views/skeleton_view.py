"""The 3D view of a scene: holds the eye, takes the mouse, tells what it points at. Two back ends do the painting."""

from math import radians
from typing import Literal

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evostudio.theme import DARK, Theme
from evostudio.views.orbit import FREE, LOOKS, Orbit, Size, look_at
from evostudio.views.scene import Scene
from evostudio.views.skeleton_canvas import Canvas, Shot
from evostudio.views.skeleton_figure import Figure, ahead_of, extent, figure_of
from evostudio.views.skeleton_picking import NOTHING, bone_at

Backend = Literal["painter", "gl"]
TURN = radians(0.5)
"""A drag of one pixel."""
WHEEL = 1.15
"""One notch."""
STILL = 4
"""Pixels that the mouse may move in a click."""
STRAYED = 0.75
"""How far the person may go, in parts of the distance fitted for, before the view follows."""
HINT = "The 3D pose appears here\nonce this person has a fit."
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


class SkeletonView(QWidget):
    """Shows a scene in 3D. A drag turns, with the middle button or Shift pans; the wheel zooms; a double click fits.

    Keys are the page's: it ignores them.
    """

    bone_hovered = Signal(int)
    """Child joint of the bone under the mouse (0: the hip), −1 for none."""
    bone_clicked = Signal(int)
    looked = Signal(str)
    """'front', 'side', 'top', 'camera', or 'free' once turned by hand."""

    def __init__(self, canvas: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert hasattr(canvas, "show_shot")
        self._canvas: Canvas = canvas
        self._scene: Scene | None = None
        self._figure: Figure | None = None
        self._orbit = Orbit()
        self._look = LOOKS["camera"]
        self._theme = DARK
        self._hint, self._of_camera = HINT, False
        self._untouched = True
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._dragging = False
        self._hovered = NOTHING
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(canvas)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMinimumSize(160, 160)
        self.setAccessibleName("3D skeleton")
        self._show()

    @property
    def orbit(self) -> Orbit:
        """Where it looks from."""
        return self._orbit

    @property
    def canvas(self) -> Canvas:
        """The back end."""
        return self._canvas

    def sizeHint(self) -> QSize:
        return QSize(420, 480)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self._show()

    def set_hint(self, words: str) -> None:
        """What is said where there is nobody."""
        self._hint = words
        self._show()

    def look_as_camera(self) -> None:
        """The presets turn with the camera from now on, not with the person: 'front' is where the camera stands."""
        self._of_camera = True

    def show_scene(self, scene: Scene | None) -> None:
        """Show this; the eye stays unless there was nobody before or the person has gone elsewhere."""
        alone = self._figure is None
        self._scene, self._figure = scene, None if scene is None else figure_of(scene)
        if self._figure is not None and (alone or self._strayed()):
            self._aim()
        self._show()

    def look(self, name: str) -> None:
        """Look from 'front', 'side', 'top' or 'camera', the person filling the view."""
        self._look, self._untouched = LOOKS[name], True
        self._aim()
        self._show()
        self.looked.emit(name)

    def fit(self) -> None:
        """Let the person fill the view, seen from where it is seen now; a preset is restored whole."""
        if self._look is FREE and self._scene is not None:
            self._orbit = self._orbit.fitted(extent(self._scene), self._size())
            self._untouched = True
        elif self._look is not FREE:
            self._untouched = True
            self._aim()
        self._show()

    def bone_at(self, place: QPointF) -> int:
        """Child joint of the bone at a point of the widget, −1 for none."""
        if self._figure is None:
            return NOTHING
        return bone_at(self._figure, self._orbit, (place.x(), place.y()), self._size())

    def _size(self) -> Size:
        return float(max(self.width(), 1)), float(max(self.height(), 1))

    def _strayed(self) -> bool:
        assert self._scene is not None
        points = extent(self._scene)
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        return bool(np.linalg.norm(middle - self._orbit.target) > STRAYED * self._orbit.distance / 5)

    def _aim(self) -> None:
        if self._scene is None or self._figure is None:
            return
        points = extent(self._scene)
        if self._look is FREE:
            self._orbit = self._orbit.fitted(points, self._size())
        else:
            ahead = np.full(3, np.nan) if self._of_camera else ahead_of(self._scene.positions)
            self._orbit = look_at(self._look, ahead, points, self._size())

    def _show(self) -> None:
        self._canvas.show_shot(Shot(self._scene, self._figure, self._orbit, self._look.title, self._theme, self._hint))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._untouched:
            self._aim()
        self._show()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._last = event.position()
        self._dragging = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self._pressed is None or not event.buttons() & (LEFT | MIDDLE):
            self._hover(self.bone_at(place))
            return
        if not self._dragging and (place - self._pressed).manhattanLength() < STILL:
            return
        self._dragging = True
        way, self._last = place - self._last, place
        pans = event.buttons() & MIDDLE or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if pans:
            self._move(self._orbit.panned(way.x(), way.y(), self._size()))
        else:
            self._free()
            self._move(self._orbit.turned(way.x() * TURN, way.y() * TURN))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        clicked = self._pressed is not None and not self._dragging and event.button() == LEFT
        self._pressed, self._dragging = None, False
        bone = self.bone_at(event.position()) if clicked else NOTHING
        if bone != NOTHING:
            self.bone_clicked.emit(bone)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == LEFT:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        place = event.position()
        factor = WHEEL ** (event.angleDelta().y() / 120)
        self._move(self._orbit.zoomed(factor, (place.x(), place.y()), self._size()))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(NOTHING)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def _move(self, orbit: Orbit) -> None:
        self._orbit, self._untouched = orbit, False
        self._show()

    def _free(self) -> None:
        if self._look is not FREE:
            self._look = FREE
            self.looked.emit(FREE.name)

    def _hover(self, bone: int) -> None:
        if bone != self._hovered:
            self._hovered = bone
            self.setCursor(Qt.CursorShape.ArrowCursor if bone == NOTHING else Qt.CursorShape.PointingHandCursor)
            self.bone_hovered.emit(bone)


def make_skeleton_view(backend: Backend = "painter", parent: QWidget | None = None) -> SkeletonView:
    """A view that is painted by QPainter, or by the GPU."""
    if backend == "gl":
        from evostudio.views.skeleton_gl import GLCanvas

        return SkeletonView(GLCanvas(), parent)
    from evostudio.views.skeleton_painter import PainterCanvas

    return SkeletonView(PainterCanvas(), parent)
