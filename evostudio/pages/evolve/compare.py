"""Several runs side by side: their curves over each other, and a table of what they were told and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from evopose.runs import RunRecord
from evostudio.pages.evolve.comparing import results
from evostudio.pages.evolve.course import DIRECTIONS, Course, Over, mean_of, one_of, value_of
from evostudio.runs.compare_table import CompareTable
from evostudio.runs.comparing import begun, differences, tags
from evostudio.runs.keeping import titles
from evostudio.theme import Theme
from evostudio.views.curve_legend import CurveLegend, Entry
from evostudio.views.curves import Curve, Curves
from evostudio.views.line_style import of_run
from evostudio.views.titled import Titled, choice

_DIRECTIONS = {"-1": "mean of the nine"} | {str(n): name for n, name in enumerate(DIRECTIONS)}
_OVER = {"generation": "over generations", "poses": "over poses", "seconds": "over seconds"}
_WHAT = {"coverage": "coverage", "entropy": "entropy", "poses": "poses"}
_TITLES = {"coverage": "share of the valid region", "entropy": "entropy, bits", "poses": "poses"}
_SHOWN: Mapping[str, Callable[[float], str]] = {
    "coverage": lambda share: f"{100 * share:.1f} %",
    "entropy": lambda bits: f"{bits:.2f}",
    "poses": lambda poses: f"{poses:,.0f}",
}
PLOT = 150
"""Least height of the curves, in pixels; what is lower scrolls in the table."""


class Compare(QWidget):
    """Shows runs and what they told; knows of no files."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._records: tuple[RunRecord, ...] = ()
        self._courses: Mapping[Path, Course] = {}
        self.what = choice("What the curves show", _WHAT)
        self.direction = choice("Of which direction", _DIRECTIONS)
        self.over = choice("What the curves are drawn over", _OVER)
        self.curves = Curves(theme, "Runs compared", percent=True)
        self.curves.setMinimumHeight(PLOT)
        self.legend = CurveLegend(theme)
        self.table = CompareTable(theme)
        self._lay_out()
        for box in (self.over, self.what, self.direction):
            box.activated.connect(lambda _row: self._draw())
        self.legend.picked.connect(self.curves.pick)

    def _lay_out(self) -> None:
        charts = QWidget()
        below = QVBoxLayout(charts)
        below.setContentsMargins(0, 0, 0, 8)
        below.setSpacing(4)
        below.addWidget(self.curves, 1)
        below.addWidget(self.legend)
        split = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        split.addWidget(Titled("Runs compared", charts, self.over, self.direction, self.what))
        split.addWidget(Titled("What differs, and what came of it", self.table))
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        self.splitter = split
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(split)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        for view in (self.curves, self.legend, self.table):
            view.set_theme(theme)

    def show_runs(self, records: Sequence[RunRecord], courses: Mapping[Path, Course]) -> None:
        """These runs."""
        told_anew = tuple(records) != self._records
        self._records, self._courses = tuple(records), courses
        self._draw()
        if told_anew:
            rows = [begun(records), *results(records)]
            self.table.show_rows(titles([record.folder for record in records]), differences(records), rows)

    def _draw(self) -> None:
        name, direction = self.what.currentData(), int(self.direction.currentData())
        over: Over = self.over.currentData()
        self.direction.setEnabled(name != "poses")
        of = value_of(name) if name == "poses" else mean_of(name) if direction < 0 else one_of(name, direction)
        curves, entries = [], []
        names, abouts = titles([record.folder for record in self._records]), tags(self._records)
        for place, record in enumerate(self._records):
            x, y = self._courses.get(record.folder, Course()).curve(of, over)
            curves.append(Curve(names[place], of_run(place), x, y))
            entries.append(Entry(names[place], of_run(place), _SHOWN[name](y[-1]) if len(y) else "", abouts[place]))
        self.curves.show_curves(curves, percent=name == "coverage")
        self.curves.show_titles(over, _TITLES[name])
        self.legend.show_entries(entries)
