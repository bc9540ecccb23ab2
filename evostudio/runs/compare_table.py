"""Runs side by side in a table: what they were told differently, and what came of each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QFont, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from evostudio.runs.comparing import Row
from evostudio.runs.run_model import DOUBTFUL
from evostudio.theme import Theme

BESIDE, WIDEST = 24, 280
"""Pixels around the words of a column, and the most that it takes for them."""


class CompareTable(QTableWidget):
    """A column for each run, after one of names. What is the same of all stands once, across them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[Sequence[str], Sequence[Row], Sequence[Row]] = ((), (), ())
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setShowGrid(False)
        self.setAccessibleName("Runs compared")
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(24)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(80)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setMinimumHeight(96)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.show_rows(*self._shown)

    def show_rows(self, names: Sequence[str], differing: Sequence[Row], results: Sequence[Row]) -> None:
        """Of runs of these names."""
        self._shown = (names, differing, results)
        nothing: Row = ("none", ("",) * len(names))
        rows: list[Row | str] = ["Options that differ", *(differing or [nothing]), "Results", *results]
        self.clear()
        self.clearSpans()
        self.setColumnCount(1 + len(names))
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self.setHorizontalHeaderLabels(["", *names])
        self.setRowCount(len(rows))
        for place, row in enumerate(rows):
            self._fill_row(place, row)
        self._widen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._widen()

    def _widen(self) -> None:
        """Each run as wide as the longest of its words, at least as wide as fills the table; wider ones scroll."""
        runs = self.columnCount() - 1
        self.setColumnWidth(0, self._wanted(0))
        share = (self.viewport().width() - self.columnWidth(0)) // max(1, runs)
        for column in range(1, runs + 1):
            self.setColumnWidth(column, max(share, self._wanted(column)))

    def _wanted(self, column: int) -> int:
        """Pixels for the words of a column, but for those that stand across others too."""
        items = [self.item(row, column) for row in range(self.rowCount()) if self.columnSpan(row, column) == 1]
        words = [item.text() for item in (self.horizontalHeaderItem(column), *items) if item is not None]
        return min(max(map(self.fontMetrics().horizontalAdvance, words), default=0) + BESIDE, WIDEST)

    def _fill_row(self, place: int, row: Row | str) -> None:
        if isinstance(row, str):
            item = QTableWidgetItem(row)
            font = QFont(self.font())
            font.setWeight(QFont.Weight.DemiBold)
            item.setFont(font)
            self.setItem(place, 0, item)
            self.setSpan(place, 0, 1, self.columnCount())
            return
        name = QTableWidgetItem(row[0])
        name.setForeground(QBrush(self._theme.colour("dim")))
        self.setItem(place, 0, name)
        same = len(row[1]) > 1 and len(set(row[1])) == 1 and row[1][0] != ""
        for column, value in enumerate(row[1][:1] if same else row[1]):
            item = QTableWidgetItem(value)
            beside = Qt.AlignmentFlag.AlignHCenter if same else Qt.AlignmentFlag.AlignRight
            item.setTextAlignment(beside | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(f"{value}, all of them" if same else value)
            if value.startswith(DOUBTFUL[0]):
                item.setForeground(QBrush(self._theme.colour(DOUBTFUL[1])))
            self.setItem(place, column + 1, item)
        if same:
            self.setSpan(place, 1, 1, len(row[1]))
