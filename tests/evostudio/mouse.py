"""Moves of the mouse that have arrived when the call returns.

QTest.mouseMove moves the display's cursor; the event comes back from there in its own time.
"""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


def move(widget: QWidget, place: QPoint | QPointF, held: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    """To this place in the widget, with this button held."""
    here = QPointF(place)
    there, plain = QPointF(widget.mapToGlobal(here)), Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(
        widget, QMouseEvent(QEvent.Type.MouseMove, here, there, Qt.MouseButton.NoButton, held, plain)
    )
