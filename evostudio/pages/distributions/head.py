"""The line at the top of the page: which distribution is looked at, and of which populations."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QTabBar, QToolButton, QWidget

from evostudio.pages.distributions.choices import TABS, Tab
from evostudio.studio import Studio
from evostudio.views.population_field import PopulationField, Results

TITLES: dict[Tab, str] = {
    "directions": "Directions",
    "body": "Heading",
    "bones": "Bone lengths",
    "keypoints": "Keypoints",
}
WIDTH = 136
"""Of a population's field, at least."""


class Head(QWidget):
    """Tabs at the left, the population before and the one after at the right."""

    chosen = Signal()
    """Another population before or after, by hand."""
    dropped = Signal()
    """Compare with nothing any more."""
    tab_chosen = Signal(str)

    def __init__(self, studio: Studio, results: Results, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = QTabBar(drawBase=False, expanding=False)
        for tab in TABS:
            self.tabs.addTab(TITLES[tab])
        self.before = PopulationField(studio, results, "Before")
        self.after = PopulationField(studio, results, "After")
        self.compared = False
        """Whether there is a population before."""
        self.compare = QPushButton("Compare with…")
        self.compare.setToolTip("Choose the population that this one is compared with, as before and after")
        self._no_more = QToolButton(text="×", toolTip="Compare with nothing")
        self._places = QStackedWidget()
        self._after_title = QLabel()
        self._lay_out()
        self.show_paths(None, self.after.path)
        self.tabs.currentChanged.connect(lambda index: self.tab_chosen.emit(TABS[index]))
        self.compare.clicked.connect(self.ask_before)
        self._no_more.clicked.connect(self.drop_before)
        self.before.chosen.connect(lambda _paths: self._choose_before())
        self.after.chosen.connect(lambda _paths: self.chosen.emit())

    def _lay_out(self) -> None:
        comparing = QWidget()
        row = QHBoxLayout(comparing)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (QLabel("Before"), self.before, self._no_more):
            row.addWidget(widget, 1 if widget is self.before else 0)
        single = QWidget()
        alone = QHBoxLayout(single)
        alone.setContentsMargins(0, 0, 0, 0)
        alone.addStretch(1)
        alone.addWidget(self.compare)
        self._places.addWidget(single)
        self._places.addWidget(comparing)
        for field in (self.before, self.after):
            field.setMinimumWidth(WIDTH)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(8, 4, 8, 4)
        whole.setSpacing(16)
        whole.addWidget(self.tabs)
        whole.addWidget(self._places, 1)
        whole.addWidget(self._after_title)
        whole.addWidget(self.after, 1)

    @property
    def paths(self) -> tuple[Path | None, Path]:
        """Before, where there is one, and after."""
        return self.before.path if self.compared else None, self.after.path

    def add_buttons(self, actions: Sequence[QAction]) -> None:
        """At the right end."""
        layout = self.layout()
        assert layout is not None
        for action in actions:
            button = QToolButton()
            button.setDefaultAction(action)
            layout.addWidget(button)

    def show_paths(self, before: Path | None, after: Path) -> None:
        """Show what is compared; not announced."""
        self.compared = before is not None
        if before is not None and (before,) != self.before.paths:
            self.before.show_paths((before,))
        if (after,) != self.after.paths:
            self.after.show_paths((after,))
        self._places.setCurrentIndex(int(self.compared))
        self._after_title.setText("After" if self.compared else "Population")

    def show_tab(self, tab: Tab) -> None:
        """Not announced."""
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(TABS.index(tab))
        self.tabs.blockSignals(False)

    def ask_before(self) -> None:
        """Let the population before be chosen."""
        self._places.setCurrentIndex(1)
        self.before.box.setFocus()
        self.before.box.showPopup()

    def drop_before(self) -> None:
        """Compare with nothing."""
        self.show_paths(None, self.after.path)
        self.dropped.emit()

    def _choose_before(self) -> None:
        self.show_paths(self.before.path, self.after.path)
        self.chosen.emit()
