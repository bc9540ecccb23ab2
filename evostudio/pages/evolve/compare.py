"""Several runs side by side: their curves over each other, and a table of what they were told and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from evopose.runs import RunRecord
from evostudio.pages.evolve import comparing
from evostudio.pages.evolve.comparing import Row
from evostudio.pages.evolve.course import DIRECTIONS, Course, Over, mean_of, one_of, value_of
from evostudio.pages.evolve.head import Titled, choice
from evostudio.theme import Theme
from evostudio.views.curve_legend import CurveLegend, Entry
from evostudio.views.curves import Curve, Curves
from evostudio.views.line_style import of_run

_DIRECTIONS = {"-1": "mean of the nine"} | {str(n): name for n, name in enumerate(DIRECTIONS)}
_OVER = {"generation": "over generations", "poses": "over poses", "seconds": "over seconds"}
_WHAT = {"coverage": "share of the valid region", "entropy": "entropy, bits"}

NAMES = 160
"""Pixels of the table's first column."""


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
        self.table = _table()
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
        for view in (self.directions, self.sizes, self.legend):
            view.set_theme(theme)
        self._fill()

    def show_runs(self, records: Sequence[RunRecord], courses: Mapping[Path, Course]) -> None:
        """These runs."""
        told_anew = tuple(records) != self._records
        self._records, self._courses = tuple(records), courses
        self._draw()
        if told_anew:
            self._fill()

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

    def _fill(self) -> None:
        nothing: Row = ("none", ("",) * len(self._records))
        differing = comparing.differences(self._records) or [nothing]
        rows: list[Row | str] = ["Options that differ", *differing, "Results", *comparing.results(self._records)]
        self.table.clear()
        self.table.clearSpans()
        self.table.setColumnCount(1 + len(self._records))
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self.table.setColumnWidth(0, NAMES)
        self.table.setHorizontalHeaderLabels(["", *(record.folder.name for record in self._records)])
        self.table.setRowCount(len(rows))
        for place, row in enumerate(rows):
            self._fill_row(place, row)

    def _fill_row(self, place: int, row: Row | str) -> None:
        if isinstance(row, str):
            item = QTableWidgetItem(row)
            font = QFont(self.font())
            font.setWeight(QFont.Weight.DemiBold)
            item.setFont(font)
            self.table.setItem(place, 0, item)
            self.table.setSpan(place, 0, 1, self.table.columnCount())
            return
        name = QTableWidgetItem(row[0])
        name.setForeground(QBrush(self._theme.colour("dim")))
        self.table.setItem(place, 0, name)
        for column, value in enumerate(row[1]):
            item = QTableWidgetItem(value)
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(value)
            self.table.setItem(place, column + 1, item)


def _table() -> QTableWidget:
    table = QTableWidget()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    table.setShowGrid(False)
    table.setAccessibleName("Runs compared")
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(24)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setMinimumSectionSize(80)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideMiddle)
    table.setMinimumHeight(96)
    return table
