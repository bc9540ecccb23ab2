"""The photo with keypoints and the reprojected skeleton over it: zoom, pan, place, drag, hover, click."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from evostudio.theme import DARK, Theme
from evostudio.views.photo_painter import paint_scene
from evostudio.views.picking import nearest_bone, nearest_joint
from evostudio.views.scene import Scene
from evostudio.views.zoom import Zoom

ON_PHOTOS = DARK
"""Bright colours read best over a photo, whatever the theme around it."""
STILL = 4
"""Pixels that the mouse may move in a click."""
JOINT_REACH, BONE_REACH = 9.0, 12.0
"""How far from a keypoint or a bone the cursor may be, in logical pixels."""


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
        self._image: QImage | None = None
        self._size = (0, 0)
        self._message = ""
        self._waiting = False
        self._scene: Scene | None = None
        self.zoom = Zoom()
        self._fitted = True
        self._background: QPixmap | None = None
        self._drag: int | None = None
        self._grab = (0.0, 0.0)
        self._pan: QPointF | None = None
        self._pressed_bone = self._pressed_other = -1
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
        self._background = None
        self.update()

    def show_image(
        self, image: QImage | None, size: tuple[int, int], message: str = "", keep_view: bool = False
    ) -> None:
        """An image (maybe smaller than its true `size` in pixels), or a message where there is none."""
        same = size == self._size
        self._image, self._size, self._message = image, size, message
        self._background, self._waiting = None, False
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
        self._set_zoom(Zoom.fitting(self._size, (self.width(), self.height())))

    def zoom_by(self, factor: float) -> None:
        """Zoom about the middle of the view."""
        self._fitted = False
        self._set_zoom(self.zoom.around(self.width() / 2, self.height() / 2, factor))

    def cancel_drag(self) -> bool:
        """Let go of what is dragged; False if nothing is."""
        dragging, self._drag, self._pan = self._drag is not None, None, None
        return dragging

    def _set_zoom(self, zoom: Zoom) -> None:
        self.zoom = zoom
        self._background = None
        self.zoomed.emit(zoom.scale)
        self.update()

    def has_image(self) -> bool:
        """Whether a photo, rather than a message, is shown."""
        return self._image is not None

    def message(self) -> str:
        """What is said in place of a photo."""
        return "" if self._image is not None else self._message

    def image_size(self) -> tuple[int, int]:
        """Of the whole photo, in pixels."""
        return self._size

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._rendered_background())
        if self._scene is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_scene(painter, self._scene, self.zoom, ON_PHOTOS, self._drag)
        if self.message():
            self._paint_message(painter)
        painter.end()

    def _rendered_background(self) -> QPixmap:
        """The photo as it lies now; kept until it moves, so that a key press only paints the skeleton."""
        if self._background is None:
            ratio = self.devicePixelRatioF()
            pixmap = QPixmap(self.size() * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(self._theme.colour("stage"))
            painter = QPainter(pixmap)
            if self._image is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.zoom.scale < 3)
                x, y = self.zoom.x, self.zoom.y
                target = QRectF(x, y, self._size[0] * self.zoom.scale, self._size[1] * self.zoom.scale)
                painter.drawImage(target, self._image)
            painter.end()
            self._background = pixmap
        return self._background

    def _paint_message(self, painter: QPainter) -> None:
        """On a plate, for the pose is drawn where the photo would be."""
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        text = painter.boundingRect(self.rect().adjusted(48, 32, -48, -32), flags, self._message)
        painter.setPen(self._theme.colour("line"))
        painter.setBrush(self._theme.colour("panel"))
        painter.drawRoundedRect(text.adjusted(-16, -8, 16, 8), 4, 4)
        painter.setPen(self._theme.colour("text"))
        painter.drawText(text, flags, self._message)

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._background = None
        if self._fitted:
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._background = None
        super().changeEvent(event)

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
        if self._joint_at(event.position()) < 0 and self._bone_at(event.position()) < 0:
            self.fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._pan = at
            return
        if event.button() != Qt.MouseButton.LeftButton or self._waiting:
            return
        joint = self._joint_at(at)
        placing = self._scene is not None and self._scene.placing is not None
        if joint >= 0:
            assert self._scene is not None
            x, y = self.zoom.to_image(at.x(), at.y())
            self._drag, self._grab = (
                joint,
                (self._scene.keypoints.xy[joint, 0] - x, self._scene.keypoints.xy[joint, 1] - y),
            )
            self._moved = False
            self.keypoint_touched.emit(joint)
        elif placing and self._image is not None:
            self._click_to_place(at)
        else:
            self._pressed_bone = self._bone_at(at)
            self._pressed_other = -1 if self._pressed_bone >= 0 else self._other_at(at)
            self._pan = at

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._drag is not None:
            self._moved = True
            self.keypoint_dragged.emit(self._drag, *self._dragged_to(at), False)
        elif self._pan is not None:
            pressed = self._pressed_bone >= 0 or self._pressed_other >= 0
            if pressed and (at - self._pan).manhattanLength() < STILL:
                return
            self._pressed_bone = self._pressed_other = -1
            self._fitted = False
            self._set_zoom(self.zoom.panned(at.x() - self._pan.x(), at.y() - self._pan.y()))
            self._pan = at
        else:
            self._hover(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None and event.button() == Qt.MouseButton.LeftButton:
            joint, self._drag = self._drag, None
            if self._moved:
                self.keypoint_dragged.emit(joint, *self._dragged_to(event.position()), True)
            elif joint > 0:
                self.bone_clicked.emit(joint)
                self.keypoint_touched.emit(joint)
        elif self._pressed_bone >= 0:
            self.bone_clicked.emit(self._pressed_bone)
        elif self._pressed_other >= 0:
            self.person_clicked.emit(self._pressed_other)
        self._pan, self._pressed_bone, self._pressed_other = None, -1, -1

    def leaveEvent(self, event: QEvent) -> None:
        self._set_hovered(-1)

    def _click_to_place(self, at: QPointF) -> None:
        x, y = self.zoom.to_image(at.x(), at.y())
        if 0 <= x <= self._size[0] and 0 <= y <= self._size[1]:
            self.place_clicked.emit(x, y)

    def _dragged_to(self, at: QPointF) -> tuple[float, float]:
        x, y = self.zoom.to_image(at.x(), at.y())
        return x + self._grab[0], y + self._grab[1]

    def _hover(self, at: QPointF) -> None:
        joint = self._joint_at(at)
        placing = self._scene is not None and self._scene.placing is not None
        bone = self._bone_at(at) if joint < 0 and not placing else -1
        if joint >= 0:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif placing:
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif bone >= 0 or self._other_at(at) >= 0:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()
        self._set_hovered(bone)

    def _set_hovered(self, bone: int) -> None:
        if bone != self._hovered:
            self._hovered = bone
            self.bone_hovered.emit(bone)

    def _joint_at(self, at: QPointF) -> int:
        if self._scene is None:
            return -1
        x, y = self.zoom.to_image(at.x(), at.y())
        return nearest_joint(self._scene.keypoints.xy, x, y, JOINT_REACH / self.zoom.scale)

    def _bone_at(self, at: QPointF) -> int:
        if self._scene is None or self._scene.pixels is None:
            return -1
        x, y = self.zoom.to_image(at.x(), at.y())
        return nearest_bone(self._scene.pixels, x, y, BONE_REACH / self.zoom.scale)

    def _other_at(self, at: QPointF) -> int:
        """Position in `Scene.people` of somebody else at this place; −1 for nobody."""
        if self._scene is None:
            return -1
        x, y = self.zoom.to_image(at.x(), at.y())
        reach = BONE_REACH / self.zoom.scale
        found = (n for n, xy in enumerate(self._scene.people) if nearest_bone(xy, x, y, reach) >= 0)
        return next(found, -1)
