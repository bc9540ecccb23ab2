"""What lies behind the skeleton: the photo as it is zoomed, painted once and kept, or what is said in its place."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap

from evostudio.theme import Theme
from evostudio.views.zoom import Zoom

SHARP = 3.0
"""Widget pixels per image pixel from which on single pixels are to be seen: nothing is smoothed."""


class PhotoBackdrop:
    """A photo of `size` pixels, whose `image` may be smaller; or a message where there is none."""

    def __init__(self) -> None:
        self.image: QImage | None = None
        self.size = (0, 0)
        self._message = ""
        self._kept: QPixmap | None = None
        self._lies: tuple[Zoom, QSize, float, Theme] | None = None

    @property
    def message(self) -> str:
        """What is said in place of a photo."""
        return "" if self.image is not None else self._message

    def show(self, image: QImage | None, size: tuple[int, int], message: str) -> None:
        """Another photo, or none."""
        self.image, self.size, self._message = image, size, message
        self._kept = None

    def picture(self, zoom: Zoom, room: QSize, ratio: float, theme: Theme) -> QPixmap:
        """The photo as it lies in a widget; kept until it moves, so that a key press only paints the skeleton."""
        lies = (zoom, room, ratio, theme)
        if self._kept is None or lies != self._lies:
            self._kept, self._lies = self._painted(*lies), lies
        return self._kept

    def _painted(self, zoom: Zoom, room: QSize, ratio: float, theme: Theme) -> QPixmap:
        pixmap = QPixmap(room * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(theme.colour("stage"))
        if self.image is not None:
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, zoom.scale < SHARP)
            width, height = self.size
            painter.drawImage(QRectF(zoom.x, zoom.y, width * zoom.scale, height * zoom.scale), self.image)
            painter.end()
        return pixmap

    def paint_message(self, painter: QPainter, room: QRect, theme: Theme) -> None:
        """On a plate, for the pose is drawn where the photo would be."""
        if not self.message:
            return
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        text = painter.boundingRect(room.adjusted(48, 32, -48, -32), flags, self.message)
        painter.setPen(theme.colour("line"))
        painter.setBrush(theme.colour("panel"))
        painter.drawRoundedRect(text.adjusted(-16, -8, 16, 8), 4, 4)
        painter.setPen(theme.colour("text"))
        painter.drawText(text, flags, self.message)
