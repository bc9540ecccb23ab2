"""Poses as tiles show them: all seen by one camera, at one scale, hips' middle in the tile's; knows no toolkit."""

from math import cos, radians, sin

import numpy as np
from jaxtyping import Float

from evopose.model.array import NDArray

ELEVATION = radians(14)
"""The camera looks down a little."""
ASIDE = radians(28)
"""A person who is turned to the camera shows this much of their side."""
SPAN = 1.9
"""Metres across a tile; who is larger is drawn smaller."""


def seen(positions: Float[NDArray, "k 17 3"], facing: bool = False) -> Float[NDArray, "k 17 3"]:
    """Joints in the tile: right and down in its half sides (−1 … 1), and depth in metres from the middle.

    Positions are of the world, metres, z up; the camera looks along +y, or, `facing`, towards each one's front.
    """
    points = np.asarray(positions, np.float32)
    points = points - np.nan_to_num(np.nanmean(points, axis=1, keepdims=True)) if len(points) else points
    if facing:
        points = _turned(points, -np.pi / 2 + ASIDE - headings(points))
    right, up = points[..., 0], sin(ELEVATION) * points[..., 1] + cos(ELEVATION) * points[..., 2]
    ahead = cos(ELEVATION) * points[..., 1] - sin(ELEVATION) * points[..., 2]
    flat = np.stack([right, -up], axis=-1)
    low, high = (_extreme(flat, choose) for choose in (np.fmin, np.fmax))
    flat = flat - (low + high) / 2
    half = np.maximum(np.nan_to_num((high - low) / 2).max(axis=(-1, -2)), SPAN / 2)
    return np.concatenate([flat / half[:, None, None], ahead[..., None]], axis=-1)


def _extreme(flat: NDArray, choose: np.ufunc) -> NDArray:
    """Over the joints that are there."""
    extreme: NDArray = choose.reduce(flat, axis=1, keepdims=True) if len(flat) else flat[:, :1]
    return extreme


def headings(positions: Float[NDArray, "k 17 3"]) -> Float[NDArray, " k"]:
    """Where bodies face, in radians from +x to +y about z; 0 where that cannot be told."""
    points = np.asarray(positions, np.float32)
    right = points[:, 1] - points[:, 4] + points[:, 14] - points[:, 11]
    facing: NDArray = np.nan_to_num(np.arctan2(right[:, 0], -right[:, 1]))
    return facing


def _turned(points: NDArray, angles: NDArray) -> NDArray:
    cosine, sine = np.cos(angles)[:, None], np.sin(angles)[:, None]
    x, y = points[..., 0], points[..., 1]
    return np.stack([cosine * x - sine * y, sine * x + cosine * y, points[..., 2]], axis=-1)
