"""A box to choose a file from: a list under headings that is made anew whenever it is shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QStandardItem, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

BESIDE, SUFFIX = 52, ".safetensors"
"""Pixels of the arrow and around the words, as the style sheet has it."""


class ChoiceBox(QComboBox):
    """Fills its list anew each time it is shown; long names do not widen it, and end in … where they are cut."""

    def __init__(self, fill: Callable[[], None]) -> None:
        super().__init__()
        self._refill = fill
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setMaxVisibleItems(24)

    def showPopup(self) -> None:
        self._refill()
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        box, painter = QStyleOptionComboBox(), QStylePainter(self)
        self.initStyleOption(box)
        kind = QStyle.ComplexControl.CC_ComboBox
        room = self.width() - BESIDE
        if self.fontMetrics().horizontalAdvance(box.currentText) > room:
            box.currentText = box.currentText.removesuffix(SUFFIX)  # of all that there is the least telling
        box.currentText = self.fontMetrics().elidedText(box.currentText, Qt.TextElideMode.ElideMiddle, room)
        painter.drawComplexControl(kind, box)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, box)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling the page must not choose another


def heading(title: str) -> QStandardItem:
    """Of a group; it cannot be chosen."""
    made = QStandardItem(title)
    made.setFlags(Qt.ItemFlag.NoItemFlags)
    return made


def item(title: str, paths: tuple[Path, ...] | None, tip: str) -> QStandardItem:
    """One line with the files that it stands for."""
    made = QStandardItem(title)
    made.setData(paths, Qt.ItemDataRole.UserRole)
    made.setToolTip(tip)
    return made
