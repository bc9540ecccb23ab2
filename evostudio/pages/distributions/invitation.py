"""What the page shows before there is anything: what it is for, a small picture, and the buttons that fill it."""

import numpy as np
from jaxtyping import Float
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from evopose.geometry.spherical import to_vectors
from evopose.limits import default
from evopose.limits.occupancy import UPPER
from evopose.limits.sphere import centres
from evopose.model.array import NDArray
from evopose.model.limits import PHI_CELLS, THETA_CELLS
from evostudio.pages.distributions.choices import RIGHT_UPPER_ARM
from evostudio.theme import Theme
from evostudio.views.centred import centre, side_by_side
from evostudio.views.density_colours import Scale
from evostudio.views.density_scene import DensityScene
from evostudio.views.density_view import DensityView

WIDTH = 560
TEXT = (
    "Each limb's direction is a point on a sphere; a population is a cloud of them. Here you see where it is dense, "
    "what the joint limits would allow, and what evolution added: before, after, and the difference."
)


class Invitation(QWidget):
    """A sphere with a valid region, a sentence, two buttons; while something is measured, how far it is."""

    demo_wanted = Signal()
    files_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sphere = DensityView()
        self.sphere.setFixedSize(260, 260)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.sphere.setEnabled(False)
        self.sphere.set_projection("sphere")
        self.demo, self.files = QPushButton("Show the demo population"), QPushButton("Open populations…")
        self.demo.setProperty("role", "primary")
        self.demo.setToolTip("12,000 everyday poses; made when first used, in seconds")
        self.stop = QPushButton("Stop")
        self.title, self.sentence = QLabel("Where limbs point, before and after"), QLabel(TEXT, wordWrap=True)
        self.title.setProperty("role", "headline")
        self.sentence.setProperty("role", "dim")
        self.bar = QProgressBar(textVisible=False)
        self._lay_out()
        self.set_theme(theme)
        self.demo.clicked.connect(self.demo_wanted)
        self.files.clicked.connect(self.files_wanted)
        self.stop.clicked.connect(self.stop_wanted)
        self.invite()

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self.sphere, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self.title, self.sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        self.sentence.setMinimumHeight(3 * self.sentence.fontMetrics().lineSpacing())
        column.addWidget(self.bar)
        column.addLayout(side_by_side((self.demo, self.files, self.stop)))
        centre(column, self, WIDTH)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.sphere.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        """The picture needs the joint limits, which take a moment to read."""
        if self.sphere.scene.region is None:
            bits = default().upper[UPPER.index(RIGHT_UPPER_ARM)]
            region = np.unpackbits(bits, bitorder="little").astype(bool).reshape(THETA_CELLS, PHI_CELLS)
            self.sphere.show_scene(DensityScene("", _example() * region, Scale(1.0, 0.5), region=region))
        super().showEvent(event)

    def invite(self, problem: str = "") -> None:
        """Offer the buttons; with a problem, where something could not be shown."""
        self._say(problem or TEXT, "error" if problem else "dim", working=False)

    def work(self, done: int, total: int, message: str) -> None:
        """Say how far it is."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self._say(message or "Measuring…", "dim", working=True)

    def _say(self, text: str, role: str, working: bool) -> None:
        self.sentence.setText(text)
        if self.sentence.property("role") != role:
            self.sentence.setProperty("role", role)
            self.sentence.style().polish(self.sentence)
        for widget in (self.bar, self.stop):
            widget.setVisible(working)
        for widget in (self.demo, self.files):
            widget.setVisible(not working)


def _example() -> Float[NDArray, "120 60"]:
    """A density as arms have it: mostly hanging, at times ahead."""
    middles, density = centres(), np.zeros((THETA_CELLS, PHI_CELLS))
    for theta, phi, width, height in ((80, -2, 14, 1.0), (40, 20, 30, 0.12), (-40, 50, 25, 0.06)):
        towards = to_vectors(np.radians([theta, phi]))
        density += height * np.exp((middles @ towards - 1) / np.radians(width) ** 2)
    return np.where(density > 0.01, density, 0.0)
