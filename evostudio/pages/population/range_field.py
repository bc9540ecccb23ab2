"""From – to: two numbers with a unit; empty ends mean no bound."""

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from evostudio.dialogs.form import text
from evostudio.views.numerals import numeral, plain

ANY = "any"


class _End(QDoubleSpinBox):
    """Shows a true minus; either can be typed."""

    def textFromValue(self, value: float) -> str:
        return numeral(value, self.decimals()).replace(",", "")

    def valueFromText(self, words: str) -> float:
        return super().valueFromText(words.replace("−", "-"))

    def validate(self, words: str, position: int) -> tuple[QValidator.State, str, int]:
        state, _words, place = super().validate(words.replace("−", "-"), position)
        return state, words, place


class RangeField(QWidget):
    """Each end stands at 'any' until a number is typed there; stepping below the least goes back to it."""

    edited = Signal()

    def __init__(
        self, name: str, low: float, high: float, unit: str = "", decimals: int = 0, around: bool = False
    ) -> None:
        super().__init__()
        self._around = around
        """Whether the range may go over the end of the numbers, as angles do."""
        self._name, self._unit, self._decimals = name, unit, decimals
        self.low, self.high = (self._end(f"{name}, {word}") for word in ("from", "to"))
        self.set_limits(low, high)
        self.note = text("From is greater than to: nothing lies between.", "small")
        self.note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = QHBoxLayout()
        column.addLayout(row)
        column.addWidget(self.note)
        row.setSpacing(4)
        row.addWidget(self.low, 1)
        row.addWidget(QLabel("–"))
        row.addWidget(self.high, 1)
        self.setFocusProxy(self.low)

    def _end(self, name: str) -> QDoubleSpinBox:
        end = _End()
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
        end.valueChanged.connect(lambda _value: self._edit())
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
            end.setToolTip(f"{end.accessibleName()}: {plain(low)} to {plain(high)}{self._unit}, or {ANY}")
            end.blockSignals(False)
        self._low, self._high = low, high

    def _edit(self) -> None:
        self._judge()
        self.edited.emit()

    def _judge(self) -> None:
        """Say it where the range is the wrong way round."""
        span = self.span
        self.note.setVisible(not self._around and span is not None and span[0] > span[1])

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
        self._judge()
