"""What the window shows while no project is open: what it is for, and the buttons that fill it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from evostudio.figure import Figure
from evostudio.paths import shown
from evostudio.status import Elided
from evostudio.theme import Theme
from evostudio.views.centred import centre, side_by_side

SHOWN = 5
WIDTH = 528


class Welcome(QScrollArea):
    """A picture, a sentence, three buttons, the recent projects."""

    chosen = Signal(object)
    """Path of a recent project."""

    def __init__(self, theme: Theme, buttons: Sequence[tuple[QAction, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.figure = Figure(theme)
        self.buttons = [_button(action, role) for action, role in buttons]
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self.setWidget(self._middle())

    def _middle(self) -> QWidget:
        middle = QWidget()
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self.figure)
        column.addSpacing(8)
        column.addWidget(_label("Refine 3D human poses over photos", "headline", Qt.AlignmentFlag.AlignHCenter))
        column.addWidget(
            _label(
                "Choose a bone, turn it with the arrow keys, and watch its projection move over the photo. Every step "
                "is saved and can be undone. To begin with photos of your own, drop their folder here.",
                "dim",
                Qt.AlignmentFlag.AlignHCenter,
            )
        )
        column.addSpacing(8)
        column.addLayout(side_by_side(self.buttons))
        column.addSpacing(16)
        column.addLayout(self._recent)
        centre(column, middle, WIDTH)
        return middle

    def set_theme(self, theme: Theme) -> None:
        """Draw the picture in other colours."""
        self.figure.set_theme(theme)

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List the projects opened last."""
        while (item := self._recent.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        if paths:
            self._recent.addWidget(_label("Recent projects", "title"))
        for path in paths[:SHOWN]:
            self._recent.addWidget(self._recent_row(path))

    def _recent_row(self, path: Path) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        name = QPushButton(path.stem)
        name.setProperty("role", "quiet")
        name.setToolTip(f"Open {shown(path)}")
        name.clicked.connect(lambda: self.chosen.emit(path))
        line.addWidget(name)
        folder = Elided(shown(path.parent))
        folder.setProperty("role", "small")
        line.addWidget(folder, 1)
        return row


def _button(action: QAction, role: str) -> QPushButton:
    button = QPushButton(action.text().removesuffix("…") if role == "primary" else action.text())
    button.setProperty("role", role)
    button.setToolTip(action.toolTip())
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    button.clicked.connect(action.trigger)
    action.changed.connect(lambda: button.setToolTip(action.toolTip()))
    return button


def _label(text: str, role: str, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setAlignment(align)
    label.setWordWrap(True)
    return label
