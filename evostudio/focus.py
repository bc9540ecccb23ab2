"""Fields, lists and buttons keep the keys they use: typing in a number box must never turn a bone."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

_TYPED = (QLineEdit, QAbstractSpinBox, QPlainTextEdit, QTextEdit)
_CHOSEN = (QComboBox, QAbstractItemView, QAbstractSlider)

_TABS = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
_MOVES = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}
_ENTERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_EDITS = {Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Space}
_CLIPBOARD = {Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_X, Qt.Key.Key_Z}


class _FieldKeys(QObject):
    """Claims the focused field's keys before the shortcuts of the page around it see them."""

    def watch(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None:
            old.removeEventFilter(self)
        if isinstance(new, (*_TYPED, *_CHOSEN, QAbstractButton)):
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if isinstance(watched, QWidget) and is_claimed(watched, event):
            event.accept()
            return True
        return False


def is_claimed(widget: QWidget, event: QKeyEvent) -> bool:
    """Whether the focused widget uses this key itself."""
    key = event.key()
    plain = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    free = plain == Qt.KeyboardModifier.NoModifier
    if free and key in _TABS:
        return True
    if isinstance(widget, _TYPED):
        clipboard = plain == Qt.KeyboardModifier.ControlModifier and key in _CLIPBOARD
        by_words = sys.platform == "darwin" or not plain & Qt.KeyboardModifier.AltModifier
        move = key in _MOVES and by_words  # Ctrl+Left, on a Mac Alt+Left
        written = key in _EDITS | _ENTERS or (event.text().isprintable() and event.text() != "")
        return move or clipboard or (free and written)
    if isinstance(widget, _CHOSEN):
        return free and key in _MOVES | _ENTERS
    return free and key == Qt.Key.Key_Space


def keep_keys_of_fields() -> None:
    """Start watching the focus, once an application."""
    app = QApplication.instance()
    if isinstance(app, QApplication) and app.findChild(_FieldKeys) is None:
        keeper = _FieldKeys(app)
        app.focusChanged.connect(keeper.watch)
        keeper.watch(None, app.focusWidget())
