"""The wall with a line above it: how many poses are shown, sorting, size of the tiles."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSlider,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from evostudio.dialogs.form import text
from evostudio.pages.population.listing import NEEDS_SURVEY, Sorting
from evostudio.theme import Theme, title_font
from evostudio.views.pane_head import PaneHead
from evostudio.views.pose_wall import PoseWall
from evostudio.views.wall_layout import SIZES

SORTINGS: dict[Sorting, str] = {
    "row": "In order",
    "generation": "Generation",
    "novelty": "Novelty",
    "heading": "Heading",
    "lowest": "Lowest joint",
    "likeness": "Likeness",
}


class WallPane(QWidget):
    """The wall and its controls; what they say is told by `sorted`."""

    sorted = Signal(str, bool)
    """What to sort by, and whether downwards."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wall = PoseWall(theme)
        self.title = QLabel("Poses")
        self.title.setFont(title_font(self.font()))
        self.counts = QLabel()
        self.counts.setProperty("role", "small")
        self.counts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setRange(0, 0)
        self.bar.setFixedWidth(64)
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self.bar.hide()
        self.sorting = QComboBox(accessibleName="Sort by", toolTip="Sort by")
        for key, words in SORTINGS.items():
            self.sorting.addItem(words, key)
        self.down = QToolButton(text="↑", checkable=True, toolTip="Upwards or downwards")
        self.down.setAccessibleName("Sort downwards")
        self.tile_slider = QSlider(
            Qt.Orientation.Horizontal, accessibleName="Size of the tiles", toolTip="Size of the tiles"
        )
        self.tile_slider.setRange(0, len(SIZES) - 1)
        self.tile_slider.setValue(SIZES.index(self.wall.tile_size))
        self.tile_slider.setFixedWidth(72)
        self.head = PaneHead()
        self.head.add(self.title)
        self.head.row.addWidget(self.counts, 1)
        self.head.add(self.bar, self.sorting, self.down, self.tile_slider)
        self.nothing = text("No pose is like that.", "dim")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.all = QPushButton("Show all")
        self._lay_out()
        self.sorting.activated.connect(lambda _row: self._tell())
        self.down.toggled.connect(lambda _on: self._tell())
        self.tile_slider.valueChanged.connect(lambda place: self.wall.set_tile_size(SIZES[place]))
        self.wall.size_changed.connect(lambda size: self.tile_slider.setValue(SIZES.index(size)))

    def _lay_out(self) -> None:
        self._stack = QStackedLayout()
        self._stack.addWidget(self.wall)
        empty = QWidget()
        middle = QVBoxLayout(empty)
        middle.addStretch(1)
        middle.addWidget(self.nothing)
        middle.addWidget(self.all, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(1)
        self._stack.addWidget(empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(self._stack, 1)

    def add_buttons(self, actions: Iterable[tuple[QAction, str]]) -> None:
        """A small button for each action, with a short text."""
        for action, words in actions:
            self.head.add_button(action, words)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.wall.set_theme(theme)

    def _tell(self) -> None:
        self.down.setText("↓" if self.down.isChecked() else "↑")
        self.sorted.emit(self.sorting.currentData(), self.down.isChecked())

    def show_sorting(self, sorting: Sorting, descending: bool) -> None:
        """What it is sorted by, untold."""
        self.down.blockSignals(True)
        self.sorting.setCurrentIndex(self.sorting.findData(sorting))
        self.down.setChecked(descending)
        self.down.setText("↓" if descending else "↑")
        self.down.blockSignals(False)

    def show_known(self, surveyed: bool, evolved: bool) -> None:
        """Which sortings can be had now."""
        model = self.sorting.model()
        for place, key in enumerate(SORTINGS):
            there = surveyed if key in NEEDS_SURVEY else evolved if key == "generation" else True
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if there else Qt.ItemFlag.NoItemFlags
            model.item(place).setFlags(flags)  # type: ignore[attr-defined]  # a combo box has a standard model

    def show_counts(self, shown: int, total: int, chosen: int) -> None:
        """How many poses are listed and chosen."""
        listed = f"{shown:,} of {total:,}" if shown != total else f"{total:,}"
        self.counts.setText(listed + (f"  ·  {chosen:,} chosen" if chosen > 1 else ""))
        self.counts.setToolTip(self.counts.text())
        self._stack.setCurrentIndex(0 if shown else 1)
