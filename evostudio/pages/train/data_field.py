"""What is learned from: populations and recorded pairs, one below the other, each with how often it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from evostudio.dialogs.form import text
from evostudio.pages.train.data_row import DataRow, PairsRow, PopulationRow
from evostudio.places import demo_population
from evostudio.studio import Studio
from evostudio.views.population_field import Results

UNEQUAL = "Give a weight to all of them, or to none: then each is drawn by its size."
NOTHING = "Choose something to learn from."


class DataField(QWidget):
    """Rows, and buttons for more."""

    chosen = Signal()
    """A person changed what is learned from."""
    known = Signal()
    """More is known of it."""

    def __init__(self, studio: Studio, results: Results) -> None:
        super().__init__()
        self._studio, self._results = studio, results
        self._project: Path | None = None
        self._kinds: tuple[str, ...] = ()
        self._unit = "m"
        self.rows: list[DataRow] = []
        self.problem = text("", "error")
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        self.more = _button("+ Population", "Learn from one more population", self.add_population)
        self.pairs = _button("+ Recorded pairs…", "2D as a detector found it, with 3D beside it", self.choose_pairs)
        buttons.addWidget(self.more)
        buttons.addWidget(self.pairs)
        buttons.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(self._column)
        whole.addWidget(self.problem)
        whole.addLayout(buttons)
        self.show_data((demo_population(),), ())

    # What is there

    def populations(self) -> list[PopulationRow]:
        """Their rows."""
        return [row for row in self.rows if isinstance(row, PopulationRow)]

    @property
    def paths(self) -> tuple[Path, ...]:
        """Of the populations."""
        return tuple(path for row in self.populations() for path in row.paths)

    @property
    def detections(self) -> tuple[Path, ...]:
        """Of the recorded pairs."""
        return tuple(path for row in self.rows if isinstance(row, PairsRow) for path in row.paths)

    @property
    def weights(self) -> tuple[float, ...]:
        """Of each population, then of each of the pairs; none where they go by size. Ask `trouble` first."""
        ordered = [*self.populations(), *(row for row in self.rows if isinstance(row, PairsRow))]
        given = [(row, row.weight()) for row in ordered]
        return (
            tuple(w / len(row.paths) for row, w in given if w is not None for _ in row.paths) if len(given) > 1 else ()
        )

    def poses(self) -> int | None:
        """In all populations, of the kinds asked for; None while nobody knows."""
        found = [row.poses() for row in self.populations()]
        known = [count for count in found if count is not None]
        return sum(known) if len(known) == len(found) else None

    def trouble(self) -> str:
        """Why it cannot be learned from; empty if it can."""
        if not self.rows:
            return NOTHING
        problems = (row.trouble() for row in self.rows)
        if problem := next(filter(None, problems), ""):
            return problem
        given = [row.weight() is not None for row in self.rows]
        return UNEQUAL if len(given) > 1 and any(given) and not all(given) else ""

    def unknown(self) -> str:
        """Which of the kinds that were asked for there are nowhere."""
        told = [row.field.facts.unknown for row in self.populations()]
        return told[0] if told and all(told) else ""

    # What others show in it

    def show_data(self, populations: Sequence[Path], detections: Sequence[Path], weights: Sequence[float] = ()) -> None:
        """These instead."""
        for row in list(self.rows):
            self._drop(row)
        paths = [*populations, *detections]
        for place, path in enumerate(paths):
            row = self._population((path,)) if place < len(populations) else PairsRow((path,))
            self._add(row, weights[place] if len(weights) == len(paths) else None)
        self._settle()

    def choose(self, paths: Sequence[Path]) -> None:
        """As if a person had chosen this population, in place of the first."""
        first = next(iter(self.populations()), None)
        if first:
            first.field.choose(paths)
        else:
            self._add(self._population(paths))
            self._changed()

    def set_project(self, project: Path | None) -> None:
        """The open one."""
        self._project = project
        for row in self.populations():
            row.field.project = project

    def show_kinds(self, kinds: tuple[str, ...]) -> None:
        """Count those alone."""
        self._kinds = kinds
        for row in self.populations():
            row.field.show_kinds(kinds)

    def show_unit(self, unit: str) -> None:
        """Read them so, where their formats do not say."""
        self._unit = unit
        for row in self.populations():
            row.field.show_unit(unit)

    def refresh(self) -> None:
        """Find out anew."""
        for row in self.populations():
            row.field.refresh()

    # What a person does

    def add_population(self) -> None:
        """One more row; it begins with the newest result of a run that is not there yet, the demo, or files
        that are asked for: never the same again."""
        known = [path for _, path in self._results()]
        other = next((path for path in (*known, demo_population()) if path not in self.paths), None)
        files = (other,) if other is not None else self._asked()
        if not files:
            return
        self._add(self._population(files))
        self._changed()
        self.rows[-1].setFocus()

    def _asked(self) -> tuple[Path, ...]:
        """Files of another population, where all that are known are learned from already; those are not taken twice."""
        names, _ = QFileDialog.getOpenFileNames(self, "Another population", str(Path.home()))
        return tuple(path for path in map(Path, names) if path not in self.paths)

    def choose_pairs(self) -> None:
        """Ask for files of recorded pairs."""
        names, _ = QFileDialog.getOpenFileNames(self, "Recorded pairs", str(Path.home()))
        if names:
            self._add(PairsRow([Path(name) for name in names]))
            self._changed()

    # Rows

    def _population(self, paths: Sequence[Path]) -> PopulationRow:
        row = PopulationRow(self._studio, self._results, paths)
        row.field.project = self._project
        row.field.show_kinds(self._kinds)
        row.field.show_unit(self._unit)
        row.field.chosen.connect(lambda _paths: self._changed())
        row.field.known.connect(lambda _facts: self.known.emit())
        return row

    def _add(self, row: DataRow, weight: float | None = None) -> None:
        row.show_weight(weight)
        row.edited.connect(self._changed)
        row.unwanted.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._column.addWidget(row)

    def _remove(self, row: DataRow) -> None:
        self._drop(row)
        self._changed()

    def _drop(self, row: DataRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _changed(self) -> None:
        self._settle()
        self.chosen.emit()

    def _settle(self) -> None:
        several = len(self.rows) > 1
        for row in self.rows:
            row.set_several(several)
        given = [row.weight() is not None for row in self.rows]
        unequal = several and any(given) and not all(given)
        self.problem.setText(UNEQUAL if unequal else "")
        self.problem.setVisible(unequal)


def _button(words: str, tip: str, do: object) -> QToolButton:
    button = QToolButton(text=words, toolTip=tip)
    button.clicked.connect(do)
    return button
