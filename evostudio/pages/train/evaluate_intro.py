"""What stands where an evaluation will be shown: what it tells, a picture of it, and how to begin."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evostudio.dialogs.form import text
from evostudio.theme import Theme
from evostudio.views.action_button import action_button
from evostudio.views.joint_errors import JointErrors, JointErrorsView

WIDTH = 440
TITLE = "How far lifted poses are from the truth"
TEXT = (
    "A lifter is measured on poses that it has not learned from: by clip, by action and by joint, with intervals that "
    "say how sure the figures are. The poses that it gets most wrong can be refined, or evolution can be aimed at them."
)
EXAMPLE = np.array([0, 21, 58, 96, 21, 57, 99, 24, 46, 63, 74, 60, 92, 131, 61, 95, 138], float)
"""Millimetres: what is usual of a lifter's joints, for the picture."""


class EvaluateIntro(QWidget):
    """A picture, a few sentences, a button."""

    def __init__(self, theme: Theme, start: QAction) -> None:
        super().__init__()
        self.picture = JointErrorsView()
        self.picture.show_scene(JointErrors("An example of errors by joint", EXAMPLE))
        self.picture.setFixedSize(240, 260)
        self.picture.setEnabled(False)
        box = QWidget()
        box.setFixedWidth(WIDTH)
        column = QVBoxLayout(box)
        column.setSpacing(8)
        column.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)
        for words, role in ((TITLE, "headline"), (TEXT, "dim")):
            label = text(words, role)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addSpacing(8)
        self.button = action_button(start, "primary")
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        around = QVBoxLayout(self)
        around.addStretch(1)
        around.addWidget(box, 0, Qt.AlignmentFlag.AlignHCenter)
        around.addStretch(1)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.picture.set_theme(theme)
