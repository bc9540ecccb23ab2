"""The Population page without a population: what it is for, and the buttons that fill it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from evostudio.dialogs.form import text
from evostudio.pages.population.crowd import Crowd
from evostudio.theme import Theme

WIDTH = 528
WORDS = (
    "Look through all the poses of a population, also of ten million: sort and filter them, find those like one "
    "another, see where each comes from, mark, throw out, export, and take single ones on to be refined. "
    "A file of poses can be dropped here."
)


class Empty(QWidget):
    """A picture, a sentence, two buttons."""

    def __init__(self, theme: Theme, buttons: Sequence[tuple[QAction, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.crowd = Crowd(theme)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self.crowd)
        column.addSpacing(8)
        for words, role in (("Populations of poses", "headline"), (WORDS, "dim")):
            label = text(words, role)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for action, role in buttons:
            row.addWidget(_button(action, role))
        row.addStretch(1)
        column.addLayout(row)
        box = QWidget()
        box.setLayout(column)
        box.setFixedWidth(WIDTH)
        around = QVBoxLayout(self)
        around.addStretch(1)
        around.addWidget(box, 0, Qt.AlignmentFlag.AlignHCenter)
        around.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        """Draw the picture in other colours."""
        self.crowd.set_theme(theme)


def _button(action: QAction, role: str) -> QPushButton:
    button = QPushButton(action.text())
    button.setProperty("role", role)
    button.setToolTip(action.toolTip())
    button.clicked.connect(action.trigger)
    action.changed.connect(lambda: button.setToolTip(action.toolTip()))
    return button
