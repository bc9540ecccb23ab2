"""Maps on the sphere of directions: cells of θ × φ. They shrink in θ towards the poles."""

from typing import Any

import numpy as np
from jaxtyping import Float, Int

from evopose.geometry.components import Vector
from evopose.model.array import Array, NDArray
from evopose.model.limits import CELL_DEGREES, PHI_CELLS, THETA_CELLS

CELLS = THETA_CELLS * PHI_CELLS


def cells(xp: Any, vectors: Vector) -> tuple[Int[Array, "*batch"], Int[Array, "*batch"]]:
    """Columns (θ) and rows (φ) of the 3° cells that directions of any length fall in; any cell for nan."""
    x, y, z = vectors
    per_radian = float(np.degrees(1.0)) / CELL_DEGREES
    theta = (xp.atan2(y, x) + float(np.pi)) * per_radian
    phi = (xp.atan2(z, xp.sqrt(x * x + y * y)) + float(np.pi / 2)) * per_radian
    return _whole(xp, theta, THETA_CELLS), _whole(xp, phi, PHI_CELLS)


def _whole(xp: Any, values: Array, count: int) -> Array:
    return xp.clip(xp.astype(values, xp.int32), 0, count - 1)


def centres(degrees: int = CELL_DEGREES) -> Float[NDArray, "theta phi 3"]:
    """Unit vectors to the middles of all cells of this size."""
    theta = np.radians(np.arange(-180, 180, degrees) + degrees / 2)[:, None]
    phi = rows(degrees)[None, :]
    return np.stack([np.cos(theta) * np.cos(phi), np.sin(theta) * np.cos(phi), np.sin(phi) + 0 * theta], axis=-1)


def rows(degrees: int) -> Float[NDArray, " phi"]:
    """Radians: φ of the middles of the rows of cells of this size."""
    return np.asarray(np.radians(np.arange(-90, 90, degrees) + degrees / 2))
