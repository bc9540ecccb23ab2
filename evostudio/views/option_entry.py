"""What stands at the right of a field's label: numbers, choices, switches, files and words."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from evostudio.dialogs.path_field import PathField
from evostudio.views.option_words import Wording, shown

ENTRY_WIDTH, UNIT_WIDTH = 128, 24
_MULTIPLES = {"": 1, "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9}
_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([kKMG]?)")


class Unfit(ValueError):
    """What stands in an entry is not what its field holds."""


class Entry(QWidget):
    """Base of what stands at the right of a label."""

    edited = Signal()
    """A person changed it."""

    def value(self) -> Any:
        """What it says; Unfit, with a sentence, where that is not of its kind."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Put a value there; not announced as edited."""
        raise NotImplementedError


class NumberEntry(Entry):
    """A number, right-aligned; Up and Down step it. 10k and 2.5M are understood."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words
        self.field = _Stepped(self._step)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setFixedWidth(ENTRY_WIDTH)
        self.field.setPlaceholderText(words.empty)
        self.field.textEdited.connect(lambda _text: self.edited.emit())
        self.unit = _row(self, self.field, words.unit)

    def value(self) -> float | int | None:
        typed = self.field.text().strip().removesuffix(self._words.unit).strip()
        if not typed:
            if self._words.optional:
                return None
            raise Unfit(f"A number is needed: {self._words.range.words(self._words.unit) or 'any'}.")
        number = _parsed(typed, self._words.kind == "whole")
        if number is None:
            raise Unfit(f"“{typed}” is no {'whole ' if self._words.kind == 'whole' else ''}number.")
        return number

    def show_value(self, value: Any) -> None:
        if value is None:
            self.field.clear()
        elif self._reads() != value:
            self.field.setText(shown(value))

    def _reads(self) -> float | int | None:
        try:
            return self.value()
        except Unfit:
            return None

    def _step(self, steps: int) -> None:
        words, now = self._words, self._reads()
        low, high = words.range.low, words.range.high
        start = (now if now is not None else low) or 0.0
        value = round(start + steps * words.step, 6)
        value = min(value if low is None else max(value, low), float("inf") if high is None else high)
        self.show_value(int(value) if words.kind == "whole" else value)
        self.edited.emit()


class ChoiceEntry(Entry):
    """One of a few words."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self.field = _Calm()
        self.field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.field.setMinimumWidth(ENTRY_WIDTH)
        if words.optional:
            self.field.addItem("–", None)
        for choice in words.choices:
            self.field.addItem(choice, choice)
        self.field.activated.connect(lambda _row: self.edited.emit())
        _row(self, self.field)

    def value(self) -> Any:
        return self.field.currentData()

    def show_value(self, value: Any) -> None:
        self.field.setCurrentIndex(max(0, self.field.findData(value)))


class SwitchEntry(Entry):
    """On or off."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self.field = QCheckBox()
        self.field.setProperty("role", "alone")
        self.field.clicked.connect(lambda _on: self.edited.emit())
        _row(self, self.field)

    def value(self) -> bool:
        return self.field.isChecked()

    def show_value(self, value: Any) -> None:
        self.field.setChecked(bool(value))


class PathEntry(Entry):
    """A file, typed or chosen."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words
        self.field = PathField(words.label)
        self.field.field.setPlaceholderText(words.empty)
        self.field.button.setText("…")
        self.field.button.setToolTip(f"Choose: {words.label}")
        self._showing = False
        self.field.edited.connect(lambda _text: None if self._showing else self.edited.emit())
        _row(self, self.field)

    def value(self) -> Path | None:
        path = self.field.path
        if path is None and not self._words.optional:
            raise Unfit("A file is needed.")
        if path is not None and not path.exists():
            raise Unfit(f"There is no file {path}.")
        return path

    def show_value(self, value: Any) -> None:
        self._showing = True
        self.field.field.setText("" if value is None else str(value))
        self._showing = False


class TextEntry(Entry):
    """Words; several, parted by spaces, where the field holds several."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words
        self.field = QLineEdit()
        self.field.setMinimumWidth(ENTRY_WIDTH)
        self.field.setPlaceholderText(words.empty)
        self.field.textEdited.connect(lambda _text: self.edited.emit())
        _row(self, self.field)

    def value(self) -> Any:
        typed = self.field.text().strip()
        if self._words.kind in ("words", "paths"):
            return tuple(typed.split())
        return None if self._words.optional and not typed else typed

    def show_value(self, value: Any) -> None:
        words = " ".join(map(str, value)) if isinstance(value, tuple | list) else "" if value is None else str(value)
        if words != self.field.text():
            self.field.setText(words)


def entry(words: Wording) -> Entry:
    """What fits the kind of field."""
    kinds: dict[str, Callable[[Wording], Entry]] = {
        "number": NumberEntry, "whole": NumberEntry, "choice": ChoiceEntry, "switch": SwitchEntry, "path": PathEntry,
    }  # fmt: skip
    return kinds.get(words.kind, TextEntry)(words)


class _Stepped(QLineEdit):
    """Up, Down and their page keys step the number."""

    def __init__(self, step: Any) -> None:
        super().__init__()
        self.setLocale(QLocale.c())
        self._take = step

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
        key = Qt.Key(event.key())
        if key in steps:
            self._take(steps[key])
        else:
            super().keyPressEvent(event)


class _Calm(QComboBox):
    """Scrolling the form past it does not change it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _row(entry: QWidget, field: QWidget, unit: str = "") -> QLabel:
    """The room of a unit, which is returned, stands at the right of all, so that they end at one edge."""
    row = QHBoxLayout(entry)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    beside = QLabel(unit)
    beside.setProperty("role", "dim")
    beside.setFixedWidth(UNIT_WIDTH)
    row.addWidget(field)
    row.addWidget(beside)
    entry.setFocusProxy(field)
    return beside


def _parsed(typed: str, whole: bool) -> float | int | None:
    """'0,3', '10 000', '10,000', '2.5M', '−5'; None where it is no number."""
    plain = re.sub(r"[\s_]", "", typed).replace("−", "-")
    grouped = re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?[kKMG]?", plain)
    plain = plain.replace(",", "") if grouped else plain.replace(",", ".")
    found = _NUMBER.fullmatch(plain)
    if not found:
        return None
    number = float(found[1]) * _MULTIPLES[found[2]]
    if number in (float("inf"), float("-inf")) or (whole and number != int(number)):
        return None
    return int(number) if whole else number
