"""One thing that is learned from: which, what is known of it, how often it is drawn, and the way to be rid of it."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from evostudio.dialogs.form import named, text
from evostudio.status import Elided
from evostudio.studio import Studio
from evostudio.views.population_field import PopulationField, Results

AROUND = 36
"""Pixels of a field beside its words."""
UNIT_UNDER = "Poses"
"""The heading in the form where the unit of populations is chosen."""
_MOST = 1e6
_TIP = "How often it is drawn, in proportion to the others; by size where none has a weight"


class DataRow(QWidget):
    """Base of both kinds."""

    edited = Signal()
    """Its weight is another."""
    unwanted = Signal()

    def __init__(self, shown: QWidget, paths: Sequence[Path]) -> None:
        super().__init__()
        self._paths = tuple(paths)
        self.number = QLineEdit(placeholderText="weight", toolTip=_TIP, accessibleName="Weight")
        self.number.setFixedWidth(self.number.fontMetrics().horizontalAdvance("weight") + AROUND)
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number.textEdited.connect(lambda _text: self.edited.emit())
        self.away = QToolButton(text="✕", toolTip="Do not learn from it", accessibleName="Do not learn from it")
        self.away.clicked.connect(lambda _on: self.unwanted.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(shown, 1)
        for widget in (self.number, self.away):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def paths(self) -> tuple[Path, ...]:
        """Its files."""
        return self._paths

    def weight(self) -> float | None:
        """None where it goes by size, or cannot be read."""
        try:
            value = float(self.number.text().replace(",", "."))
        except ValueError:
            return None
        return value if isfinite(value) and 0 <= value <= _MOST else None

    def show_weight(self, weight: float | None) -> None:
        """Not announced as edited."""
        self.number.setText("" if weight is None else f"{weight:g}")

    def set_several(self, several: bool) -> None:
        """Whether it is one of several."""
        self.number.setVisible(several)
        self.away.setVisible(several)

    def trouble(self) -> str:
        """Why it cannot be learned from; empty if it can."""
        typed = self.number.text().strip()
        return f"“{typed}” is no weight: 0 to 1,000,000." if typed and self.weight() is None else ""


class PopulationRow(DataRow):
    """A population, chosen from a list."""

    def __init__(self, studio: Studio, results: Results, paths: Sequence[Path]) -> None:
        self.field = PopulationField(studio, results, unit_under=UNIT_UNDER)
        super().__init__(self.field, ())
        self.field.show_paths(paths)
        self.setFocusProxy(self.field)

    @property
    def paths(self) -> tuple[Path, ...]:
        return self.field.paths

    def poses(self) -> int | None:
        """Of the kinds asked for."""
        facts = self.field.facts
        return facts.poses if facts.chosen is None else facts.chosen

    def trouble(self) -> str:
        return self.field.facts.problem or super().trouble()


class PairsRow(DataRow):
    """Files of recorded pairs."""

    def __init__(self, paths: Sequence[Path]) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(2)
        self.title = Elided(named([path.name for path in paths]))
        self.title.setToolTip("\n".join(map(str, paths)))
        column.addWidget(self.title)
        column.addWidget(text("recorded pairs", "small"))
        super().__init__(holder, paths)

    def trouble(self) -> str:
        missing = next((path for path in self.paths if not path.exists()), None)
        return f"There is no file {missing}." if missing else super().trouble()

    def set_several(self, several: bool) -> None:
        super().set_several(several)
        self.away.show()  # one that stands alone may go: a population can come in its place
