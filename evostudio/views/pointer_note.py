"""A small note beside the mouse, painted by the view itself, always inside it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from evostudio.theme import Theme

LINE = 18.0


def draw_note(painter: QPainter, at: QPointF, text: str, size: QSize, theme: Theme) -> None:
    """Lines of text above the mouse, or below it where there is no room."""
    font = painter.font()
    font.setPixelSize(12)
    painter.setFont(font)
    lines = text.split("\n")
    width = max(painter.fontMetrics().horizontalAdvance(line) for line in lines) + 16.0
    height = LINE * len(lines) + 4
    x = min(max(at.x() + 12, 2), size.width() - width - 2)
    y = at.y() - height - 8
    room = QRectF(x, y if y > 2 else at.y() + 14, width, height)
    painter.setPen(QPen(QColor(theme.line), 1.0))
    painter.setBrush(theme.colour("panel", 0.94))
    painter.drawRoundedRect(room, 4, 4)
    painter.setPen(QColor(theme.text))
    for number, line in enumerate(lines):
        place = QRectF(room.x() + 8, room.y() + 2 + number * LINE, room.width() - 16, LINE)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), line)
