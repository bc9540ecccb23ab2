"""Triangles of a figure for the GPU: each solid a surface of revolution with round ends; knows no toolkit."""

import numpy as np
from jaxtyping import Float

from evopose.model.array import NDArray

AROUND, CAP = 24, 7
"""Corners around a solid, and rings of each of its round ends."""
FLOATS = 9
"""Of a vertex: position, normal, colour."""


def solids(
    starts: Float[NDArray, "n 3"],
    ends: Float[NDArray, "n 3"],
    radii: Float[NDArray, "n 2"],
    colours: Float[NDArray, "n 3"],
) -> Float[NDArray, "m 9"]:
    """float32 triangles, three rows each, counter-clockwise from outside."""
    rings, normals = _surface(starts, ends, radii)
    tint = np.broadcast_to(colours[:, None, None], normals.shape)
    vertices = np.concatenate([rings, normals, tint], axis=-1).astype(np.float32)
    around = np.roll(vertices, -1, axis=2)
    a, b, c, d = vertices[:, :-1], around[:, :-1], around[:, 1:], vertices[:, 1:]
    return np.stack([a, b, c, a, c, d], axis=3).reshape(-1, FLOATS)


def _surface(
    starts: Float[NDArray, "n 3"], ends: Float[NDArray, "n 3"], radii: Float[NDArray, "n 2"]
) -> tuple[Float[NDArray, "n rings around 3"], Float[NDArray, "n rings around 3"]]:
    """Points and normals of the hull of two balls: a part of the one, a cone, and the rest of the other."""
    way = ends - starts
    length = np.linalg.norm(way, axis=-1)
    axis = np.where(length[:, None] > 1e-9, way / np.maximum(length, 1e-9)[:, None], [0.0, 1.0, 0.0])
    side = np.cross(axis, np.where(np.abs(axis[:, :1]) > 0.9, [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]))
    side /= np.linalg.norm(side, axis=-1, keepdims=True)
    other = np.cross(axis, side)
    # The cone touches both balls where their normals lean by this sine against the axis.
    lean = np.arcsin(np.clip((radii[:, 0] - radii[:, 1]) / np.maximum(length, 1e-9), -1, 1))[:, None]
    steps = np.linspace(0, 1, CAP)
    latitude = np.concatenate([-np.pi / 2 + steps * (lean + np.pi / 2), lean + steps * (np.pi / 2 - lean)], axis=1)
    longitude = np.arange(AROUND) / AROUND * 2 * np.pi
    round_about = np.cos(longitude)[:, None] * side[:, None] + np.sin(longitude)[:, None] * other[:, None]
    level, along = np.cos(latitude)[..., None, None], np.sin(latitude)[..., None, None]
    normals = level * round_about[:, None] + along * axis[:, None, None]
    centres = np.repeat(np.stack([starts, ends], axis=1), CAP, axis=1)
    return centres[:, :, None] + np.repeat(radii, CAP, axis=1)[..., None, None] * normals, normals


def floor(centre: Float[NDArray, "2"], reach: float, ground: float) -> Float[NDArray, "6 3"]:
    """Two triangles: a square around x and z of `centre` at height y = `ground`, in metres."""
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, -1], [1, 1], [-1, 1]]) * reach + centre
    return np.stack([corners[:, 0], np.full(6, ground), corners[:, 1]], axis=-1).astype(np.float32)
