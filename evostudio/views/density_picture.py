"""Densities as images: each cell's colour by the ramp, on the flat map or on the turning sphere."""

from functools import lru_cache

import numpy as np
from jaxtyping import Bool, Float, UInt8
from PySide6.QtGui import QColor, QImage

from evopose.model.array import NDArray
from evopose.model.limits import PHI_CELLS, THETA_CELLS
from evostudio.theme import Theme
from evostudio.views.density_colours import STEPS, diverging, ramp
from evostudio.views.density_scene import DensityScene
from evostudio.views.direction_chart import SphereChart, cell_of
from evostudio.views.direction_painting import image_of, mixed

REACHABLE = 0.13
"""How much accent stands in valid cells that no pose points to."""
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
    inside, shade = _ball(max(int(2 * chart.radius * ratio), 1), theme.dark)
    theta, phi, _inside = SphereChart(0, 0, len(inside) / 2, chart.theta, chart.phi).grid()
    colours = _cell_colours(scene, theme)[cell_of(theta, phi)]
    pixels = np.empty((*inside.shape, 4), np.uint8)
    np.minimum(colours[..., ::-1] * shade[..., None], 255, out=pixels[..., :3], casting="unsafe")
    pixels[..., 3] = 255
    pixels[~inside] = 0
    return image_of(pixels)


@lru_cache(maxsize=4)
def _ball(pixels: int, dark: bool) -> tuple[Bool[NDArray, "n n"], Float[NDArray, "n n"]]:
    steps = ((np.arange(pixels) + 0.5) / pixels * 2 - 1).astype(np.float32)
    right, down = np.meshgrid(steps, steps)
    reach = np.minimum(np.hypot(right + 0.25, down + 0.3), 1.4)
    shade = 1.06 - 0.20 * reach**2 if dark else 1.02 - 0.10 * reach**2
    return right**2 + down**2 <= 1, shade


def _cell_colours(scene: DensityScene, theme: Theme) -> UInt8[NDArray, "120 60 3"]:
    """Empty cells have the ground's colour, a breath of the accent where they could be reached."""
    ground = np.array(QColor(theme.field).getRgb()[:3], np.uint8)
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
