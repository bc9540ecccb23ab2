"""The parts of the Distributions page and how they lie: populations above, directions left, charts over poses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout

from evostudio.actions import ActionSet
from evostudio.pages.distributions.body_panes import BodyPane
from evostudio.pages.distributions.brush_pane import BrushPane
from evostudio.pages.distributions.chart_pane import ChartPane
from evostudio.pages.distributions.choices import TABS, Tab
from evostudio.pages.distributions.head import Head
from evostudio.pages.distributions.invitation import Invitation
from evostudio.pages.distributions.maps_pane import MapsPane
from evostudio.theme import Theme, Themed
from evostudio.views.population_field import Results
from evostudio.views.skeleton_view import Backend
from evostudio.views.splitters import Splitters

if TYPE_CHECKING:
    from evostudio.pages.page import Page

TEXTS = {
    "layer_before": "Before", "layer_after": "After", "layer_difference": "Difference",
    "side": "Side by side", "over": "Overlaid", "one": "Single", "sphere": "Sphere", "points": "Points",
    "smooth": "Smooth", "limits": "Limits", "gamma": "Gamma",
}  # fmt: skip
"""On buttons."""


class Panes:
    """Makes the parts in a page."""

    def __init__(self, page: Page, results: Results) -> None:
        theme = page.theme
        backend: Backend = "gl" if page.studio.backend.is_gl else "painter"
        self.head, self.invitation = Head(page.studio, results), Invitation(theme)
        self.maps, self.charts, self.poses = MapsPane(theme), ChartPane(theme), BrushPane(theme, backend)
        self.bodies: dict[Tab, BodyPane] = {tab: BodyPane(tab, theme) for tab in TABS[1:]}
        right, whole = QSplitter(Qt.Orientation.Vertical), QSplitter()
        for splitter, first, second, stretch in (
            (right, self.charts, self.poses, (1, 1)),
            (whole, self.maps, right, (0, 1)),
        ):
            for index, widget in enumerate((first, second)):
                splitter.addWidget(widget)
                splitter.setStretchFactor(index, stretch[index])
            splitter.setChildrenCollapsible(False)
        self.splitters = Splitters({"distributions.whole": whole, "distributions.right": right})
        self._places = QStackedWidget()
        for place in (self.invitation, whole, *self.bodies.values()):
            self._places.addWidget(place)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._places, 1)

    def add_buttons(self, actions: ActionSet) -> None:
        """Each switch where it belongs."""

        def named(*names: str) -> list[tuple[QAction, str]]:
            return [(actions.qaction(f"distributions.{name}"), TEXTS[name]) for name in names]

        self.maps.add_buttons(named("layer_before", "layer_after", "layer_difference"))
        self.charts.add_buttons(
            [named("side", "over", "one"), named("sphere", "points"), named("smooth", "limits", "gamma")]
        )
        self.poses.add_buttons(actions.qaction(f"distributions.{name}") for name in ("open_population", "clear"))
        self.head.add_buttons([actions.qaction("distributions.export")])

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        parts: tuple[Themed, ...] = (self.invitation, self.maps, self.charts, self.poses, *self.bodies.values())
        for part in parts:
            part.set_theme(theme)

    def show_invitation(self) -> None:
        """There is nothing to show, or not yet."""
        self._places.setCurrentWidget(self.invitation)

    def show_tab(self, tab: Tab) -> None:
        """The charts of a tab."""
        self._places.setCurrentWidget(self.bodies.get(tab, self.splitters["distributions.whole"]))
