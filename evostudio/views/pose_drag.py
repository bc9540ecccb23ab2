"""Poses on their way by mouse from a wall to something that takes them: the bin, another page, a list."""

import numpy as np
from jaxtyping import Int
from PySide6.QtCore import QMimeData, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QDrag, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from evopose.model.array import NDArray
from evostudio.theme import Theme

POSES = "application/x-evostudio-poses"
"""Data: rows of the population, int64, little-endian."""


def drag_poses(source: QWidget, rows: Int[NDArray, " k"], picture: QImage | None, theme: Theme) -> None:
    """Carry rows from a widget until the mouse lets go; the picture and their number go with the mouse."""
    if not len(rows):
        return
    drag = QDrag(source)
    drag.setMimeData(poses_data(rows))
    if picture is not None:
        drag.setPixmap(_carried(picture, len(rows), theme))
        drag.setHotSpot(QPoint(picture.width() // 2, picture.height() // 2))
    drag.exec(Qt.DropAction.CopyAction)


def poses_data(rows: Int[NDArray, " k"]) -> QMimeData:
    """The rows as they are carried."""
    data = QMimeData()
    data.setData(POSES, np.ascontiguousarray(rows, "<i8").tobytes())
    return data


def poses_of(data: QMimeData) -> Int[NDArray, " k"]:
    """The rows that are carried; none where it is something else."""
    return np.frombuffer(data.data(POSES).data(), "<i8") if data.hasFormat(POSES) else np.zeros(0, np.int64)


def _carried(picture: QImage, count: int, theme: Theme) -> QPixmap:
    whole = QPixmap(picture.size())
    whole.setDevicePixelRatio(picture.devicePixelRatio())
    whole.fill(Qt.GlobalColor.transparent)
    painter = QPainter(whole)
    painter.setOpacity(0.85)
    painter.drawImage(0, 0, picture)
    if count > 1:
        text = f"{count:,}"
        box = QRectF(4, 4, painter.fontMetrics().horizontalAdvance(text) + 12, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(box, 10, 10)
        painter.setPen(QColor(theme.on_accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return whole
