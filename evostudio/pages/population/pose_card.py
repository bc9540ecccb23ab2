"""The chosen pose: in 3D, its numbers, its family."""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, radians, sin

import numpy as np
from jaxtyping import Float
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from evopose.model.array import NDArray
from evopose.model.keypoints import Keypoints
from evopose.model.limb import LIMBS
from evopose.model.part import Part
from evopose.model.population import Population
from evostudio.dialogs.form import text
from evostudio.pages.population.family import family, made
from evostudio.pages.population.table import PoseFacts, Table
from evostudio.theme import Theme, title_font
from evostudio.views.family_tree import FamilyTree
from evostudio.views.numerals import numeral
from evostudio.views.pane_head import PaneHead
from evostudio.views.scene import Scene
from evostudio.views.skeleton_view import Backend, make_skeleton_view
from evostudio.views.tile_scene import ASIDE, headings

NO_PART = Part("none", 0, 0, (), "body")
AWAY = 4.0
"""Metres before the eye's camera that a pose is put."""


class PoseCard(QWidget):
    """Shows one pose of a table."""

    def __init__(self, theme: Theme, backend: Backend, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = make_skeleton_view(backend)
        self.view.set_theme(theme)
        self.view.setMinimumSize(240, 160)
        self.view.set_hint("The pose that is chosen\nappears here in 3D.")
        self.view.look_as_camera()  # which is the wall's
        self.title = QLabel("Pose")
        self.title.setFont(title_font(self.font()))
        self.tree = FamilyTree(theme)
        self.making = text("", "small")
        self._shown: tuple[Population, int, bool] | None = None
        self._numbers = QGridLayout()
        self._values: dict[str, QLabel] = {}
        self._head = PaneHead()
        self._head.add(self.title)
        self._head.split()
        self._lay_out()
        self.show_pose(None, -1, False)

    def _lay_out(self) -> None:
        upper, lower = QWidget(), QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.view, 1)
        self._numbers.setContentsMargins(0, 0, 0, 0)
        self._numbers.setHorizontalSpacing(12)
        self._numbers.setVerticalSpacing(2)
        self._numbers.setColumnStretch(1, 1)
        for row, name in enumerate(("Generation", "Clip", "Novelty", "Valid", "Lowest joint", "Heading")):
            self._values[name] = self._number(row, name)
        self._family = QLabel("Family")
        self._family.setFont(title_font(self.font()))
        below = QVBoxLayout(lower)
        below.setContentsMargins(12, 8, 12, 12)
        below.setSpacing(8)
        below.addLayout(self._numbers)
        below.addSpacing(4)
        below.addWidget(self._family)
        below.addWidget(self.making)
        below.addWidget(self.tree)
        below.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(lower)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(scroll)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([300, 360])
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.splitter)

    def _number(self, row: int, name: str) -> QLabel:
        title, value = text(name, "small"), QLabel()
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setAlignment(Qt.AlignmentFlag.AlignRight)
        value.setWordWrap(True)
        title.setWordWrap(False)
        self._numbers.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
        self._numbers.addWidget(value, row, 1)
        return value

    def add_buttons(self, actions: Iterable[tuple[QAction, str]]) -> None:
        """A small button for each action, with a short text."""
        for action, words in actions:
            self._head.add_button(action, words)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.view.set_theme(theme)
        self.tree.set_theme(theme)

    def show_pose(self, table: Table | None, row: int, facing: bool) -> None:
        """One pose, as it stands in the world or turned to the camera; none for −1."""
        if table is None or row < 0:
            self.title.setText("Pose")
            self.view.show_scene(None)
            self._shown = None
            self._show_numbers(None)
            self.tree.show_kin(None)
            return
        facts = table.facts(row)
        self.title.setText(f"Pose {row:,}")
        positions = np.asarray(table.population.positions[row], float)
        invalid = [place for place, fine in enumerate(facts.valid or ()) if not fine]
        self.view.show_scene(_scene(positions, facing, invalid))
        self._fit((table.population, row, facing))
        self._show_numbers(facts)
        self.making.setText(made(facts))
        self.tree.show_kin(family(table, row), facing)

    def _fit(self, shown: tuple[Population, int, bool]) -> None:
        """Let another pose fill the view; the eye stays where the user has put it for the one that is there."""
        before, self._shown = self._shown, shown
        if before is None:
            self.view.look("front")
        elif before[0] is not shown[0] or before[1:] != shown[1:]:
            self.view.fit()

    def _show_numbers(self, facts: PoseFacts | None) -> None:
        values = {} if facts is None else _words(facts)
        for name, label in self._values.items():
            label.setText(values.get(name, "–"))
        self._family.setVisible(facts is not None)
        self.making.setVisible(facts is not None)

    def numbers(self) -> dict[str, str]:
        """What is told, by name."""
        return {name: label.text() for name, label in self._values.items()}


def _words(facts: PoseFacts) -> dict[str, str]:
    said = {"Clip": facts.clip, "Lowest joint": facts.lowest}
    if facts.generation is not None:
        said["Generation"] = numeral(facts.generation)
    if facts.novelty is not None:
        said["Novelty"] = f"{facts.novelty:.1f}°"
    if facts.heading is not None:
        said["Heading"] = f"{numeral(facts.heading)}°"
    if facts.valid is not None:
        said["Valid"] = valid_words(facts.valid)
    return {name: words for name, words in said.items() if words}


def valid_words(valid: tuple[bool, ...]) -> str:
    """'all nine', or how many and which are not."""
    wrong = [limb.name for limb, fine in zip(LIMBS, valid, strict=True) if not fine]
    return f"{len(valid) - len(wrong)} of 9, not {', '.join(wrong)}" if wrong else "all nine"


def _scene(positions: Float[NDArray, "17 3"], facing: bool, invalid: Iterable[int]) -> Scene:
    """World (z up) to a camera that looks along +y; hips stay on one spot, so the view need not follow."""
    points = positions - np.nan_to_num(positions[0]) * (1, 1, 0)
    if facing:
        angle = -radians(90) + ASIDE - float(headings(points[None])[0])
        turn = np.array([[cos(angle), -sin(angle), 0], [sin(angle), cos(angle), 0], [0, 0, 1]])
        points = points @ turn.T
    placed = np.stack([points[:, 0], 1.0 - points[:, 2], AWAY + points[:, 1]], axis=-1)
    return Scene(Keypoints.from_xy(np.full((17, 2), np.nan)), placed, selected=NO_PART, invalid=frozenset(invalid))
