"""The direction that is chosen, large: one chart or two, the switches above them, the colour bar below."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from evostudio.pages.distributions.choices import GAMMAS
from evostudio.theme import Theme
from evostudio.views.colour_bar import ColourBar, Legend
from evostudio.views.density_scene import DensityScene
from evostudio.views.density_view import DensityView, Projection
from evostudio.views.flow import Flow
from evostudio.views.pane_head import HEIGHT, small_button

LINE = 32
"""Pixels of a line of switches, in a head of HEIGHT."""
STEPS = 100
"""Of the gamma slider, in one."""
DENSITY = """How densely the poses lie: the share of all that point into a region, divided by its solid angle in
steradian. The whole sphere has 12.6 of them: 0.080 is evenly spread, and in a small region it may be far over 1."""


class ChartPane(QWidget):
    """Two views that turn together; the second is hidden where one is enough."""

    brushed = Signal(int, object, bool)
    """Which chart, the Brush, whether the button was let go."""
    gamma_chosen = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views = (DensityView(), DensityView())
        self.bar = ColourBar()
        self.bar.setToolTip(" ".join(DENSITY.split()))
        self.head = Flow(across=2, down=0)
        self.gamma = QSlider(Qt.Orientation.Horizontal, minimum=int(GAMMAS[0] * STEPS), maximum=int(GAMMAS[1] * STEPS))
        self.gamma.setAccessibleName("Gamma")
        self.gamma.setFixedWidth(72)
        self.power = QLabel()
        self.power.setMinimumWidth(self.fontMetrics().horizontalAdvance("γ 0.00") + 2)
        self._lay_out()
        self.set_theme(theme)
        for index, view in enumerate(self.views):
            other = self.views[1 - index]
            view.turned.connect(other.face)
            view.brushed.connect(lambda brush, done, index=index: self.brushed.emit(index, brush, done))
        self.gamma.valueChanged.connect(lambda value: self.gamma_chosen.emit(value / STEPS))

    def _lay_out(self) -> None:
        charts = QHBoxLayout()
        charts.setSpacing(0)
        for view in self.views:
            charts.addWidget(view, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.head)
        column.addLayout(charts, 1)
        column.addWidget(self.bar)

    def add_buttons(self, groups: Iterable[Iterable[tuple[QAction, str]]]) -> None:
        """Switches in groups, then the slider."""
        for group in groups:
            self.head.addWidget(_together(small_button(action, text) for action, text in group))
        self.head.addWidget(_together((self.power, self.gamma)))

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        for view in (*self.views, self.bar):
            view.set_theme(theme)

    def show_scenes(self, scenes: Sequence[DensityScene], legend: Legend, projection: Projection) -> None:
        """One scene or two, on charts of one kind."""
        self.views[1].setVisible(len(scenes) > 1)
        for view, scene in zip(self.views, scenes, strict=False):
            view.set_projection(projection)
            view.show_scene(scene)
        self.bar.show_legend(legend)

    def show_gamma(self, gamma: float, bent: bool) -> None:
        """Not announced."""
        self.gamma.blockSignals(True)
        self.gamma.setValue(round(gamma * STEPS))
        self.gamma.blockSignals(False)
        self.gamma.setEnabled(bent)
        self.power.setText(f"γ {gamma:.2f}" if bent else "linear")
        self.gamma.setToolTip("Colours follow the density to the power of γ: the smaller, the more of the rare shows")

    def set_tell(self, tell: Callable[[float, float], str]) -> None:
        """What is said of the direction under the mouse."""
        for view in self.views:
            view.tell = tell

    def turn(self, theta: float, phi: float) -> None:
        """Turn the spheres by so many radians."""
        facing = self.views[0].facing
        for view in self.views:
            view.face(facing[0] + theta, facing[1] + phi)

    def cancel_drag(self) -> bool:
        """Let go of a brush; False where none is drawn."""
        return self.views[0].cancel_drag() | self.views[1].cancel_drag()


def _together(widgets: Iterable[QWidget]) -> QWidget:
    """A group that goes to the next line as one."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(6, (HEIGHT - LINE) // 2, 6, (HEIGHT - LINE) // 2)
    row.setSpacing(2)
    for widget in widgets:
        row.addWidget(widget)
    return holder
