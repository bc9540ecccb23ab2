"""The nine directions in numbers: cells reached, share of the valid region, entropy, new cells."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from evopose.model.limb import LIMBS
from evostudio.pages.distributions.measured import Measured, Numbers

ROW = 22
SHEET = """
QTableWidget { border: none; border-radius: 0; font-size: 12px; background: transparent; }
QTableWidget::item { padding: 0 4px; }
QTableWidget::item:hover:!selected { background: transparent; }
QHeaderView { border: none; background: transparent; }
QHeaderView::section { padding: 2px 4px; font-size: 12px; background: transparent; }
"""
COLUMNS = (
    ("Direction", "Keys 1 to 9"),
    ("Cells", "Cells of 3° that at least one pose points to"),
    ("Valid %", "Share of the valid region that is reached, by solid angle"),
    ("Bits", "Entropy: how evenly the poses are spread, at most 12.8 bits"),
    ("New", "Cells that hold a pose after and none before"),
)


class NumbersTable(QTableWidget):
    """A row for each direction; clicking one chooses it."""

    chosen = Signal(int)
    """Position in LIMBS."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(len(LIMBS), len(COLUMNS), parent)
        for column, (title, tip) in enumerate(COLUMNS):
            item = QTableWidgetItem(title)
            item.setToolTip(tip)
            self.setHorizontalHeaderItem(column, item)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)  # nine rows
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet(SHEET)
        self.setAccessibleName("The nine directions in numbers")
        self.cellClicked.connect(lambda row, _column: self.chosen.emit(row))

    def show_measured(self, measured: Measured) -> None:
        """Before → after in each cell, or the one population's."""
        sides = [measured.numbers(side) for side in measured.sides]
        new = measured.new_cells()
        self.setColumnHidden(4, not new)
        for row, limb in enumerate(LIMBS):
            numbers = [side[row] for side in sides]
            texts = [limb.name, *_texts(numbers), f"+{new[row]:,}" if new else ""]
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)

    def show_limb(self, limb: int) -> None:
        """The row of the direction that is chosen."""
        self.selectRow(limb)

    def text_of(self, row: int) -> list[str]:
        """What a row says."""
        items = (self.item(row, column) for column in range(self.columnCount()))
        return [item.text() if item else "" for item in items]


def _texts(numbers: list[Numbers]) -> list[str]:
    return [
        " → ".join(f"{each.cells:,}" for each in numbers),
        " → ".join(f"{each.share * 100:.0f}" for each in numbers),
        " → ".join(f"{each.entropy:.1f}" for each in numbers),
    ]
