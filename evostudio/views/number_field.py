"""A number that can be typed, stepped and read, with its unit; it says only what a person changed."""

import re

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")
NOTHING = "–"
"""Stands where there is no number."""


class NumberField(QDoubleSpinBox):
    """Right-aligned, tabular. Enter or leaving commits; Esc, and what is no number in its range, go back.

    A comma is as good as a point, whatever the desktop's language.
    """

    typed = Signal(float)
    """A value that a person committed and that differs from the shown one."""
    left = Signal()
    """Enter or Esc: the keyboard may go back to the work."""

    def __init__(
        self, unit: str, low: float, high: float, decimals: int, step: float, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setLocale(QLocale.c())
        self.setRange(low, high)
        self.setDecimals(decimals)
        self.setSingleStep(step)
        self.setSuffix(unit)
        self.setKeyboardTracking(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setProperty("role", "number")  # without buttons; Qt's own way hides the text under a style sheet
        self.setAccessibleName(name)
        self.setToolTip(f"{name}, {low:g} to {high:g}{unit}")
        self.setFixedWidth(96)
        self._shown: float | None = 0.0
        self.valueChanged.connect(self._changed)

    def show_value(self, value: float | None) -> None:
        """What the model says; never announced as typed. What stands there already is not painted again."""
        self.setEnabled(value is not None)
        if (value is None) != (self._shown is None):
            self.setSpecialValueText(NOTHING if value is None else "")
        self._shown = value
        if round(self._standing(), self.decimals()) != self.value():
            self._put_back()

    def _standing(self) -> float:
        return self.minimum() if self._shown is None else self._shown

    def _put_back(self) -> None:
        """The model's value in place of what is being typed."""
        self.blockSignals(True)
        self.setValue(self._standing())
        self.blockSignals(False)

    def _changed(self, value: float) -> None:
        if abs(value - self._standing()) >= 10.0 ** -self.decimals() / 2:
            self.typed.emit(value)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Everything may stand there while it is typed; only a number within the range is taken."""
        number = self._number(text)
        good = number is not None and self.minimum() <= number <= self.maximum()
        return (QValidator.State.Acceptable if good else QValidator.State.Intermediate), text, position

    def valueFromText(self, text: str) -> float:
        """The number typed, or the shown one where it is none."""
        number = self._number(text)
        return self._standing() if number is None else number

    def fixup(self, text: str) -> str:
        """What stands there when something else was typed; Qt's own would take commas out."""
        return self.textFromValue(self._standing()) + self.suffix()

    def _number(self, text: str) -> float | None:
        plain = text.removesuffix(self.suffix()).strip().replace(",", ".").replace("−", "-")
        return float(plain) if NUMBER.fullmatch(plain) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._put_back()
            self.left.emit()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
