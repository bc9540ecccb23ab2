"""Which bone is under the mouse; knows no toolkit."""

import numpy as np
from jaxtyping import Float

from evopose.model.array import NDArray
from evostudio.views.orbit import Orbit, Size
from evostudio.views.skeleton_figure import Figure

REACH = 7.0
"""Pixels beside a bone that still mean it."""
NOTHING = -1


def bone_at(figure: Figure, orbit: Orbit, pixel: tuple[float, float], size: Size) -> int:
    """The bone (its child joint; 0: the hip) at a pixel: the frontmost that covers it, or one within REACH; or −1."""
    if not len(figure):
        return NOTHING
    gaps, depths = _gaps(figure, orbit, np.asarray(pixel, dtype=float), size)
    if not np.isfinite(gaps).any():
        return NOTHING
    covering = gaps <= 0
    if covering.any():
        return int(figure.joints[np.argmin(np.where(covering, depths, np.inf))])
    nearest = int(np.nanargmin(gaps))
    return int(figure.joints[nearest]) if gaps[nearest] <= REACH else NOTHING


def _gaps(
    figure: Figure, orbit: Orbit, pixel: Float[NDArray, "2"], size: Size
) -> tuple[Float[NDArray, " n"], Float[NDArray, " n"]]:
    """From the pixel to each solid's outline (pixels; negative inside), and the depth of its front there (metres)."""
    first, second = orbit.project(figure.starts, size), orbit.project(figure.ends, size)
    way = second - first
    length = np.maximum((way[:, :2] ** 2).sum(-1), 1e-9)
    place = np.clip(((pixel - first[:, :2]) * way[:, :2]).sum(-1) / length, 0, 1)[:, None]
    nearest = first + place * way
    radius = (figure.radii * np.concatenate([1 - place, place], axis=1)).sum(-1)
    thick = radius * orbit.scale(size) / nearest[:, 2]
    off = np.linalg.norm(pixel - nearest[:, :2], axis=-1)
    bulge = np.sqrt(np.clip(1 - (off / np.maximum(thick, 1e-9)) ** 2, 0, 1))
    return off - thick, nearest[:, 2] - radius * bulge
