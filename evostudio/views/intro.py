"""What stands where something will be shown: a picture of it, what it is, and how to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from evostudio.dialogs.form import text
from evostudio.theme import Theme
from evostudio.views.picture import Picture

WIDTH = 440


class Intro(QWidget):
    """A picture, a few sentences, a button for an action."""

    def __init__(self, picture: Picture, title: str, words: str, start: QAction, begin: str = "") -> None:
        """`begin`: what the button says, if not what the action is called."""
        super().__init__()
        self.picture, self._start, self._begin, self._waiting = picture, start, begin, ""
        self.labels = [text(title, "headline"), text(words, "dim")]
        self.button = QPushButton()
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(lambda _on: start.trigger())
        self._lay_out()
        start.changed.connect(self._follow)
        self._follow()

    def _lay_out(self) -> None:
        box = QWidget()
        box.setMaximumWidth(WIDTH)
        column = QVBoxLayout(box)
        column.setSpacing(8)
        column.addWidget(self.picture)
        for label in self.labels:
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addSpacing(8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        middle = QHBoxLayout()  # with an alignment, the column would be as high as its words are at the full width
        middle.addStretch(1)
        middle.addWidget(box, 1000)
        middle.addStretch(1)
        around = QVBoxLayout(self)
        around.addStretch(1)
        around.addLayout(middle)
        around.addStretch(1)

    def _follow(self) -> None:
        self.button.setText(self._waiting or self._begin or self._start.text())
        self.button.setToolTip(self._start.toolTip())
        self.button.setEnabled(self._start.isEnabled())

    def show_waiting(self, words: str) -> None:
        """What is done before it can begin; empty if nothing."""
        self._waiting = words
        self._follow()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.picture.set_theme(theme)
