"""Things to sit on, kick, throw and lie on."""

import numpy as np

from evopose.demo.figure import Figure
from evopose.demo.shapes import Box, Group, Limb, Shape
from evopose.demo.wardrobe import ACCENT, PROP, linear
from evopose.model.array import NDArray

COLOURS = {
    "football": ("#f4f4f2", "#2a2c30"), "basketball": ("#d9682b", "#3a2a22"), "tennis": ("#d3e03c", "#d3e03c"),
    "box": ("#c79a6b", "#8d6947"), "mat": ("#6f7fb8", "#6f7fb8"),
}  # fmt: skip
"""Main and second colour."""
_BALL = {"football": 0.11, "basketball": 0.12, "tennis": 0.034}
"""Radius in metres."""


def prop_groups(name: str, figure: Figure) -> tuple[Group, ...]:
    """The prop of a pose, where that pose needs it; none for ''."""
    positions, scale = figure.positions[0], figure.body.scale
    if name == "football":
        ahead = figure.segments["pelvis"][0][:, 1] * (1, 1, 0)
        spot = (
            positions[6] * (1, 1, 0) + 0.42 * ahead / np.linalg.norm(ahead) + 0.16 * figure.segments["pelvis"][0][:, 0]
        )
        return _ball(name, spot * (1, 1, 0) + (0, 0, _BALL[name]))
    if name == "basketball":
        return _ball(name, np.add(positions[[13, 16]].mean(axis=0), (0, 0, _BALL[name] + 0.05)))
    if name == "tennis":
        left = positions[13, 2] > positions[16, 2] + 0.15
        side, wrist = ("left", 13) if left else ("right", 16)
        away = -figure.segments[f"{side} hand"][0][:, 2]
        return _ball(name, positions[wrist] + away * (0.45 if left else 0.13))
    if name == "box":
        top = positions[0, 2] - 0.098 * scale
        axes = np.array(figure.segments["pelvis"][0])
        ahead = axes[:, 1] * (1, 1, 0) / np.linalg.norm(axes[:2, 1])
        centre = positions[0] * (1, 1, 0) - 0.05 * ahead + (0, 0, top / 2)
        return (_block("box", centre, ahead, (0.24, 0.22, top / 2), 0.012, PROP),)
    if name == "mat":
        low, high = positions[:, :2].min(axis=0), positions[:, :2].max(axis=0)
        along = np.array([1.0, 0, 0]) if high[0] - low[0] > high[1] - low[1] else np.array([0, 1.0, 0])
        middle = np.array([*(low + high) / 2, 0.0])
        return (
            _block("mat", middle, along, (0.4, max(0.9, float((high - low).max()) / 2 + 0.22), 0.006), 0.004, PROP),
        )
    return ()


def prop_colours(name: str, rng: np.random.Generator) -> NDArray:
    """Linear RGB of the materials PROP and ACCENT for it."""
    if name == "mat":
        mats = ("#6f7fb8", "#5b9a8b", "#b5657a", "#8a6fae", "#3f6f8f")
        return np.stack([linear(mats[int(rng.integers(len(mats)))])] * 2)
    return np.stack([linear(colour) for colour in COLOURS.get(name, ("#cccccc", "#888888"))])


def _ball(name: str, centre: NDArray) -> tuple[Group, ...]:
    radius = _BALL[name]
    place = np.asarray(centre, np.float32)
    ball: list[Shape] = [Limb(place, place, (radius,), PROP)]
    golden = np.pi * (3 - np.sqrt(5))
    for i in range(12 if name == "football" else 0):
        z = 1 - (i + 0.5) / 6
        around = golden * i
        out = np.array([np.cos(around) * np.sqrt(1 - z * z), np.sin(around) * np.sqrt(1 - z * z), z])
        spot = np.asarray(centre + out * radius * 0.8, np.float32)
        ball.append(Limb(spot, spot, (radius * 0.27,), ACCENT, blend=0.0))
    return (Group("ball", tuple(ball), 0.0),)


def _block(
    name: str, centre: NDArray, ahead: NDArray, half: tuple[float, float, float], edge: float, material: int
) -> Group:
    axes = np.stack([np.cross(ahead, (0, 0, 1.0)), ahead, np.array([0, 0, 1.0])], axis=-1)
    return Group(name, (Box(np.asarray(centre, np.float32), axes.astype(np.float32), half, edge, material),), 0.0)
