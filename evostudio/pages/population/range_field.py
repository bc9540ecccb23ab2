"""From – to: two numbers with a unit; empty ends mean no bound."""

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

ANY = "any"


class RangeField(QWidget):
    """Each end stands at 'any' until a number is typed there; stepping below the least goes back to it."""

    edited = Signal()

    def __init__(self, name: str, low: float, high: float, unit: str = "", decimals: int = 0) -> None:
        super().__init__()
        self._name, self._unit, self._decimals = name, unit, decimals
        self.low, self.high = (self._end(f"{name}, {word}") for word in ("from", "to"))
        self.set_limits(low, high)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.low, 1)
        row.addWidget(QLabel("–"))
        row.addWidget(self.high, 1)
        self.setFocusProxy(self.low)

    def _end(self, name: str) -> QDoubleSpinBox:
        end = QDoubleSpinBox()
        end.setLocale(QLocale.c())
        end.setDecimals(self._decimals)
        end.setSuffix(self._unit)
        end.setKeyboardTracking(False)
        end.setAlignment(Qt.AlignmentFlag.AlignRight)
        end.setProperty("role", "number")
        end.setSpecialValueText(ANY)
        end.setAccessibleName(name)
        end.setMinimumWidth(56)
        end.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        end.valueChanged.connect(lambda _value: self.edited.emit())
        return end

    def set_limits(self, low: float, high: float) -> None:
        """What can be typed; 'any' lies one step below."""
        step = 10.0**-self._decimals
        for end in (self.low, self.high):
            end.blockSignals(True)
            unset = end.value() == end.minimum()
            end.setRange(low - step, high)
            if unset:
                end.setValue(end.minimum())
            end.setToolTip(f"{end.accessibleName()}: {low:g} to {high:g}{self._unit}, or {ANY}")
            end.blockSignals(False)
        self._low, self._high = low, high

    @property
    def span(self) -> tuple[float, float] | None:
        """From and to; None where both are 'any'."""
        ends = [None if end.value() == end.minimum() else end.value() for end in (self.low, self.high)]
        if ends == [None, None]:
            return None
        return (self._low if ends[0] is None else ends[0], self._high if ends[1] is None else ends[1])

    def clear(self) -> None:
        """Both ends to 'any', untold."""
        for end in (self.low, self.high):
            end.blockSignals(True)
            end.setValue(end.minimum())
            end.blockSignals(False)
