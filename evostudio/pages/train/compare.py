"""Several runs of training side by side: their curves in one plot, and a table of what they were told and came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from evopose.runs import RunRecord
from evostudio.dialogs.form import named, text
from evostudio.pages.train.comparing import results
from evostudio.pages.train.course import Course, Over
from evostudio.pages.train.live import CHARTS
from evostudio.runs.compare_table import CompareTable
from evostudio.runs.comparing import begun, differences, tags
from evostudio.runs.keeping import titles
from evostudio.theme import Theme
from evostudio.views.curve_legend import CurveLegend, Entry
from evostudio.views.curve_reading import brief
from evostudio.views.curves import Curve, Curves
from evostudio.views.line_style import of_run
from evostudio.views.titled import Titled, choice

PLOT = 150
"""Least height of the curves, in pixels; what is lower scrolls in the table."""
_WHAT = {name: title for name, (title, _, _) in CHARTS.items()}
_OVER = {"steps": "over steps", "samples": "over pairs seen", "seconds": "over seconds"}


class Compare(QWidget):
    """Shows runs and what they told; knows of no files."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._records: tuple[RunRecord, ...] = ()
        self._courses: Mapping[Path, Course] = {}
        self.what, self.over = choice("What the curves show", _WHAT), choice("What they are drawn over", _OVER)
        self.curves = Curves(theme, "Runs compared", low=None, usual=True)
        self.curves.setMinimumHeight(PLOT)
        self.beyond = text("", "small")
        self.legend = CurveLegend(theme)
        self.table = CompareTable(theme)
        self._lay_out()
        for box in (self.what, self.over):
            box.activated.connect(lambda _row: self._draw())
        self.legend.picked.connect(self.curves.pick)

    def _lay_out(self) -> None:
        charts = QWidget()
        below = QVBoxLayout(charts)
        below.setContentsMargins(0, 0, 0, 8)
        below.setSpacing(4)
        below.addWidget(self.curves, 1)
        below.addWidget(self.beyond)
        below.addWidget(self.legend)
        split = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        split.addWidget(Titled("Runs compared", charts, self.over, self.what))
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

    def show_runs(self, records: Sequence[RunRecord], courses: Mapping[Path, Course]) -> None:
        """These runs."""
        told_anew = tuple(records) != self._records
        self._records, self._courses = tuple(records), courses
        self._draw()
        if told_anew:
            rows = [begun(records), *results(records)]
            self.table.show_rows(titles([record.folder for record in records]), differences(records), rows)

    def _draw(self) -> None:
        name: str = self.what.currentData()
        over: Over = self.over.currentData()
        curves, entries = [], []
        names, abouts = titles([record.folder for record in self._records]), tags(self._records)
        for place, record in enumerate(self._records):
            x, y = self._courses.get(record.folder, Course()).curve(name, over)
            curves.append(Curve(names[place], of_run(place), x, y))
            last = "" if not len(y) else f"{y[-1]:,.1f} mm" if CHARTS[name][1] == "mm" else brief(float(y[-1]))
            entries.append(Entry(names[place], of_run(place), last, abouts[place]))
        self.curves.show_curves(curves)
        self.curves.show_titles({"samples": "pairs seen"}.get(over, over), CHARTS[name][1])
        self.legend.show_entries(entries)
        beyond = named(self.curves.beyond)
        self.beyond.setText(beyond and f"{beyond}: beyond the top, so that the others are not flat.")
        self.beyond.setVisible(bool(beyond))
