"""What stands in the middle of an empty place: a narrow column of words, with buttons side by side."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget


def centre(column: QVBoxLayout, place: QWidget, width: int) -> None:
    """The column in the middle of a place, so many pixels wide."""
    box = QWidget()
    box.setLayout(column)
    box.setFixedWidth(width)
    around = QVBoxLayout(place)
    around.addStretch(1)
    around.addWidget(box, 0, Qt.AlignmentFlag.AlignHCenter)
    around.addStretch(1)


def side_by_side(buttons: Iterable[QWidget]) -> QHBoxLayout:
    """Buttons in the middle of a row."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
