"""An evaluation in numbers: all of it, the mean of the actions, each file, each action; a click on a title sorts."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from evopose.evaluation.report import Evaluated, Figures, Group
from evostudio.populations import title_of
from evostudio.views.numerals import numeral

ROW = 22
NAME, AROUND, RANGE = 112, 14, 6
"""Pixels: of an action's name at least, and beside the words of a cell, and more beside a range."""
SHEET = """
QTableWidget { border: none; border-radius: 0; font-size: 12px; background: transparent; }
QTableWidget::item { padding: 0 4px; }
QTableWidget::item:hover:!selected { background: transparent; }
QHeaderView { border: none; background: transparent; }
QHeaderView::section { padding: 2px 4px; font-size: 12px; background: transparent; }
"""
ACTION, VIEWS, FIRST, BETWEEN = 0, 1, 2, 3
MEASURES = (
    ("mpjpe_mm", "MPJPE", "Mean distance of the joints, hips laid over each other, in millimetres"),
    ("pa_mpjpe_mm", "PA", "The same after turning, scaling and shifting as fits best (Procrustes; P2)"),
    ("n_mpjpe_mm", "N", "The same after scaling as fits best"),
    ("pck150", "PCK", "Share of the joints that are less than 150 mm off, in per cent"),
    ("auc", "AUC", "The mean of that share over all thresholds from 0 to 150 mm, in per cent"),
)
SHARES = ("pck150", "auc")
ALL, MEAN = "All", "Mean of actions"
MEAN_TIP = "Every action counts the same, as in the literature's averages"


class FiguresTable(QTableWidget):
    """Figures over 17 joints; 95 % intervals and those over 16 are in the tooltips."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, FIRST + len(MEASURES) + 1, parent)
        titles = [("Action", "Kind of the clips"), ("Views", "Poses as cameras saw them")]
        titles += [(title, tip) for _, title, tip in MEASURES]
        titles.insert(BETWEEN, ("95 %", "Where the mean lies if the clips are drawn again"))
        for column, (title, tip) in enumerate(titles):
            heading = QTableWidgetItem(title)
            heading.setToolTip(tip)
            if column == ACTION:
                heading.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(column, heading)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().setMinimumSectionSize(24)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setSortingEnabled(True)
        self.setStyleSheet(SHEET)
        self.setMinimumHeight(4 * ROW)
        self.setAccessibleName("Figures by action")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._widen()

    def _widen(self) -> None:
        """Numbers as wide as their words, the actions what is left, but for the scroll bar never less than a name;
        where that is too little the ranges go, which tooltips tell too."""
        widths = [self._needed(column) for column in range(self.columnCount())]
        least = min(widths[ACTION], NAME) + sum(widths[1:])
        self.setColumnHidden(BETWEEN, least > self.viewport().width())
        widths[BETWEEN] = 0 if self.isColumnHidden(BETWEEN) else widths[BETWEEN]
        widths[ACTION] = max(min(widths[ACTION], NAME), self.viewport().width() - sum(widths[1:]))
        for column, width in enumerate(widths):
            if not self.isColumnHidden(column):
                self.setColumnWidth(column, width)

    def _needed(self, column: int) -> int:
        items = [self.horizontalHeaderItem(column), *(self.item(row, column) for row in range(self.rowCount()))]
        around = AROUND + (RANGE if column == BETWEEN else 0)
        return around + max(self.fontMetrics().horizontalAdvance(item.text()) for item in items if item is not None)

    def show_evaluated(self, found: Evaluated) -> None:
        """Show these."""
        rows: list[tuple[str, int, Figures, dict[str, tuple[float, float]]]] = []
        if len(found.per_action) != 1:
            rows.append((ALL, found.views, found, found.intervals))
        if len(found.per_action) > 1:
            rows.append((MEAN, found.views, found.mean_of_actions, {}))
        sources = [(title_of(Path(path)), each) for path, each in found.per_source.items()]
        rows += [(name, each.views, each, each.intervals) for name, each in [*sources, *_by_error(found.per_action)]]
        self.setSortingEnabled(False)
        self.setRowCount(len(rows))
        for row, (name, views, figures, intervals) in enumerate(rows):
            self._show_row(row, name, views, figures, intervals)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)
        self._widen()

    def _show_row(
        self, row: int, name: str, views: int, figures: Figures, intervals: dict[str, tuple[float, float]]
    ) -> None:
        title = _Item(name, -row)
        title.setToolTip(MEAN_TIP if name == MEAN else name)
        cells = [title, _Item(numeral(views), views)]
        for measure, called, _ in MEASURES:
            cells.append(_cell(figures, measure, called, intervals.get(measure)))
        low, high = intervals.get("mpjpe_mm") or (None, None)
        between = "" if low is None or high is None else f"{numeral(low, 1)}–{numeral(high, 1)}"
        cells.insert(BETWEEN, _Item(between, float("inf") if low is None or high is None else high - low))
        for column, cell in enumerate(cells):
            if column:
                cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setItem(row, column, cell)

    def text_of(self, row: int) -> list[str]:
        """What a row says."""
        items = (self.item(row, column) for column in range(self.columnCount()))
        return [item.text() if item else "" for item in items]


class _Item(QTableWidgetItem):
    """Sorted by a number, whatever it says."""

    def __init__(self, words: str, number: float) -> None:
        super().__init__(words)
        self.number = number

    def __lt__(self, other: QTableWidgetItem) -> bool:
        return self.number < other.number if isinstance(other, _Item) else bool(super().__lt__(other))


def shown(measure: str, value: float | None) -> str:
    """'52.3', of shares in per cent; '–' where there is none."""
    return "–" if value is None else numeral(100 * value if measure in SHARES else value, 1)


def _cell(figures: Figures, measure: str, called: str, between: tuple[float, float] | None) -> _Item:
    value = getattr(figures, measure)
    cell = _Item(shown(measure, value), float("inf") if value is None else value)
    told = [called]
    if between:
        told.append(f"95 %: {shown(measure, between[0])} to {shown(measure, between[1])}")
    over16 = getattr(figures, {"pck150": "pck150_16", "auc": "auc16"}.get(measure, measure.replace("_mm", "16_mm")))
    told.append(f"over 16 joints: {shown(measure, over16)}")
    cell.setToolTip("\n".join(told))
    return cell


def _by_error(actions: dict[str, Group]) -> list[tuple[str, Group]]:
    """The worst first."""
    return sorted(actions.items(), key=lambda each: -(each[1].mpjpe_mm or 0.0))
