"""A field that takes the next key pressed, whatever it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

_ALONE = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock}
_LEAVES = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}


class KeyField(QLineEdit):
    """Shows the keys there are; focused, it waits for a new one. Backspace leaves none.

    Tab goes on to the next control unless the field was asked to listen, so that it is no trap for the keyboard.
    """

    pressed = Signal(str)
    """A key in portable spelling."""
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__(readOnly=True, placeholderText="press a key; Backspace for none", accessibleName="New key")
        self._once: Callable[[str], object] | None = None

    def show_keys(self, keys: Sequence[str]) -> None:
        """The keys as they are now."""
        self.setText(",  ".join(keys))

    def listen(self, once: Callable[[str], object]) -> None:
        """Take the focus and give the next key to `once` instead."""
        self.setFocus()
        self.setText("")
        self._once = once

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            leaving = event.key() in _LEAVES and self._once is None
            return super().event(event) if leaving or event.key() in _ALONE else self._take(event)
        return super().event(event)

    def _take(self, event: QKeyEvent) -> bool:
        bare = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if bare and event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._once is None:
            self.cleared.emit()
            return True
        key = key_of(event)
        once, self._once = self._once, None
        if key and once:
            once(key)
        elif key:
            self.pressed.emit(key)
        return True


def key_of(event: QKeyEvent) -> str:
    """What was pressed, in portable spelling; the keypad's digits are digits."""
    combination = event.keyCombination()
    modifiers = combination.keyboardModifiers() & ~Qt.KeyboardModifier.KeypadModifier
    sequence = QKeySequence(modifiers.value | event.key())
    return sequence.toString(QKeySequence.SequenceFormat.PortableText)
