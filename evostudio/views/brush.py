"""Brushes: parts of the sphere of directions chosen by mouse, as cells; known to no toolkit."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from jaxtyping import Bool, Float

from evopose.limits.sphere import centres
from evopose.model.array import NDArray
from evopose.model.limits import CELL_DEGREES, PHI_CELLS, THETA_CELLS
from evostudio.views.direction_chart import cell_of

Angles: TypeAlias = tuple[float, float]
"""θ and φ in radians; θ may go on past ±π, all the way round."""


@dataclass(frozen=True)
class Box:
    """Between two corners of the map."""

    start: Angles
    end: Angles

    def cells(self) -> Bool[NDArray, "120 60"]:
        """Every cell that the box touches."""
        width, height = abs(self.end[0] - self.start[0]), abs(self.end[1] - self.start[1])
        west, south = min(self.start[0], self.end[0]), min(self.start[1], self.end[1])
        columns = np.zeros(THETA_CELLS, dtype=bool)
        first = int(np.floor(_cells(west + np.pi)))
        count = int(np.floor(_cells(west + width + np.pi))) - first + 1
        columns[np.arange(first, first + min(count, THETA_CELLS)) % THETA_CELLS] = True
        low, high = np.clip(np.floor(_cells(np.array([south, south + height]) + np.pi / 2)), 0, PHI_CELLS - 1)
        rows = (np.arange(PHI_CELLS) >= low) & (np.arange(PHI_CELLS) <= high)
        return np.asarray(columns[:, None] & rows)


@dataclass(frozen=True)
class Lasso:
    """Inside a line drawn on the map, which closes by itself."""

    line: tuple[Angles, ...]

    def cells(self) -> Bool[NDArray, "120 60"]:
        """Every cell whose middle is inside (even-odd), and those under the line."""
        theta, phi = _middles()
        line = np.array(self.line)
        inside = np.zeros(theta.shape, dtype=bool)
        for round_ in (-2 * np.pi, 0.0, 2 * np.pi):
            inside |= _inside(line, theta + round_, phi)
        return inside | _under(line)


@dataclass(frozen=True)
class Cap:
    """All directions within an angle of one."""

    middle: Angles
    radius: float
    """Radians."""

    def cells(self) -> Bool[NDArray, "120 60"]:
        """Every cell whose middle is inside, and that of the cap's own middle."""
        theta, phi = self.middle
        towards = np.array([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)])
        inside = centres() @ towards >= np.cos(self.radius)
        inside[cell_of(_turned(theta), phi)] = True
        return np.asarray(inside)


Brush: TypeAlias = Box | Lasso | Cap


def _cells(angle: float | NDArray) -> NDArray:
    return np.degrees(angle) / CELL_DEGREES


def _turned(theta: float | NDArray) -> NDArray:
    """θ brought back into [−π, π)."""
    return np.asarray((np.asarray(theta) + np.pi) % (2 * np.pi) - np.pi)


def _middles() -> tuple[Float[NDArray, "120 60"], Float[NDArray, "120 60"]]:
    theta = np.radians((np.arange(THETA_CELLS) + 0.5) * CELL_DEGREES - 180)
    phi = np.radians((np.arange(PHI_CELLS) + 0.5) * CELL_DEGREES - 90)
    across, up = np.meshgrid(theta, phi, indexing="ij")
    return across, up


def _inside(line: Float[NDArray, "k 2"], x: NDArray, y: NDArray) -> Bool[NDArray, "120 60"]:
    """Whether a ray to the right crosses the closed line an odd number of times."""
    inside = np.zeros(x.shape, dtype=bool)
    for (x0, y0), (x1, y1) in zip(line, np.roll(line, -1, axis=0), strict=True):
        spans = (y0 > y) != (y1 > y)
        inside ^= spans & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0 if y1 != y0 else 1.0))
    return inside


def _under(line: Float[NDArray, "k 2"]) -> Bool[NDArray, "120 60"]:
    cells = np.zeros((THETA_CELLS, PHI_CELLS), dtype=bool)
    cells[cell_of(_turned(line[:, 0]), line[:, 1])] = True
    return cells
