"""One row of the image list: thumbnail, name, state by sign and colour, number of people."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from evopose.model.annotation import Status
from evostudio.theme import Theme
from evostudio.views.image_model import ImageModel
from evostudio.views.photo_loader import PhotoLoader

HEIGHT, THUMB = 56, 64
STATUS_COLOURS = {
    Status.UNTOUCHED: "dim",
    Status.WORK: "uncertain",
    Status.DONE: "done",
    Status.REJECTED: "invalid",
}


class ImageDelegate(QStyledItemDelegate):
    """Paints rows of an `ImageModel`; thumbnails arrive in the background."""

    def __init__(self, model: ImageModel, thumbnails: PhotoLoader, theme: Theme) -> None:
        super().__init__(model)
        self._model, self._thumbnails = model, thumbnails
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(160, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        box, theme = option.rect, self.theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.colour("selection" if chosen else "hover"))
        if chosen:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), theme.colour("accent"))
        thumb = QRect(box.left() + 8, box.top() + 4, THUMB, HEIGHT - 8)
        self._paint_thumbnail(painter, thumb, index.row())
        self._paint_text(painter, box.adjusted(THUMB + 16, 4, -8, -4), index)
        painter.restore()

    def _paint_thumbnail(self, painter: QPainter, box: QRect, position: int) -> None:
        painter.fillRect(box, self.theme.colour("stage"))
        path = self._model.path(position)
        photo = self._thumbnails.get(path) if path is not None else None
        if photo is not None and photo.image is not None:
            size = photo.image.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRect(0, 0, size.width(), size.height())
            target.moveCenter(box.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(target, photo.image)
        elif path is None or photo is not None:
            painter.setPen(self.theme.colour("invalid"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "missing" if path is None else "damaged")

    def _paint_text(self, painter: QPainter, box: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        status, people = self._model.status(index.row()), self._model.people(index.row())
        name = str(index.data())
        painter.setPen(self.theme.colour("text"))
        half = QRect(box.left(), box.top(), box.width(), box.height() // 2)
        text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, half.width())
        painter.drawText(half, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        low = half.translated(0, box.height() // 2)
        paint_sign(painter, QPointF(low.left() + 6, low.center().y() + 1), status, self.theme)
        small = QFont(painter.font())
        small.setPixelSize(12)
        painter.setFont(small)
        painter.setPen(self.theme.colour("dim"))
        words = status.value if people == 1 else f"{status.value} ×{people}"
        room = low.adjusted(18, 0, 0, 0)
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


def paint_sign(painter: QPainter, centre: QPointF, status: Status, theme: Theme) -> None:
    """The state as a sign: ring untouched, half disc in work, tick done, cross rejected."""
    colour = QColor(theme.colour(STATUS_COLOURS[status]))
    painter.setPen(QPen(colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y = centre.x(), centre.y()
    if status is Status.UNTOUCHED:
        painter.drawEllipse(centre, 4.5, 4.5)
    elif status is Status.WORK:
        painter.drawEllipse(centre, 4.5, 4.5)
        painter.setBrush(colour)
        painter.drawPie(QRectF(x - 4.5, y - 4.5, 9, 9), 90 * 16, 180 * 16)
    elif status is Status.DONE:
        painter.drawPolyline(QPolygonF([QPointF(x - 4.5, y), QPointF(x - 1.2, y + 3.6), QPointF(x + 5, y - 4)]))
    else:
        painter.drawLine(QPointF(x - 4, y - 4), QPointF(x + 4, y + 4))
        painter.drawLine(QPointF(x - 4, y + 4), QPointF(x + 4, y - 4))
