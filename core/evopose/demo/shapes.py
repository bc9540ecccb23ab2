"""Shapes that surfaces are made of: tapered limbs and boxes with their signed distance, blended in groups.

Smooth union and the first-order distance of scaled shapes follow Inigo Quilez's articles on distance functions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from jaxtyping import Bool, Float32

from evopose.model.array import NDArray

Points = Float32[NDArray, "3 n"]
Distance = Float32[NDArray, " n"]
"""Metres; negative inside."""


@dataclass(frozen=True, eq=False)
class Limb:
    """A tube from `start` to `end` whose radius runs through `radii`, round at its ends."""

    start: Float32[NDArray, "3"]
    end: Float32[NDArray, "3"]
    radii: tuple[float, ...]
    """Evenly along it, in metres; at most four."""
    material: int
    flat: Float32[NDArray, "3"] | None = None
    """Unit axis along which it is thinner, by `flatness`."""
    flatness: float = 1.0
    cuts: tuple[tuple[NDArray, NDArray], ...] = ()
    """Planes (point, normal): nothing is left in front of them."""
    blend: float = 0.02
    """Metres over which it melts into what its group has so far."""

    @cached_property
    def _profile(self) -> NDArray:
        """Coefficients of the polynomial through the radii, highest power first."""
        return np.polyfit(np.linspace(0, 1, len(self.radii)), self.radii, len(self.radii) - 1).astype(np.float32)

    def distance(self, points: Points) -> Distance:
        """From the surface to each point."""
        axis = self.end - self.start
        x, y, z = (points[i] - self.start[i] for i in range(3))
        if len(self.radii) > 1 and (length := float(axis @ axis)) > 0:
            share = x * axis[0] + y * axis[1] + z * axis[2]
            share = np.minimum(np.maximum(share * np.float32(1 / length), np.float32(0)), np.float32(1))
            x, y, z = x - share * axis[0], y - share * axis[1], z - share * axis[2]
            radius = self._profile[0] * share + self._profile[1]
            for coefficient in self._profile[2:]:
                radius = radius * share + coefficient
        else:
            radius = np.float32(self.radii[0])
        found = self._flattened(x, y, z, radius) if self.flat is not None else np.sqrt(x * x + y * y + z * z) - radius
        for point, normal in self.cuts:
            found = -smooth_union(-found, -_height(points, point, normal), 0.006)
        return np.asarray(found, np.float32)

    def _flattened(self, x: NDArray, y: NDArray, z: NDArray, radius: NDArray | np.float32) -> Distance:
        assert self.flat is not None
        w, s = self.flat, np.float32(self.flatness)
        along = x * w[0] + y * w[1] + z * w[2]
        across = np.maximum(x * x + y * y + z * z - along * along, 0)
        size = np.sqrt(across + (s * along) ** 2) + np.float32(1e-9)
        slope = np.sqrt(across + (s * s * along) ** 2) / size + np.float32(1e-9)
        return np.asarray((size - radius) / np.maximum(slope, 1))

    @property
    def reach(self) -> float:
        """Radius of a ball about its middle that holds it."""
        return float(np.linalg.norm(self.end - self.start)) / 2 + max(self.radii) * 1.05


@dataclass(frozen=True, eq=False)
class Box:
    """A box with rounded edges."""

    centre: Float32[NDArray, "3"]
    axes: Float32[NDArray, "3 3"]
    """Columns."""
    half: tuple[float, float, float]
    """Half its sizes in metres."""
    round: float
    material: int
    blend: float = 0.0

    def distance(self, points: Points) -> Distance:
        """From the surface to each point."""
        local = self.axes.T.astype(np.float32) @ (points - self.centre[:, None])
        beyond = np.abs(local) - (np.asarray(self.half, np.float32)[:, None] - np.float32(self.round))
        outside = np.sqrt((np.maximum(beyond, 0) ** 2).sum(axis=0))
        return np.asarray(outside + np.minimum(beyond.max(axis=0), 0) - np.float32(self.round), np.float32)

    @property
    def start(self) -> NDArray:
        """Its middle (as that of a Limb)."""
        return self.centre

    end = start

    @property
    def reach(self) -> float:
        """Radius of a ball about its middle that holds it."""
        return float(np.linalg.norm(self.half))


Shape = Limb | Box


@dataclass(frozen=True, eq=False)
class Spot:
    """An oval of another material painted on what is there."""

    centre: Float32[NDArray, "3"]
    axes: Float32[NDArray, "3 3"]
    """Columns; the second stands on the oval."""
    half: tuple[float, float]
    """Half its width and height along the first and third axis, in metres."""
    material: int

    def covers(self, points: Points) -> Bool[NDArray, " n"]:
        """Which points of a surface it colours: at most 16 mm before or behind its centre."""
        x, y, z = self.axes.T.astype(np.float32) @ (points - self.centre[:, None])
        return np.asarray(((x / self.half[0]) ** 2 + (z / self.half[1]) ** 2 < 1) & (np.abs(y) < 0.016))


@dataclass(frozen=True, eq=False)
class Group:
    """Shapes that lie close together; skipped for points far from the ball that holds them."""

    name: str
    shapes: tuple[Shape, ...]
    blend: float = 0.012
    """Metres over which it melts into the groups before it."""
    spots: tuple[Spot, ...] = ()
    centre: NDArray = field(init=False)
    reach: float = field(init=False)

    def __post_init__(self) -> None:
        middles = np.stack([(shape.start + shape.end) / 2 for shape in self.shapes])
        centre = (middles.min(axis=0) + middles.max(axis=0)) / 2
        reach = max(float(np.linalg.norm(m - centre)) + s.reach for m, s in zip(middles, self.shapes, strict=True))
        object.__setattr__(self, "centre", centre.astype(np.float32))
        object.__setattr__(self, "reach", reach)

    def distance(self, points: Points) -> Distance:
        """To the blended shapes."""
        total = self.shapes[0].distance(points)
        for shape in self.shapes[1:]:
            total = smooth_union(total, shape.distance(points), shape.blend)
        return total


def single(values: Sequence[float] | Sequence[Sequence[float]]) -> NDArray:
    """An array of single precision."""
    return np.asarray(values, np.float32)


def smooth_union(a: Distance, b: Distance, width: float) -> Distance:
    """The nearer of two surfaces, melted into each other where they come within `width` metres."""
    if width <= 0:
        return np.minimum(a, b)
    share = np.maximum(np.float32(width) - np.abs(a - b), 0) * np.float32(1 / width)
    return np.asarray(np.minimum(a, b) - share * share * np.float32(width / 4))


def _height(points: Points, point: NDArray, normal: NDArray) -> Distance:
    x, y, z = (np.float32(normal[i]) * (points[i] - np.float32(point[i])) for i in range(3))
    return np.asarray(x + y + z)
