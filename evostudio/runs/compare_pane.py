"""Several runs side by side: their curves over each other, and a table of what they were told and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QSplitter, QVBoxLayout, QWidget

from evopose.runs import RunRecord
from evostudio.dialogs.form import text
from evostudio.runs.compare_table import CompareTable
from evostudio.runs.comparing import Row, begun, differences, tags
from evostudio.runs.keeping import titles
from evostudio.theme import Theme
from evostudio.views.curve_legend import CurveLegend, Entry
from evostudio.views.curves import Curve, Curves
from evostudio.views.line_style import of_run
from evostudio.views.titled import Titled

PLOT = 150
"""Least height of the curves, in pixels; what is lower scrolls in the table."""


class RunsComparePane(QWidget):
    """Shows runs and what they told; knows of no files. Pages say what a run's curve is, and what came of runs."""

    def __init__(self, theme: Theme, curves: Curves, boxes: Sequence[QComboBox], below: QWidget | None = None) -> None:
        """`boxes`: what is chosen of the curves; `below`: what stands between them and their legend."""
        super().__init__()
        self._records: tuple[RunRecord, ...] = ()
        self._courses: Mapping[Path, Any] = {}
        self.curves, self.legend, self.table = curves, CurveLegend(theme), CompareTable(theme)
        self.caution = text("", "warning")
        self.caution.hide()
        self.curves.setMinimumHeight(PLOT)
        self._lay_out(boxes, below)
        for box in boxes:
            box.activated.connect(lambda _row: self.draw())
        self.legend.picked.connect(self.curves.pick)

    def curve_of(self, course: Any) -> tuple[Any, Any, str]:
        """What is chosen, of what a run has told, None where it told nothing yet: x, y, and the last y in words."""
        raise NotImplementedError

    def results_of(self, records: Sequence[RunRecord]) -> Sequence[Row]:
        """Rows of what came of runs."""
        raise NotImplementedError

    def caution_of(self, records: Sequence[RunRecord]) -> str:
        """A sentence of why what came of them cannot be held against each other; empty where it can."""
        return ""

    def show_curves(self, curves: Sequence[Curve]) -> None:
        """As what is chosen wants them."""
        raise NotImplementedError

    def _lay_out(self, boxes: Sequence[QComboBox], beside: QWidget | None) -> None:
        charts = QWidget()
        below = QVBoxLayout(charts)
        below.setContentsMargins(0, 0, 0, 8)
        below.setSpacing(4)
        below.addWidget(self.curves, 1)
        if beside is not None:
            below.addWidget(beside)
        below.addWidget(self.legend)
        below.addWidget(self.caution)
        split = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        split.addWidget(Titled("Compared", charts, *boxes))
        split.addWidget(Titled("What differs, and what came of it", self.table))
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        self.splitter = split
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(split)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        for view in (self.curves, self.legend, self.table):
            view.set_theme(theme)

    def show_runs(self, records: Sequence[RunRecord], courses: Mapping[Path, Any]) -> None:
        """These runs, and what they have told."""
        told_anew = tuple(records) != self._records
        self._records, self._courses = tuple(records), courses
        self.draw()
        if told_anew:
            self.caution.setText(self.caution_of(records))
            self.caution.setVisible(bool(self.caution.text()))
            rows = [begun(records), *self.results_of(records)]
            self.table.show_rows(titles([record.folder for record in records]), differences(records), rows)

    def draw(self) -> None:
        """What is chosen, of all runs."""
        curves, entries = [], []
        names, abouts = titles([record.folder for record in self._records]), tags(self._records)
        for place, record in enumerate(self._records):
            x, y, last = self.curve_of(self._courses.get(record.folder))
            curves.append(Curve(names[place], of_run(place), x, y))
            entries.append(Entry(names[place], of_run(place), last, abouts[place]))
        self.show_curves(curves)
        self.legend.show_entries(entries)
