"""Maps on the sphere of directions: cells of θ × φ, and growing a map by a true angle.

Cells shrink in θ towards the poles, so the neighbourhood of a cell depends on its row. It does not depend on its
column: growing is a circular convolution along θ for each pair of rows, done by Fourier transform.
"""

from typing import Any

import numpy as np
from jaxtyping import Bool, Float, Int

from evopose.geometry.components import Vector
from evopose.model.array import Array, NDArray
from evopose.model.limits import CELL_DEGREES, PHI_CELLS, THETA_CELLS

CELLS = THETA_CELLS * PHI_CELLS
_AT_ONCE = 256


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
    phi = _rows(degrees)[None, :]
    return np.stack([np.cos(theta) * np.cos(phi), np.sin(theta) * np.cos(phi), np.sin(phi) + 0 * theta], axis=-1)


def grown(maps: Bool[NDArray, "n theta phi"], radius: float) -> Bool[NDArray, "n theta phi"]:
    """All cells whose middle lies within `radius` degrees of the middle of a cell that is set."""
    degrees = 360 // maps.shape[1]
    kernel = np.fft.rfft(_near(degrees, radius), axis=0)
    out = np.zeros_like(maps)
    filled = np.flatnonzero(maps.any(axis=(1, 2)))
    for start in range(0, len(filled), _AT_ONCE):
        some = filled[start : start + _AT_ONCE]
        spectrum = np.fft.rfft(maps[some].astype(np.float32), axis=1).transpose(1, 0, 2) @ kernel
        out[some] = np.fft.irfft(spectrum.transpose(1, 0, 2), n=maps.shape[1], axis=1) > 0.5
    return out


def closed(maps: Bool[NDArray, "n theta phi"], radius: float, closing: float) -> Bool[NDArray, "n theta phi"]:
    """Grown by `radius`, with gaps narrower than twice `closing` filled (all in degrees)."""
    if not closing:
        return grown(maps, radius)
    out = np.zeros_like(maps)
    filled = maps.any(axis=(1, 2))
    out[filled] = ~grown(~grown(maps[filled], radius + closing), closing)
    return out


def _near(degrees: int, radius: float) -> Float[NDArray, "theta phi phi"]:
    """1 where two cells, so many columns apart and in these two rows, lie within `radius` degrees."""
    phi = _rows(degrees)
    apart = np.radians(np.arange(0, 360, degrees))[:, None, None]
    cosine = np.sin(phi)[:, None] * np.sin(phi) + np.cos(phi)[:, None] * np.cos(phi) * np.cos(apart)
    return np.asarray(cosine >= np.cos(np.radians(radius)) - 1e-9, np.float32)


def _rows(degrees: int) -> Float[NDArray, " phi"]:
    return np.asarray(np.radians(np.arange(-90, 90, degrees) + degrees / 2))
