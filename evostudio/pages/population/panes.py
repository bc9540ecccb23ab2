"""The panes of the Population page and how they lie: chooser and filters, the wall, the chosen pose."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QStackedLayout, QVBoxLayout, QWidget

from evostudio.pages.population.bin_button import BinButton
from evostudio.pages.population.empty import Empty
from evostudio.pages.population.filters import Filters
from evostudio.pages.population.pose_card import PoseCard
from evostudio.pages.population.wall_pane import WallPane
from evostudio.studio import Studio
from evostudio.theme import Theme
from evostudio.views.population_field import PopulationField, Results
from evostudio.views.splitters import Splitters


class Panes:
    """Made before the page's actions, laid out after them."""

    def __init__(self, studio: Studio, results: Results) -> None:
        self.field, self.filters, self.bin = PopulationField(studio, results), Filters(), BinButton()
        self.wall = WallPane(studio.theme)
        self.card = PoseCard(studio.theme, "gl" if studio.backend.is_gl else "painter")
        self._splitter = QSplitter()
        self.splitters = Splitters({"population": self._splitter, "population card": self.card.splitter})
        self._stack = QStackedLayout()

    def lay_out(self, page: QWidget, theme: Theme, empty_buttons: Sequence[tuple[QAction, str]]) -> None:
        """Fill the page."""
        self.empty = Empty(theme, empty_buttons)
        for widget, stretch in ((self._left(), 0), (self.wall, 1), (self.card, 0)):
            self._splitter.addWidget(widget)
            self._splitter.setStretchFactor(self._splitter.count() - 1, stretch)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setSizes([232, 700, 320])
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._splitter)
        page.setLayout(self._stack)

    def _left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget, margins in ((self.field, (12, 8, 12, 0)), (self.filters, None), (self.bin, (12, 8, 12, 12))):
            if margins is None:
                column.addWidget(widget, 1)
                continue
            around = QVBoxLayout()
            around.setContentsMargins(*margins)
            around.addWidget(widget)
            column.addLayout(around)
        left.setMinimumWidth(200)
        return left

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        for part in (self.empty, self.wall, self.card):
            part.set_theme(theme)

    def show_empty(self, empty: bool) -> None:
        """What the page is for, or its work."""
        self._stack.setCurrentIndex(0 if empty else 1)
