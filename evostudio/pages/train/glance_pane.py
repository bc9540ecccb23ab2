"""Ten validation poses as the lifter in training has them now: true, grey, and estimated, in colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from evopose.model.array import NDArray
from evostudio.dialogs.form import text
from evostudio.documents.showing import JOINTS
from evostudio.status import Elided
from evostudio.theme import DARK, Theme
from evostudio.views.flow import Flow
from evostudio.views.look_buttons import LookButtons
from evostudio.views.pair_grid import PairGrid
from evostudio.views.pair_scene import errors_mm

if TYPE_CHECKING:
    from evopose.training.glance import Glance

HINT = "Ten poses that training does not see appear here after the first validation: true in grey, lifted in colours."
SEVERAL = "Choose one run alone to see ten poses as it lifts them."


class GlancePane(QWidget):
    """Shows a glance, and another when it comes; the eye stays where it was turned to."""

    def __init__(self, theme: Theme = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = PairGrid(theme)
        self.looks = LookButtons(self.grid.look)
        self.title, self.about = QLabel("Validation poses"), Elided("")
        self.title.setProperty("role", "title")
        self.about.setProperty("role", "small")
        self._stack, self.hint = QStackedWidget(), text(HINT, "dim")
        self._lay_out()
        self.grid.turned.connect(self.looks.show_orbit)
        self.show_glance(None)

    def _lay_out(self) -> None:
        head = Flow()
        head.add_taker(self.title)
        head.addWidget(self.looks)
        room = QWidget()
        around = QVBoxLayout(room)
        around.addStretch(1)
        around.addWidget(self.hint)
        around.addStretch(1)
        self._stack.addWidget(room)
        self._stack.addWidget(self.grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.about)
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self.grid)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.grid.set_theme(theme)

    def show_several(self, several: bool) -> None:
        """Say why there is no glance: several runs are looked at, or one that has none yet."""
        self.hint.setText(SEVERAL if several else HINT)

    def show_glance(self, glance: Glance | None) -> None:
        """Show this; None where there is none yet."""
        self._stack.setCurrentIndex(0 if glance is None else 1)
        self.looks.setEnabled(glance is not None)
        self.about.setVisible(glance is not None)
        if glance is None:
            return
        pairs = np.stack([np.asarray(glance.truth), np.asarray(glance.predicted)], axis=1)
        errors = list(glance.mpjpe_mm)
        notes = [_note(number, worst) for number, worst in enumerate(errors_mm(pairs), 1)]
        self.grid.show_pairs(pairs, [f"{error:.0f}" for error in errors], notes)
        self.about.set_text(f"Mean {np.mean(errors):.1f} mm · true in grey")


def _note(number: int, errors: NDArray) -> str:
    """Which joints are farthest off."""
    known = np.nan_to_num(errors)
    worst = np.argsort(-known)[:3].tolist()
    return f"Pose {number}\n" + "\n".join(f"{JOINTS[joint]} {known[joint]:.0f} mm" for joint in worst)
