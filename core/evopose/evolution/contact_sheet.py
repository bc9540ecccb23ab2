"""Many poses on one picture, to look at: each from a little to the side of the front, standing on its ground."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float
from PIL import Image, ImageDraw

from evopose.geometry.frames import PARENTS
from evopose.model.array import NDArray
from evopose.model.skeleton import H36M_17

_LEFT, _RIGHT, _MIDDLE = (31, 111, 208), (222, 106, 30), (88, 92, 99)
_BACK, _GROUND, _TEXT = (255, 255, 255), (226, 229, 233), (120, 125, 132)
_COLOURS = {"left": _LEFT, "right": _RIGHT, "middle": _MIDDLE}
_FINER = 3
"""Drawn so many times larger, then shrunk: smooth lines."""
_METRES = 2.0
"""Height and width of what one picture shows."""
_TURN, _TILT = np.radians(25.0), np.radians(12.0)
_FAINTEST = 0.45
"""How much of its colour keeps what is farthest away."""


def contact_sheet(
    positions: Float[NDArray, "n 17 3"], columns: int = 10, size: int = 110, labels: Sequence[str] = ()
) -> Image.Image:
    """Poses (metres, world, z up) row by row, `size` pixels each; left blue, right orange, what is far fainter.

    A pose with nan leaves its place empty.
    """
    rows = max(1, -(-len(positions) // columns))
    step = size * _FINER
    picture = Image.new("RGB", (columns * step, rows * step), _BACK)
    draw = ImageDraw.Draw(picture)
    for number, pose in enumerate(np.asarray(positions, float)):
        corner = np.array([number % columns, number // columns]) * step
        if np.isfinite(pose).all():
            _draw(draw, pose, corner, step)
        if number < len(labels):
            draw.text(tuple(corner + step * 0.04), labels[number], fill=_TEXT, font_size=step * 0.09)
    return picture.resize((columns * size, rows * size), Image.Resampling.LANCZOS)


def _draw(draw: ImageDraw.ImageDraw, pose: Float[NDArray, "17 3"], corner: NDArray, step: int) -> None:
    seen, ground = _seen(pose)
    scale = step / _METRES
    centre = corner + np.array([step / 2, step * 0.52])
    flat = centre + (seen[:, :2] * (1, -1)) * scale
    oval = centre + (ground[:, :2] * (1, -1)) * scale
    draw.polygon([tuple(point) for point in oval], fill=_GROUND)
    depth = seen[:, 2]
    near = (depth - depth.min()) / max(float(np.ptp(depth)), 1e-6)
    bones = sorted(range(1, 17), key=lambda joint: near[joint] + near[PARENTS[joint]])
    for joint in bones:
        colour = _faded(_COLOURS[H36M_17.sides[joint]], (near[joint] + near[PARENTS[joint]]) / 2)
        draw.line([tuple(flat[PARENTS[joint]]), tuple(flat[joint])], fill=colour, width=round(step * 0.022))
        _dot(draw, flat[joint], step * 0.011, colour)
    _dot(draw, flat[10], step * 0.035, _faded(_MIDDLE, near[10]))


def _seen(pose: Float[NDArray, "17 3"]) -> tuple[Float[NDArray, "17 3"], Float[NDArray, "k 3"]]:
    """Joints to the right, up and towards the viewer about the middle of the body; a disc of ground likewise."""
    across = pose[1] - pose[4]
    heading = np.arctan2(across[1], across[0]) + np.pi + _TURN
    c, s = np.cos(heading), np.sin(heading)
    flat = np.array([[c, s, 0.0], [0.0, 0.0, 1.0], [-s, c, 0.0]])
    tilt = np.array([[1, 0, 0], [0, np.cos(_TILT), -np.sin(_TILT)], [0, np.sin(_TILT), np.cos(_TILT)]])
    view = tilt @ flat
    middle = (pose.min(axis=0) + pose.max(axis=0)) / 2
    angles = np.linspace(0, 2 * np.pi, 48)
    disc = np.stack([0.45 * np.cos(angles), 0.45 * np.sin(angles), np.full(48, pose[:, 2].min() - middle[2])], axis=1)
    return (pose - middle) @ view.T, disc @ view.T


def _faded(colour: tuple[int, int, int], near: float) -> tuple[int, int, int]:
    share = _FAINTEST + (1 - _FAINTEST) * near
    red, green, blue = (round(255 + (value - 255) * share) for value in colour)
    return red, green, blue


def _dot(draw: ImageDraw.ImageDraw, centre: NDArray, radius: float, colour: tuple[int, int, int]) -> None:
    x, y = centre
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
