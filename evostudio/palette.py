"""The command palette: all that can be done now, found by a few letters and run by Enter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from evostudio.actions import Action, ActionSet
from evostudio.fuzzy import search
from evostudio.keymap import shown
from evostudio.palette_row import RowDelegate

if TYPE_CHECKING:
    from evostudio.studio import Studio

WIDTH, HEIGHT = 560, 420
SELF = "window.palette"
Entry = tuple[ActionSet, Action]


class Palette(QFrame):
    """An overlay over the window's upper part; Esc, or a click beside it, closes it and gives the focus back."""

    def __init__(self, window: QWidget, studio: Studio, sets: Iterable[ActionSet]) -> None:
        super().__init__(window)
        self.setProperty("role", "palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._before = QApplication.focusWidget()
        self.entries: list[Entry] = [
            (actions, action) for actions in sets for action in actions if action.id != SELF and action.can_run()
        ]
        self.field = QLineEdit(placeholderText="What do you want to do?", accessibleName="Search commands")
        self.list = QListWidget(accessibleName="Commands")
        self.list.setItemDelegate(RowDelegate(studio.theme, self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(lambda _item: self._run())
        self._fill("")

    def open_over(self) -> None:
        """Show it, with the keyboard in its field."""
        window = self.window()
        width, height = min(WIDTH, window.width() - 32), min(HEIGHT, window.height() - 96)
        self.setGeometry((window.width() - width) // 2, 56, width, height)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fill(self, query: str) -> None:
        self.list.clear()
        for actions, action in search(query, self.entries, _text):
            item = QListWidgetItem(action.text_now())
            keys = ", ".join(shown(key) for key in actions.keys(action.id))
            item.setData(Qt.ItemDataRole.UserRole, (action.group, keys))
            item.setData(Qt.ItemDataRole.UserRole + 1, action.id)
            item.setToolTip(action.tip)
            self.list.addItem(item)
        if not self.list.count():
            nothing = QListWidgetItem(f"Nothing here is called “{query}”.")
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            nothing.setData(Qt.ItemDataRole.UserRole, ("", ""))
            self.list.addItem(nothing)
        self.list.setCurrentRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self.close)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(Qt.Key(event.key())) if event.key() in _KEYS else False
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        step = _KEYS[key]
        if step:
            row = self.list.currentRow() + step
            self.list.setCurrentRow(
                max(0, min(self.list.count() - 1, row)) if abs(step) > 1 else row % self.list.count()
            )
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            self._run()
        return True

    def _run(self) -> None:
        item = self.list.currentItem()
        name = item.data(Qt.ItemDataRole.UserRole + 1) if item else None
        self.close()
        for actions, action in self.entries:
            if action.id == name:
                actions.qaction(name).trigger()
                return

    def closeEvent(self, event: QCloseEvent) -> None:
        """Gone, with the focus where it was before."""
        had_focus = self.field.hasFocus()
        self.field.removeEventFilter(self)
        super().closeEvent(event)
        if had_focus and self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)


_KEYS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -8,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_Return: 0,
    Qt.Key.Key_Enter: 0,
    Qt.Key.Key_Escape: 0,
}
"""How far each key moves in the list."""


def _text(entry: Entry) -> str:
    action = entry[1]
    return f"{action.text_now()} {action.group}"
