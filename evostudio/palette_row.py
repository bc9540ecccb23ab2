"""How the palette draws a command: its text at the left, its group dim, its keys at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from evostudio.theme import Theme

HEIGHT, MARGIN, GAP = 32, 12, 16
Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """The user role holds (group, keys)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, room = self._theme, option.rect.adjusted(MARGIN, 0, -MARGIN, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selection"))
            painter.drawRoundedRect(option.rect.adjusted(2, 1, -2, -1), 4, 4)
        group, keys = index.data(Qt.ItemDataRole.UserRole)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour("dim"))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, keys)
        metrics = painter.fontMetrics()
        room.setRight(room.right() - metrics.horizontalAdvance(keys) - GAP)
        text = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        enabled = index.flags() & Qt.ItemFlag.ItemIsEnabled
        painter.setPen(theme.colour("text" if enabled else "dim"))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, text)
        room.setLeft(room.left() + metrics.horizontalAdvance(text) + GAP)
        if room.width() > 40:
            painter.setPen(theme.colour("ghost"))
            painter.drawText(
                room,
                middle | Qt.AlignmentFlag.AlignLeft,
                metrics.elidedText(group, Qt.TextElideMode.ElideRight, room.width()),
            )
        painter.restore()
