"""Where bodies face: about the vertical, and up or down; in the world or before a camera (docs/coverage.md)."""

import numpy as np
from jaxtyping import Float

from evopose.geometry.vectors import cross, norm, unit
from evopose.model.array import NDArray
from evopose.model.cameras import PlacedCamera

UP = (0.0, 0.0, 1.0)


def headings(positions: Float[NDArray, "*batch 17 3"]) -> Float[NDArray, "*batch"]:
    """Angle about z from x, in radians (−π … π), of where the hips face in the world; nan where they stand on end."""
    facing = _facing(positions, np.array(UP))
    return np.asarray(np.arctan2(facing[..., 1], facing[..., 0]))


def elevations(positions: Float[NDArray, "*batch 17 3"]) -> Float[NDArray, "*batch"]:
    """How far the chest faces up, in radians: 0 upright, π/2 on the back, −π/2 on the belly."""
    return np.asarray(np.arcsin(np.clip(_ahead(positions) @ np.array(UP), -1, 1)))


def before_camera(
    positions: Float[NDArray, "*batch 17 3"], camera: PlacedCamera
) -> tuple[Float[NDArray, "*batch"], Float[NDArray, "*batch"]]:
    """Heading and elevation in the camera's frame, in radians; positions are in the world.

    Heading 0 faces the camera, π/2 the right side of its image, ±π away from it; elevation is against the image's
    own upwards.
    """
    rotation = np.asarray(camera.viewpoint.rotation)
    right, up, towards = rotation[0], -rotation[1], -rotation[2]
    facing = _facing(positions, up)
    elevation = np.arcsin(np.clip(_ahead(positions) @ up, -1, 1))
    return np.asarray(np.arctan2(facing @ right, facing @ towards)), np.asarray(elevation)


def _facing(positions: NDArray, up: Float[NDArray, "3"]) -> Float[NDArray, "*batch 3"]:
    """Square to `up` and to the line from the left hip to the right; steadier than `_ahead` for who bends."""
    across = positions[..., 1, :] - positions[..., 4, :]
    facing = cross(np.broadcast_to(up, across.shape), across)
    return np.where(norm(facing)[..., None] > 1e-3 * norm(across)[..., None], facing, np.nan)


def _ahead(positions: NDArray) -> Float[NDArray, "*batch 3"]:
    """Third axis of R⁰."""
    across = positions[..., 1, :] - positions[..., 4, :]
    return np.asarray(unit(cross(across, positions[..., 7, :] - positions[..., 8, :])))
