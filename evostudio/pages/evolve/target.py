"""How far a run goes: until it is so many times as large, has so many poses, or after so many generations."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from evostudio.dialogs.form import text
from evostudio.views.option_entry import NumberEntry, Unfit
from evostudio.views.option_words import wording

KINDS = {"ratio": "× as many", "poses": "poses", "generations": "generations"}
_FIRST = {"ratio": 2.5, "poses": 100_000, "generations": 10}


class TargetField(QWidget):
    """A number and what it counts."""

    edited = Signal()

    def __init__(self, options: type[BaseModel]) -> None:
        super().__init__()
        self._words = {name: wording(name, options.model_fields[name]) for name in KINDS}
        self._values: dict[str, Any] = dict(_FIRST)
        self.kind = QComboBox(accessibleName="What is counted")
        for name, title in KINDS.items():
            self.kind.addItem(title, name)
        self.entries = {name: NumberEntry(words) for name, words in self._words.items()}
        label = QLabel("Until there are")
        self._label = label
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(label, 1)
        for name, entry in self.entries.items():
            entry.unit.hide()
            entry.field.setFixedWidth(64)
            entry.field.setAccessibleName(f"Until there are … {KINDS[name]}")
            entry.field.setToolTip("\n".join((self._words[name].tip, self._words[name].range.words(""))))
            entry.show_value(_FIRST[name])
            entry.edited.connect(self._edit)
            row.addWidget(entry)
        row.addWidget(self.kind)
        self.problem = text("", "error")
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.problem)
        self.kind.activated.connect(self._choose)
        self._choose()

    @property
    def name(self) -> str:
        """Which of the three options it sets."""
        return str(self.kind.currentData())

    @property
    def field(self) -> QWidget:
        """Where its number is typed."""
        return self.entries[self.name].field

    def show_options(self, options: Any) -> None:
        """What the options say."""
        name = next((name for name in ("generations", "poses") if getattr(options, name) is not None), "ratio")
        self.kind.setCurrentIndex(list(KINDS).index(name))
        self.entries[name].show_value(getattr(options, name))
        self._judge()

    def fits(self) -> bool:
        """Whether its number can be used."""
        self._judge()
        return self.problem.isHidden()

    def fields(self) -> dict[str, Any] | None:
        """The three options; None while the number does not fit."""
        if not self.fits():
            return None
        unset: dict[str, Any] = {"poses": None, "generations": None}
        return unset | {self.name: self.entries[self.name].value()}

    def _choose(self) -> None:
        self._judge()
        self.edited.emit()

    def _edit(self) -> None:
        self._judge()
        self.edited.emit()

    def _judge(self) -> None:
        for name, entry in self.entries.items():
            entry.setVisible(name == self.name)
        self._label.setText("After" if self.name == "generations" else "Until there are")
        self._label.setBuddy(self.field)
        self.setFocusProxy(self.field)
        try:
            value = self.entries[self.name].value()
            trouble = self._words[self.name].trouble(value) if value is not None else "A number is needed."
        except Unfit as error:
            trouble = str(error)
        self.problem.setText(trouble)
        self.problem.setVisible(bool(trouble))
