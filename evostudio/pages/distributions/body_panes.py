"""The tabs beside the directions: charts in a grid with a line of explanation."""

from typing import Any

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from evostudio.pages.distributions import bodies
from evostudio.pages.distributions.choices import Choices, Tab
from evostudio.pages.distributions.measured import Measured
from evostudio.theme import Theme
from evostudio.views.heat_view import HeatView
from evostudio.views.scene_chart import SceneChart
from evostudio.views.step_chart import StepChart

NOTES: dict[Tab, str] = {
    "body": "Share of the poses in cells of 10°, seen by Human3.6M's four cameras, each in the middle of the room.",
    "bones": "Share of the poses (of up to 50,000) in cells of 5 mm.",
    "keypoints": "Where joints lie in the pictures of Human3.6M's four cameras. Keys 1 to 9 choose the joint below.",
}
COUNTS: dict[Tab, int] = {"body": 2, "bones": 16, "keypoints": 4}
ACROSS: dict[Tab, int] = {"body": 2, "bones": 4, "keypoints": 2}


class BodyPane(QWidget):
    """One tab: step charts, or heat maps."""

    def __init__(self, tab: Tab, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tab = tab
        self.charts: list[SceneChart[Any]] = [
            HeatView() if tab == "keypoints" else StepChart() for _each in range(COUNTS[tab])
        ]
        self.legend = QLabel()
        self._grid = QGridLayout()
        self._grid.setSpacing(1)
        note = QLabel(NOTES[tab], wordWrap=True)
        note.setProperty("role", "dim")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.legend)
        column.addLayout(self._grid, 1)
        column.addWidget(note)
        self._theme = theme
        self._lay_out()
        self.set_theme(theme)

    def _lay_out(self) -> None:
        for index, chart in enumerate(self.charts):
            row, column = divmod(index, ACROSS[self.tab])
            self._grid.addWidget(chart, row, column)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        for chart in self.charts:
            chart.set_theme(theme)
        self._explain()

    def show_measured(self, measured: Measured, choices: Choices) -> None:
        """Show it."""
        self.legend.setVisible(measured.before is not None and self.tab != "keypoints")
        scenes = bodies.scenes(self.tab, measured, choices)
        for chart, scene in zip(self.charts, scenes, strict=False):
            chart.show_scene(scene)
        for index, chart in enumerate(self.charts):
            chart.setVisible(index < len(scenes))

    def _explain(self) -> None:
        """Which line is which; by its place in the list too, not by colour alone."""
        before, after = self._theme.right, self._theme.left
        self.legend.setText(
            f'<span style="color:{before}">━ before</span> &nbsp; <span style="color:{after}">━ after</span>'
        )
