"""The nine directions at the left of the page: small maps above, their numbers below."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from evostudio.pages.distributions.measured import Measured
from evostudio.pages.distributions.numbers_table import NumbersTable
from evostudio.theme import Theme, title_font
from evostudio.views.density_scene import DensityScene
from evostudio.views.density_tiles import DensityTiles
from evostudio.views.pane_head import PaneHead

WIDTH = 404
"""Room for all columns of the table."""


class MapsPane(QWidget):
    """Chooses a direction."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head, self.tiles, self.table = PaneHead(), DensityTiles(), NumbersTable()
        title = QLabel("Directions")
        title.setFont(title_font(self.font()))
        self.head.add(title)
        self.head.split()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.tiles)
        column.addWidget(self.table, 1)
        self.tiles.chosen.connect(self.chosen)
        self.table.chosen.connect(self.chosen)
        self.set_theme(theme)
        self.setMinimumWidth(WIDTH)

    def add_buttons(self, actions: Iterable[tuple[QAction, str]]) -> None:
        """What the small maps show."""
        for action, text in actions:
            self.head.add_button(action, text)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.tiles.set_theme(theme)

    def show_scenes(self, scenes: Sequence[DensityScene], limb: int) -> None:
        """Nine scenes and the direction that is chosen."""
        self.tiles.show_scenes(scenes, limb)
        self.table.show_limb(limb)

    def show_measured(self, measured: Measured) -> None:
        """The numbers."""
        self.table.show_measured(measured)
