"""A push button for an action: its text, tip and state follow it."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton


def action_button(action: QAction, role: str, label: str = "") -> QPushButton:
    """Shows what it is called, or a shorter `label`, what it does, and whether it can be triggered; `role` is the style
    sheet's."""
    button = QPushButton()
    button.setProperty("role", role)
    button.clicked.connect(lambda _on: action.trigger())

    def follow() -> None:
        button.setText(label or action.text())
        button.setAccessibleName(action.text())
        button.setToolTip(action.toolTip())
        button.setEnabled(action.isEnabled())

    action.changed.connect(follow)
    follow()
    return button
