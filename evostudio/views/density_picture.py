"""Densities as images: each cell's colour by the ramp, on the flat map or on the turning sphere."""

from functools import lru_cache
from math import ceil
from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int, UInt8
from PySide6.QtGui import QColor, QImage

from evopose.model.array import NDArray
from evopose.model.limits import PHI_CELLS, THETA_CELLS
from evostudio.theme import Theme, rgb_bytes
from evostudio.views.density_colours import STEPS, diverging, ramp
from evostudio.views.density_scene import DensityScene
from evostudio.views.direction_chart import SphereChart
from evostudio.views.direction_painting import image_of, mixed

REACHABLE = 0.13
"""How much accent stands in valid cells that no pose points to."""
DOT = 1.5
"""Pixels of a point's side."""
OUTSIDE = 0.45
"""What is left of the colours outside the brush."""


def flat_image(scene: DensityScene, theme: Theme) -> QImage:
    """120 × 60 pixels, a cell each, θ to the right and φ upwards."""
    pixels = np.empty((PHI_CELLS, THETA_CELLS, 4), np.uint8)
    pixels[..., :3] = _cell_colours(scene, theme).transpose(1, 0, 2)[::-1, :, ::-1]
    pixels[..., 3] = 255
    return image_of(pixels)


def sphere_image(chart: SphereChart, scene: DensityScene, theme: Theme, ratio: float) -> QImage:
    """The square around the sphere, shaded a little towards the rim."""
    ball = _ball(max(int(2 * chart.radius * ratio), 1), theme.dark)
    x, y, z = chart.axes.T.astype(np.float32) @ ball.vectors
    column = (np.arctan2(y, x) + np.float32(np.pi)) * np.float32(THETA_CELLS / (2 * np.pi))
    row = (np.arcsin(np.clip(z, -1, 1)) + np.float32(np.pi / 2)) * np.float32(PHI_CELLS / np.pi)
    cell = np.minimum(column.astype(np.int32), THETA_CELLS - 1) * PHI_CELLS
    cell += np.minimum(row.astype(np.int32), PHI_CELLS - 1)
    colours = np.zeros((THETA_CELLS * PHI_CELLS, 4), np.float32)  # four a row: taken at once
    colours[:, :3] = _cell_colours(scene, theme).reshape(-1, 3)[:, ::-1]
    shaded = colours.take(cell, axis=0)
    shaded *= ball.shade[:, None]
    np.minimum(shaded, 255, out=shaded)
    shaded[:, 3] = 255
    pixels = np.zeros(ball.side**2, np.uint32)
    pixels[ball.inside] = shaded.astype(np.uint8).view(np.uint32)[:, 0]
    return image_of(pixels.view(np.uint8).reshape(ball.side, ball.side, 4))


class _Ball(NamedTuple):
    """A sphere's picture, whatever is on it: values for each pixel inside."""

    side: int
    inside: Int[NDArray, " k"]
    """Which pixels, row by row."""
    vectors: Float[NDArray, "3 k"]
    """Right, up and towards the eye."""
    shade: Float[NDArray, " k"]


@lru_cache(maxsize=4)
def _ball(pixels: int, dark: bool) -> _Ball:
    steps = ((np.arange(pixels) + 0.5) / pixels * 2 - 1).astype(np.float32)
    right, down = np.meshgrid(steps, steps)
    inside = right**2 + down**2 <= 1
    right, down = right[inside], down[inside]
    ahead = np.sqrt(np.maximum(1 - right**2 - down**2, 0))
    reach = np.minimum(np.hypot(right + 0.25, down + 0.3), 1.4)
    shade = 1.06 - 0.20 * reach**2 if dark else 1.02 - 0.10 * reach**2
    return _Ball(pixels, np.flatnonzero(inside), np.stack([right, -down, ahead]), shade.astype(np.float32))


def points_image(
    places: Float[NDArray, "k 2"], size: tuple[float, float], ratio: float, colour: QColor, alpha: float
) -> QImage:
    """Dots at places (pixels) of a room of this size; where many lie, the colour is the more opaque."""
    width, height = max(ceil(size[0] * ratio), 1), max(ceil(size[1] * ratio), 1)
    counts = np.zeros((height, width), np.int32)
    corner = np.floor(places[np.isfinite(places).all(axis=-1)] * ratio - DOT * ratio / 2 + 0.5).astype(np.int32)
    for right in range(max(round(DOT * ratio), 1)):
        for down in range(max(round(DOT * ratio), 1)):
            x, y = corner[:, 0] + right, corner[:, 1] + down
            there = (x >= 0) & (x < width) & (y >= 0) & (y < height)
            counts += np.bincount(y[there] * width + x[there], minlength=counts.size).reshape(counts.shape)
    opaque = 1 - (1 - alpha) ** counts
    pixels = np.empty((height, width, 4), np.uint8)
    for channel, level in enumerate((colour.blue(), colour.green(), colour.red(), 255)):
        pixels[..., channel] = np.round(opaque * level)
    return image_of(pixels)


def _cell_colours(scene: DensityScene, theme: Theme) -> UInt8[NDArray, "120 60 3"]:
    """Empty cells have the ground's colour, a breath of the accent where they could be reached."""
    ground = np.array(rgb_bytes(QColor(theme.field)), np.uint8)
    colours = np.broadcast_to(ground, (THETA_CELLS, PHI_CELLS, 3)).copy()
    if scene.region is not None:
        even = diverging(theme.dark)[STEPS // 2]
        colours[scene.region] = even if scene.scale.diverging else mixed(theme, REACHABLE)
    if scene.values is not None:
        there = np.nan_to_num(scene.values) != 0
        table = diverging(theme.dark) if scene.scale.diverging else ramp(scene.ramp)
        colours[there] = table[scene.scale.steps(scene.values[there])]
    if scene.brush is not None:
        faded = ground + (colours.astype(np.float32) - ground) * OUTSIDE
        colours[~scene.brush] = faded[~scene.brush]
    return colours
