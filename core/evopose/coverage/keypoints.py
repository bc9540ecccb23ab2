"""What cameras see of a population: where bodies face before them, and where in the picture joints come to lie.

The cameras are Human3.6M's four as they stood for its first subject. Poses are brought to the middle of the room (the
hip over the world's origin, at its own height), since a population may have been recorded anywhere.
"""

from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int

from evopose.coverage.heading import before_camera
from evopose.geometry.projection import project, to_camera
from evopose.model.array import NDArray
from evopose.model.cameras import PlacedCamera, h36m_cameras

HEADING_CELLS, ELEVATION_CELLS = 36, 18
"""Of 10°, from −180° and −90°."""
GRID = 50
"""Columns and rows of cells over the picture."""


class Seen(NamedTuple):
    """Counts over poses × cameras."""

    headings: Int[NDArray, "36"]
    elevations: Int[NDArray, "18"]
    keypoints: Int[NDArray, "17 50 50"]
    """Of each joint; columns (x), rows (y) of the picture."""
    outside: int
    """Joints that lie outside the picture, or behind the camera."""


def seen(positions: Float[NDArray, "n 17 3"]) -> Seen:
    """Of poses (metres, world, z up) without nan; counts of several sets add."""
    centred = np.array(positions, float)
    centred[..., :2] -= centred[:, :1, :2]
    views = [_view(centred, camera) for camera in cameras()]
    return Seen(*(sum(each) for each in zip(*views, strict=True)))


def cameras() -> tuple[PlacedCamera, ...]:
    """The four."""
    every = h36m_cameras()
    return tuple(camera for camera in every if camera.subject == every[0].subject)


def _view(positions: Float[NDArray, "n 17 3"], camera: PlacedCamera) -> Seen:
    heading, elevation = before_camera(positions, camera)
    pixels = project(camera.camera, to_camera(camera.viewpoint, positions))
    share = pixels / np.array(camera.camera.size)
    inside = ((share >= 0) & (share < 1)).all(axis=-1)
    cell = (np.where(inside[..., None], share, 0) * GRID).astype(int)
    code = np.where(inside, (np.arange(17) * GRID + cell[..., 0]) * GRID + cell[..., 1], -1) + 1
    counts = np.bincount(code.reshape(-1), minlength=17 * GRID * GRID + 1)[1:].reshape(17, GRID, GRID)
    return Seen(
        _cells(heading, np.pi, HEADING_CELLS),
        _cells(elevation, np.pi / 2, ELEVATION_CELLS),
        counts,
        int((~inside).sum()),
    )


def _cells(angles: Float[NDArray, " n"], most: float, count: int) -> Int[NDArray, " cells"]:
    known = angles[np.isfinite(angles)]
    cell = ((known + most) / (2 * most) * count).astype(int)
    return np.bincount(np.clip(cell, 0, count - 1), minlength=count)
