"""The photo with keypoints and the reprojected skeleton over it: zoom, pan, place, drag, hover, click."""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from evostudio.theme import DARK, Theme
from evostudio.views.photo_backdrop import PhotoBackdrop
from evostudio.views.photo_painter import paint_scene
from evostudio.views.photo_pointing import Press, Target, target_at
from evostudio.views.scene import Scene
from evostudio.views.zoom import Zoom

ON_PHOTOS = DARK
"""Bright colours read best over a photo, whatever the theme around it."""


class PhotoView(QWidget):
    """Shows an image and a `Scene`; says in image pixels what was done."""

    keypoint_dragged = Signal(int, float, float, bool)
    """Joint, image x and y, and whether the button was released."""
    place_clicked = Signal(float, float)
    """A click on the photo while a keypoint is to be placed."""
    keypoint_touched = Signal(int)
    """Joint whose keypoint is under the cursor at a press."""
    bone_hovered = Signal(int)
    """Child joint of the bone under the cursor; −1 for none."""
    bone_clicked = Signal(int)
    person_clicked = Signal(int)
    """Position in `Scene.people` of somebody else who was clicked."""
    zoomed = Signal(float)
    """Widget pixels per image pixel."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._backdrop = PhotoBackdrop()
        self._waiting = False
        self._scene: Scene | None = None
        self.zoom = Zoom()
        self._fitted = True
        self._press: Press | None = None
        self._hovered = -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 180)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Photo")

    # Showing

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def show_image(
        self, image: QImage | None, size: tuple[int, int], message: str = "", keep_view: bool = False
    ) -> None:
        """An image (maybe smaller than its true `size` in pixels), or a message where there is none."""
        same = size == self._backdrop.size
        self._backdrop.show(image, size, message)
        self._waiting = False
        if not (keep_view and same):
            self._fitted = True
        if self._fitted:
            self.fit()
        self.update()

    def expect_image(self) -> None:
        """Another photo is being decoded: until it is shown, nothing can be placed or dragged on the old one."""
        self._waiting = True

    def show_scene(self, scene: Scene | None) -> None:
        """The keypoints and the skeleton."""
        self._scene = scene
        self.update()

    def fit(self) -> None:
        """The whole image."""
        self._fitted = True
        self._set_zoom(Zoom.fitting(self._backdrop.size, (self.width(), self.height())))

    def zoom_by(self, factor: float) -> None:
        """Zoom about the middle of the view."""
        self._fitted = False
        self._set_zoom(self.zoom.around(self.width() / 2, self.height() / 2, factor))

    def cancel_drag(self) -> bool:
        """Let go of what is dragged, until the button is pressed again; False if nothing is."""
        dragging, self._press = self._press is not None, None
        return dragging

    def _set_zoom(self, zoom: Zoom) -> None:
        self.zoom = zoom
        self.zoomed.emit(zoom.scale)
        self.update()

    def has_image(self) -> bool:
        """Whether a photo, rather than a message, is shown."""
        return self._backdrop.image is not None

    def message(self) -> str:
        """What is said in place of a photo."""
        return self._backdrop.message

    def image_size(self) -> tuple[int, int]:
        """Of the whole photo, in pixels."""
        return self._backdrop.size

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._backdrop.picture(self.zoom, self.size(), self.devicePixelRatioF(), self._theme))
        if self._scene is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_scene(painter, self._scene, self.zoom, ON_PHOTOS, self._dragged())
        self._backdrop.paint_message(painter, self.rect(), self._theme)
        painter.end()

    def _dragged(self) -> int | None:
        press = self._press
        return press.target.joint if press is not None and press.moved and press.target.joint >= 0 else None

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._fitted:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        if steps:
            self._fitted = False
            at = event.position()
            self._set_zoom(self.zoom.around(at.x(), at.y(), 1.2**steps))
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if target_at(self._scene, self.zoom, event.position()) == Target():
            self.fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at, left = event.position(), event.button() == Qt.MouseButton.LeftButton
        if event.button() == Qt.MouseButton.MiddleButton:
            self._press = Press(Target(), at, at)
        elif left and not self._waiting:
            self._press_left(at)

    def _press_left(self, at: QPointF) -> None:
        target = target_at(self._scene, self.zoom, at)
        if target.joint >= 0:
            assert self._scene is not None
            x, y = self.zoom.to_image(at.x(), at.y())
            place = self._scene.keypoints.xy[target.joint]
            self._press = Press(target, at, at, (place[0] - x, place[1] - y))
            self.keypoint_touched.emit(target.joint)
        elif self._placing() and self.has_image():
            self._click_to_place(at)
        else:
            self._press = Press(target, at, at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        press = self._press
        if press is None:
            self._hover(event.position())
            return
        way = press.move(event.position())
        if not press.moved:
            return
        if press.target.joint >= 0:
            self.keypoint_dragged.emit(press.target.joint, *press.keypoint(self.zoom, self._backdrop.size), False)
        else:
            self._fitted = False
            self._set_zoom(self.zoom.panned(way.x(), way.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press, self._press = self._press, None
        if press is None:
            return
        target = press.target
        if press.moved and target.joint >= 0:
            press.move(event.position())
            self.keypoint_dragged.emit(target.joint, *press.keypoint(self.zoom, self._backdrop.size), True)
        elif not press.moved:
            self._clicked(target)
        self.update()

    def _clicked(self, target: Target) -> None:
        if target.joint > 0 or target.bone > 0:
            self.bone_clicked.emit(max(target.joint, target.bone))
        if target.joint >= 0:
            self.keypoint_touched.emit(target.joint)
        if target.other >= 0:
            self.person_clicked.emit(target.other)

    def leaveEvent(self, event: QEvent) -> None:
        self._set_hovered(-1)

    def _placing(self) -> bool:
        return self._scene is not None and self._scene.placing is not None

    def _click_to_place(self, at: QPointF) -> None:
        x, y = self.zoom.to_image(at.x(), at.y())
        width, height = self._backdrop.size
        if 0 <= x <= width and 0 <= y <= height:
            self.place_clicked.emit(x, y)

    def _hover(self, at: QPointF) -> None:
        target = target_at(self._scene, self.zoom, at)
        if target.joint >= 0:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._placing():
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif target != Target():
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()
        self._set_hovered(-1 if self._placing() else target.bone)

    def _set_hovered(self, bone: int) -> None:
        if bone != self._hovered:
            self._hovered = bone
            self.bone_hovered.emit(bone)
