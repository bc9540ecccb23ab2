"""The slim rail at the left: one button a page, and below them log, keys and preferences."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from evostudio.icons import SIZE, icon
from evostudio.theme import Theme

WIDTH = 80
"""Room for the longest title, Distributions."""


class Rail(QFrame):
    """Buttons that show QActions; which are checked the actions say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self.setFixedWidth(WIDTH)
        self._buttons: dict[QToolButton, str] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 8, 4, 8)
        self._column.setSpacing(4)
        self._column.addStretch(1)

    def fill(self, pages: Iterable[tuple[QAction, str, str]], tools: Iterable[tuple[QAction, str, str]]) -> None:
        """Buttons of pages above, of tools below; each an action, its short label and its icon's name."""
        for place, (action, label, name) in enumerate(pages):
            self._column.insertWidget(place, self._button(action, label, name))
        for action, label, name in tools:
            self._column.addWidget(self._button(action, label, name))

    def _button(self, action: QAction, label: str, name: str) -> QToolButton:
        button = _RailButton(action, label)
        self._buttons[button] = name
        return button

    def set_theme(self, theme: Theme) -> None:
        """Tint the icons."""
        for button, name in self._buttons.items():
            button.setIcon(icon(name, theme))


class _RailButton(QToolButton):
    """An action's button with a label of its own, shorter than the menu's."""

    def __init__(self, action: QAction, label: str) -> None:
        super().__init__()
        self._action, self._label = action, label
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setIconSize(QSize(SIZE, SIZE))
        self.setFixedSize(WIDTH - 8, 52)
        self.setText(label)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setCheckable(self._action.isCheckable())
        self.setChecked(self._action.isChecked())
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())
        self.setAccessibleName(self._action.text())
