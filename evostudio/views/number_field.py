"""A number that can be typed, stepped and read, with its unit; it says only what a person changed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDoubleSpinBox, QWidget


class NumberField(QDoubleSpinBox):
    """Right-aligned, tabular; Enter or leaving commits, Esc takes back what was typed."""

    typed = Signal(float)
    """A value that a person committed and that differs from the shown one."""
    left = Signal()
    """Enter or Esc: the keyboard may go back to the work."""

    def __init__(
        self, unit: str, low: float, high: float, decimals: int, step: float, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setRange(low, high)
        self.setDecimals(decimals)
        self.setSingleStep(step)
        self.setSuffix(unit)
        self.setKeyboardTracking(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setProperty("role", "number")  # without buttons; Qt's own way hides the text under a style sheet
        self.setAccessibleName(name)
        self.setFixedWidth(96)
        self._shown = 0.0
        self.valueChanged.connect(self._changed)

    def show_value(self, value: float | None) -> None:
        """What the model says; never announced as typed. What stands there already is not painted again."""
        self.setEnabled(value is not None)
        self._shown = 0.0 if value is None else value
        if round(self._shown, self.decimals()) != self.value():
            self._put_back()

    def _put_back(self) -> None:
        """The model's value in place of what is being typed."""
        self.blockSignals(True)
        self.setValue(self._shown)
        self.blockSignals(False)

    def _changed(self, value: float) -> None:
        if abs(value - self._shown) >= 10.0 ** -self.decimals() / 2:
            self.typed.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._put_back()
            self.left.emit()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
