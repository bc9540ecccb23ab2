"""An orbiting eye: a frozen value that turns, pans, zooms, fits a person and projects points; knows no toolkit.

Scenes lie in the camera's frame (x right, y down, z ahead), so what is up on screen is −y.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from math import cos, hypot, pi, radians, sin

import numpy as np
from jaxtyping import Float

from evopose.model.array import NDArray

Size = tuple[float, float]
"""Width and height of the view, in pixels of any kind that the answers are wanted in."""

DISTANCE = 5.0
"""Of the eye, in radii of what it looks at: an ordinary portrait lens."""
MARGIN = 0.80
"""Share of the view that a fitted person fills."""
SMALLEST = 0.05
"""Metres from the middle that a fitted view always shows."""
NEAR = 1e-3


@dataclass(frozen=True)
class Orbit:
    """A perspective eye that circles `target`. Azimuth 0 and elevation 0 look as the photo's camera does."""

    azimuth: float = 0.0
    """Radians about the vertical; growing, the eye goes to its own left."""
    elevation: float = 0.0
    """Radians; π/2 looks straight down."""
    distance: float = 4.0
    """Metres between the eye's plane and the target."""
    target: tuple[float, float, float] = (0.0, 0.0, 4.0)
    """Metres; always shown at the middle of the view."""
    focal: float = 4.0
    """Focal length in units of half the view's shorter side."""
    shift: tuple[float, float] = (0.0, 0.0)
    """Lens shift: tangents of where the target stands off the axis."""

    @cached_property
    def axes(self) -> Float[NDArray, "3 3"]:
        """Rows: the eye's right, down and ahead, in the scene."""
        sa, ca, se, ce = sin(self.azimuth), cos(self.azimuth), sin(self.elevation), cos(self.elevation)
        return np.array([[ca, 0.0, -sa], [-sa * se, ce, -ca * se], [sa * ce, se, ca * ce]])

    @cached_property
    def eye(self) -> Float[NDArray, "3"]:
        """Where the eye is, in metres."""
        return np.asarray(self.target) - self.distance * (np.array([*self.shift, 1.0]) @ self.axes)

    def seen(self, points: Float[NDArray, "*batch 3"]) -> Float[NDArray, "*batch 3"]:
        """Points in the eye's frame (right, down, ahead), in metres."""
        return (points - self.eye) @ self.axes.T

    def scale(self, size: Size) -> float:
        """Pixels per metre at one metre's depth."""
        return self.focal * min(size) / 2

    def project(self, points: Float[NDArray, "*batch 3"], size: Size) -> Float[NDArray, "*batch 3"]:
        """Pixel x, pixel y and depth in metres; nan behind the eye."""
        return self.on_screen(self.seen(points), size)

    def on_screen(self, seen: Float[NDArray, "*batch 3"], size: Size) -> Float[NDArray, "*batch 3"]:
        """The same for points that are in the eye's frame already."""
        depth = np.where(seen[..., 2] > NEAR, seen[..., 2], np.nan)
        scale = self.scale(size)
        x = size[0] / 2 + scale * (seen[..., 0] / depth - self.shift[0])
        y = size[1] / 2 + scale * (seen[..., 1] / depth - self.shift[1])
        return np.stack([x, y, depth], axis=-1)

    def turned(self, azimuth: float, elevation: float) -> "Orbit":
        """Turned by so many radians; the elevation stops at the poles."""
        tilted = min(max(self.elevation + elevation, -pi / 2), pi / 2)
        return replace(self, azimuth=(self.azimuth + azimuth + pi) % (2 * pi) - pi, elevation=tilted)

    def panned(self, x: float, y: float, size: Size) -> "Orbit":
        """What is shown moves by so many pixels."""
        metres = self.distance / self.scale(size)
        target = np.asarray(self.target) - metres * (np.array([x, y, 0.0]) @ self.axes)
        return replace(self, target=_triple(target))

    def zoomed(self, factor: float, at: tuple[float, float], size: Size) -> "Orbit":
        """Larger by `factor`, the point under pixel `at` staying where it is."""
        focal = min(max(self.focal * factor, 0.3), 150.0)
        factor = focal / self.focal
        x, y = at[0] - size[0] / 2, at[1] - size[1] / 2
        return replace(self.panned(x / factor - x, y / factor - y, size), focal=focal)

    def fitted(self, points: Float[NDArray, "n 3"], size: Size) -> "Orbit":
        """Looking the same way at all finite `points`, which then fill the view; unchanged where there are none."""
        points = points[np.isfinite(points).all(axis=-1)]
        if not len(points):
            return self
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        radius = max(float(np.linalg.norm(points - middle, axis=-1).max()), 0.1)
        return replace(self, target=_triple(middle), distance=DISTANCE * radius, shift=(0.0, 0.0))._filled(points, size)

    def through_lens(self, points: Float[NDArray, "n 3"], size: Size) -> "Orbit":
        """As the photo's camera sees `points`: from the same place, hence the photo's picture scaled and moved."""
        points = points[np.isfinite(points).all(axis=-1)]
        if not len(points) or points[:, 2].min() < 0.1:
            return replace(self, azimuth=0.0, elevation=0.0).fitted(points, size)
        across = points[:, :2] / points[:, 2:]
        shift = (across.min(axis=0) + across.max(axis=0)) / 2
        depth = float(points[:, 2].min() + points[:, 2].max()) / 2
        target = (float(shift[0]) * depth, float(shift[1]) * depth, depth)
        return Orbit(0.0, 0.0, depth, target, self.focal, (float(shift[0]), float(shift[1])))._filled(points, size)

    def _filled(self, points: Float[NDArray, "n 3"], size: Size) -> "Orbit":
        seen = self.seen(points)
        reach = np.abs(seen[:, :2] / np.maximum(seen[:, 2:], NEAR) - self.shift).max(axis=0)
        room = MARGIN * np.asarray(size) / min(size)
        return replace(self, focal=float((room / np.maximum(reach, SMALLEST / self.distance)).min()))


@dataclass(frozen=True)
class Look:
    """A way to look at a person."""

    name: str
    title: str
    azimuth: float = 0.0
    """Radians from the front of the person, the eye going to its left."""
    elevation: float = 0.0
    through_lens: bool = False
    """As the photo's camera, wherever the person faces."""


LOOKS: dict[str, Look] = {
    look.name: look
    for look in (
        Look("front", "Front"),
        Look("side", "Side", azimuth=radians(90)),
        Look("top", "Top", elevation=radians(90)),
        Look("camera", "Camera", through_lens=True),
    )
}
"""The presets. 'side' shows the person's right side."""

FREE = Look("free", "Free")
"""What a view is called once the eye was turned by hand."""


def look_at(look: Look, ahead: Float[NDArray, "3"], points: Float[NDArray, "n 3"], size: Size) -> Orbit:
    """The eye of a preset for a person who faces `ahead` (nan: the camera) and fills `points`."""
    if look.through_lens:
        return Orbit().through_lens(points, size)
    facing = facing_azimuth(ahead)
    return Orbit(facing + look.azimuth, look.elevation).fitted(points, size)


def facing_azimuth(ahead: Float[NDArray, "3"]) -> float:
    """Azimuth of the eye that looks into the face of one who faces `ahead`; 0 where that is nan or upright."""
    level = hypot(ahead[0], ahead[2])
    return float(np.arctan2(-ahead[0], -ahead[2])) if np.isfinite(level) and level > 1e-6 else 0.0


def _triple(point: Float[NDArray, "3"]) -> tuple[float, float, float]:
    return float(point[0]), float(point[1]), float(point[2])
