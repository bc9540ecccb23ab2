"""Several runs side by side: their curves over each other, and a table of what they were told and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from evopose.runs import RunRecord
from evostudio.pages.evolve.comparing import results
from evostudio.pages.evolve.course import DIRECTIONS, Course, Over, mean_of, one_of, value_of
from evostudio.runs.compare_table import CompareTable
from evostudio.runs.comparing import differences
from evostudio.theme import Theme
from evostudio.views.curve_legend import CurveLegend, Entry
from evostudio.views.curves import Curve, Curves
from evostudio.views.line_style import of_run
from evostudio.views.titled import Titled, choice

_DIRECTIONS = {"-1": "mean of the nine"} | {str(n): name for n, name in enumerate(DIRECTIONS)}
_OVER = {"generation": "over generations", "poses": "over poses", "seconds": "over seconds"}
_WHAT = {"coverage": "share of the valid region", "entropy": "entropy, bits"}


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
        self.directions = Curves(theme, "Directions of the runs", percent=True)
        self.sizes = Curves(theme, "Poses of the runs")
        self.legend = CurveLegend(theme)
        self.table = CompareTable(theme)
        self._lay_out()
        for box in (self.over, self.what, self.direction):
            box.activated.connect(lambda _row: self._draw())
        for curves in (self.directions, self.sizes):
            self.legend.picked.connect(curves.pick)

    def _lay_out(self) -> None:
        charts = QWidget()
        beside = QHBoxLayout(charts)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(8)
        beside.addWidget(self.directions, 1)
        beside.addWidget(self.legend, 0, Qt.AlignmentFlag.AlignTop)
        split = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        split.addWidget(Titled("Runs compared", charts, self.over, self.direction, self.what))
        self._sizes = Titled("Poses", self.sizes)
        split.addWidget(self._sizes)
        split.addWidget(Titled("What differs, and what came of it", self.table))
        for place, stretch in enumerate((3, 1, 3)):
            split.setStretchFactor(place, stretch)
        self.splitter = split
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(split)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        for view in (self.directions, self.sizes, self.legend, self.table):
            view.set_theme(theme)

    def show_runs(self, records: Sequence[RunRecord], courses: Mapping[Path, Course]) -> None:
        """These runs."""
        told_anew = tuple(records) != self._records
        self._records, self._courses = tuple(records), courses
        self._draw()
        if told_anew:
            names = [record.folder.name for record in records]
            self.table.show_rows(names, differences(records), results(records))

    def _draw(self) -> None:
        name, direction = self.what.currentData(), int(self.direction.currentData())
        over: Over = self.over.currentData()
        of = mean_of(name) if direction < 0 else one_of(name, direction)
        curves, sizes, entries = [], [], []
        for place, record in enumerate(self._records):
            course, title = self._courses.get(record.folder, Course()), record.folder.name
            x, y = course.curve(of, over)
            curves.append(Curve(title, of_run(place), x, y))
            sizes.append(Curve(title, of_run(place), *course.curve(value_of("poses"), over)))
            last = "" if not len(y) else f"{100 * y[-1]:.1f} %" if name == "coverage" else f"{y[-1]:.2f}"
            entries.append(Entry(title, of_run(place), last))
        self.directions.show_curves(curves, percent=name == "coverage")
        self.directions.show_titles(over, _WHAT[name])
        self.sizes.show_curves(sizes)
        self.sizes.show_titles(over, "poses")
        self._sizes.setVisible(over != "poses")  # over themselves they say nothing
        self.legend.show_entries(entries)
