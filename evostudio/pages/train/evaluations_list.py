"""The evaluations that there are, to choose one from and to compare by their error."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from evostudio.pages.train.evaluations import Evaluation
from evostudio.pages.train.figures_table import ROW, SHEET, shown

HEIGHT = 168
BESIDE = 6
"""Pixels around it."""
NONE = "None yet. They are kept here, to be compared."


class EvaluationsList(QTableWidget):
    """The newest first; the arrows go through them."""

    chosen = Signal(object)
    """The folder of the one that is looked at, a Path; None for none."""

    def __init__(self) -> None:
        super().__init__(0, 2)
        first = QTableWidgetItem("Evaluations")
        first.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHorizontalHeaderItem(0, first)
        self.setHorizontalHeaderItem(1, QTableWidgetItem("MPJPE"))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setHighlightSections(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setShowGrid(False)
        self.setStyleSheet(SHEET)
        self.setMinimumHeight(96)
        self.setMaximumHeight(HEIGHT)
        self.setAccessibleName("Evaluations")
        self.folders: tuple[Path, ...] = ()
        self.itemSelectionChanged.connect(lambda: self.chosen.emit(self.folder()))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().placeholderText().color())
            room = self.viewport().rect().adjusted(BESIDE, BESIDE, -BESIDE, -BESIDE)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap, NONE)
            painter.end()

    def folder(self) -> Path | None:
        """Of the one that is looked at."""
        rows = self.selectionModel().selectedRows()
        return self.folders[rows[0].row()] if rows else None

    def show_evaluations(self, found: Sequence[Evaluation]) -> None:
        """List these; the one that is looked at stays so if it is among them."""
        before = self.folder()
        self.blockSignals(True)
        self.folders = tuple(each.folder for each in found)
        self.setRowCount(len(found))
        for row, each in enumerate(found):
            title, number = QTableWidgetItem(each.title), QTableWidgetItem(shown("mpjpe_mm", each.found.mpjpe_mm))
            title.setToolTip(f"{each.title}\n{each.folder}")
            number.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setItem(row, 0, title)
            self.setItem(row, 1, number)
        self.clearSelection()
        self.blockSignals(False)
        if before is not None and not self.choose(before):
            self.chosen.emit(None)

    def choose(self, folder: Path) -> bool:
        """Look at this one; False where it is not listed."""
        if folder not in self.folders:
            return False
        self.selectRow(self.folders.index(folder))
        return True
