"""Where directions lie on the two charts, the flat map and the turning sphere; knows no toolkit.

On the map θ runs to the right and φ upwards. The sphere is seen from outside; its poles are φ = ±90°.
"""

from dataclasses import dataclass, replace
from math import asin, atan2, cos, degrees, hypot, isfinite, pi, radians, sin
from typing import TypeAlias

import numpy as np
from jaxtyping import Bool, Float

from evopose.model.array import NDArray
from evopose.model.limits import PHI_CELLS, THETA_CELLS
from evostudio.views.numerals import numeral

Place = tuple[float, float]
"""Pixels from the widget's top-left corner."""


@dataclass(frozen=True)
class FlatChart:
    """θ × φ in a rectangle."""

    left: float
    top: float
    width: float
    height: float

    def places(self, angles: Float[NDArray, "*batch 2"]) -> Float[NDArray, "*batch 2"]:
        """Pixels."""
        x = self.left + (angles[..., 0] + pi) / (2 * pi) * self.width
        y = self.top + (pi / 2 - angles[..., 1]) / pi * self.height
        return np.stack([x, y], axis=-1)

    def angles(self, place: Place) -> tuple[float, float]:
        """The direction at a pixel; beside the map the nearest on its edge."""
        x = min(max((place[0] - self.left) / self.width, 0.0), 1.0)
        y = min(max((place[1] - self.top) / self.height, 0.0), 1.0)
        return x * 2 * pi - pi, pi / 2 - y * pi

    def contains(self, place: Place) -> bool:
        """Whether a pixel is on the map."""
        return 0 <= place[0] - self.left <= self.width and 0 <= place[1] - self.top <= self.height


@dataclass(frozen=True)
class SphereChart:
    """The unit sphere seen from `theta`, `phi` (radians), without perspective."""

    x: float
    y: float
    radius: float
    theta: float = 0.0
    phi: float = 0.0

    @property
    def axes(self) -> Float[NDArray, "3 3"]:
        """Rows: right, up and towards the eye, in the local frame."""
        st, ct, sp, cp = sin(self.theta), cos(self.theta), sin(self.phi), cos(self.phi)
        return np.array([[-st, ct, 0.0], [-sp * ct, -sp * st, cp], [cp * ct, cp * st, sp]])

    def places(self, angles: Float[NDArray, "*batch 2"]) -> Float[NDArray, "*batch 2"]:
        """Pixels; nan on the far side."""
        theta, phi = angles[..., 0], angles[..., 1]
        vectors = np.stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)], axis=-1)
        seen = vectors @ self.axes.T
        flat = np.stack([self.x + self.radius * seen[..., 0], self.y - self.radius * seen[..., 1]], axis=-1)
        return np.where(seen[..., 2:] > -1e-3, flat, np.nan)

    def angles(self, place: Place) -> tuple[float, float]:
        """The direction at a pixel; beside the sphere that of its nearest edge."""
        right, up = (place[0] - self.x) / self.radius, (self.y - place[1]) / self.radius
        reach = hypot(right, up)
        if reach > 1:
            right, up = right / reach, up / reach
        ahead = max(1 - right * right - up * up, 0.0) ** 0.5
        x, y, z = (np.array([right, up, ahead]) @ self.axes).tolist()
        return atan2(y, x), asin(min(max(z, -1.0), 1.0))

    def contains(self, place: Place) -> bool:
        """Whether a pixel is on the sphere."""
        return hypot(place[0] - self.x, place[1] - self.y) <= self.radius

    def turned(self, theta: float, phi: float) -> "SphereChart":
        """Seen from elsewhere, by so many radians; the poles stop it."""
        return replace(self, theta=self.theta + theta, phi=min(max(self.phi + phi, -pi / 2), pi / 2))

    def grid(self) -> tuple[Float[NDArray, "n n"], Float[NDArray, "n n"], Bool[NDArray, "n n"]]:
        """θ and φ for each pixel of the square around the sphere, and which of them are on it."""
        count = max(int(2 * self.radius), 1)
        steps = (np.arange(count) + 0.5) / count * 2 - 1
        right, down = np.meshgrid(steps, steps)
        squared = right**2 + down**2
        vectors = np.stack([right, -down, np.sqrt(np.maximum(1 - squared, 0))], axis=-1) @ self.axes
        return np.arctan2(vectors[..., 1], vectors[..., 0]), np.arcsin(np.clip(vectors[..., 2], -1, 1)), squared <= 1


Chart: TypeAlias = FlatChart | SphereChart
"""Directions (θ, φ; radians) to pixels and back."""


def cell_of(theta: float | NDArray, phi: float | NDArray) -> tuple[NDArray, NDArray]:
    """Row and column in a region of directions in radians."""
    row = np.floor((np.degrees(theta) + 180) / 360 * THETA_CELLS).astype(int)
    column = np.floor((np.degrees(phi) + 90) / 180 * PHI_CELLS).astype(int)
    return np.clip(row, 0, THETA_CELLS - 1), np.clip(column, 0, PHI_CELLS - 1)


def outline(region: Bool[NDArray, "120 60"]) -> Float[NDArray, "m 2 2"]:
    """Edges between valid and other cells, from one (θ, φ) to another, in radians; θ closes round."""
    padded = np.pad(region, ((0, 0), (1, 1)))
    across, rows = np.nonzero(padded[:, 1:] != padded[:, :-1])
    level = np.stack([_theta(across), _phi(rows), _theta(across + 1), _phi(rows)], axis=-1)
    along, columns = np.nonzero(region != np.roll(region, 1, axis=0))
    upright = np.stack([_theta(along), _phi(columns), _theta(along), _phi(columns + 1)], axis=-1)
    return np.concatenate([level, upright]).reshape(-1, 2, 2)


def _theta(row: NDArray) -> NDArray:
    return row / THETA_CELLS * 2 * pi - pi


def _phi(column: NDArray) -> NDArray:
    return column / PHI_CELLS * pi - pi / 2


def readout(theta: float, phi: float) -> str:
    """The direction for people: degrees, with a true minus."""
    if not (isfinite(theta) and isfinite(phi)):
        return "θ –  φ –"
    return f"θ {numeral(degrees(theta), 1)}°  φ {numeral(degrees(phi), 1)}°"


GRATICULE = tuple(radians(angle) for angle in range(-180, 181, 30))
"""Where lines of equal θ and φ are drawn."""
