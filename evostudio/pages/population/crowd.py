"""The small picture of the page without a population: many little figures, no two alike."""

from __future__ import annotations

from math import cos, sin
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from evostudio.figure import JOINTS, draw_bones
from evostudio.theme import Theme
from evostudio.views.picture import Picture

COLUMNS, ROWS = 8, 3
CHAINS = (("neck", "lelbow", "lwrist"), ("neck", "relbow", "rwrist"), ("hip", "lknee", "lankle"),
          ("hip", "rknee", "rankle"))  # fmt: skip


class Crowd(Picture):
    """Figures in rows, farther from the first the more they vary."""

    says: ClassVar[str] = "Many small skeletons in various poses"
    units: ClassVar[tuple[float, float]] = (COLUMNS, ROWS)
    lowered: ClassVar[float] = 0.0
    least: ClassVar[tuple[int, int]] = (300, 210)
    usual: ClassVar[tuple[int, int]] = (480, 220)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        rng = np.random.default_rng(7)
        self._people = [_varied(rng, 0.15 + 1.0 * number / (COLUMNS * ROWS)) for number in range(COLUMNS * ROWS)]

    def draw(self, painter: QPainter) -> None:
        for number, person in enumerate(self._people):
            painter.save()
            painter.translate(number % COLUMNS - (COLUMNS - 1) / 2, number // COLUMNS - (ROWS - 1) / 2)
            painter.scale(0.42, 0.42)
            draw_bones(painter, person, 0.13, lambda _bone, side: self.theme.colour(side))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.colour("middle"))
            painter.drawEllipse(QPointF(*person["head"]), 0.17, 0.17)
            painter.restore()


def _varied(rng: np.random.Generator, much: float) -> dict[str, tuple[float, float]]:
    """The figure with its limbs turned at random."""
    person = dict(JOINTS)
    for root, middle, tip in CHAINS:
        first, second = rng.normal(0, much, 2)
        upper = _turned(_between(JOINTS[root], JOINTS[middle]), first)
        lower = _turned(_between(JOINTS[middle], JOINTS[tip]), first + second)
        person[middle] = (person[root][0] + upper[0], person[root][1] + upper[1])
        person[tip] = (person[middle][0] + lower[0], person[middle][1] + lower[1])
    return person


def _between(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    return end[0] - start[0], end[1] - start[1]


def _turned(vector: tuple[float, float], angle: float) -> tuple[float, float]:
    x, y = vector
    return cos(angle) * x - sin(angle) * y, sin(angle) * x + cos(angle) * y
