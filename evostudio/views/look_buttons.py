"""Four ways to look at pairs of poses, as small buttons: as the camera, from aside of it, from the side, from above."""

from __future__ import annotations

from collections.abc import Callable
from math import radians

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from evostudio.views.orbit import Orbit
from evostudio.views.pair_tiles import ASIDE

LOOKS = {
    "Camera": (Orbit(), "As the camera sees them: what is wrong in depth does not show"),
    "Aside": (ASIDE, "From aside of the camera (Home)"),
    "Side": (Orbit(azimuth=radians(90)), "From the camera's side: depth goes across"),
    "Top": (Orbit(elevation=radians(90)), "From above"),
}


class LookButtons(QWidget):
    """The one that shows how it is seen now is down; none after turning by hand."""

    def __init__(self, look: Callable[[Orbit], object], orbit: Orbit = ASIDE) -> None:
        super().__init__()
        self._look = look
        self.buttons = {name: QToolButton(text=name, toolTip=tip, checkable=True) for name, (_, tip) in LOOKS.items()}
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for name, button in self.buttons.items():
            button.setAccessibleDescription(LOOKS[name][1])
            button.clicked.connect(lambda _on, name=name: self.choose(name))
            row.addWidget(button)
        self.show_orbit(orbit)

    def choose(self, name: str) -> None:
        """Look from there."""
        self._look(LOOKS[name][0])
        self.show_orbit(LOOKS[name][0])

    def show_orbit(self, orbit: Orbit) -> None:
        """It is seen so now."""
        for name, button in self.buttons.items():
            button.setChecked(orbit == LOOKS[name][0])
