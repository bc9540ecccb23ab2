"""The Population page without a population: what it is for, and the buttons that fill it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from evostudio.dialogs.form import text
from evostudio.pages.population.crowd import Crowd
from evostudio.theme import Theme
from evostudio.views.centred import centre, side_by_side

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
        column.addLayout(side_by_side(_button(action, role) for action, role in buttons))
        centre(column, self, WIDTH)

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
