"""The poses that point into the brush: a strip of skeletons, and the one looked at in 3D."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from jaxtyping import Float, Int
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from evopose.model.array import NDArray
from evopose.model.keypoints import Keypoints
from evopose.model.part import PARTS, Part
from evostudio.pages.population.guarded import Guarded
from evostudio.theme import Theme, title_font
from evostudio.views.pane_head import PaneHead
from evostudio.views.pose_wall import PoseWall
from evostudio.views.scene import Scene
from evostudio.views.skeleton_view import Backend, make_skeleton_view
from evostudio.views.tile_scene import ASIDE, headings

AHEAD = 4.0
"""Metres from the eye to a pose in the 3D view."""
HINT = (
    "Drag over a map to see the poses that point there; with Shift, draw a free line. A click selects one cell.\n"
    "On the sphere, drag with Shift."
)


class BrushPane(QWidget):
    """Says what was found; its wall lists the poses, its view turns one."""

    lost = Signal(object)
    """A BadFile: the file of the poses has been changed."""

    def __init__(self, theme: Theme, backend: Backend, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head, self.title = PaneHead(), QLabel()
        self.title.setFont(title_font(self.font()))
        self.head.add(self.title)
        self.head.split()
        self.wall = PoseWall(theme)
        self.wall.set_facing(True)
        self.view = make_skeleton_view(backend)
        self.view.setFixedWidth(240)
        self.hint = QLabel(HINT, wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self.hint.setProperty("role", "dim")
        self._given: Any = None
        self._positions: Any = np.zeros((0, 17, 3), np.float32)
        self._part: Part = PARTS[0]
        self._places = QStackedWidget()
        self._lay_out()
        self.set_theme(theme)
        self.wall.current_changed.connect(self._show_pose)
        self.clear()

    def _lay_out(self) -> None:
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        row.addWidget(self.wall, 1)
        row.addWidget(self.view)
        self._places.addWidget(self.hint)
        self._places.addWidget(both)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._places, 1)

    def add_buttons(self, actions: Iterable[QAction]) -> None:
        """At the right of the title."""
        for action in actions:
            self.head.add_button(action)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.wall.set_theme(theme)
        self.view.set_theme(theme)

    def clear(self) -> None:
        """Nothing is selected."""
        self.title.setText("Poses that point there")
        self._places.setCurrentIndex(0)

    def say(self, text: str) -> None:
        """What is found, or is being looked for."""
        self.title.setText(text)

    def show_poses(self, positions: Any, rows: Int[NDArray, " k"], limb: int) -> None:
        """List these rows of a population; the first is looked at."""
        if positions is not self._given:
            self._given, self._positions = positions, Guarded(positions, self.lost.emit)
            self.wall.show_poses(self._positions)
        self._part = PARTS[limb + 1]
        self.wall.list_rows(rows)
        self._places.setCurrentIndex(1)
        if len(rows):
            self.wall.show_row(int(rows[0]))
        self._show_pose(self.wall.current_row)

    def _show_pose(self, row: int) -> None:
        if row < 0:
            self.view.show_scene(None)
            return
        pose = np.asarray(self._positions[np.array([row])], float).reshape(17, 3)
        self.view.show_scene(Scene(Keypoints.empty(), before_eye(pose), selected=self._part))


def before_eye(pose: Float[NDArray, "17 3"]) -> Float[NDArray, "17 3"]:
    """A pose of the world (z up) as the 3D view takes it: x right, y down, z ahead, hips before the eye.

    It is turned to face the eye, a little aside: directions are of the body, wherever it stands.
    """
    turn = ASIDE - np.pi / 2 - float(headings(pose[None])[0])
    cosine, sine = np.cos(turn), np.sin(turn)
    turned = (pose - pose[0]) @ np.array([[cosine, sine, 0], [-sine, cosine, 0], [0, 0, 1]])
    seen = turned[:, [0, 2, 1]] * np.array([1.0, -1.0, 1.0])
    return np.asarray(seen + np.array([0.0, 0.0, AHEAD]))
