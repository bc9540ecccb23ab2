"""Smooth noise over the plane, the same everywhere and always: for grass, clouds, grain of wood."""

import numpy as np
from jaxtyping import Float32

from evopose.model.array import NDArray

_SIZE = 256
_LAST = _SIZE - 1
_TABLE: Float32[NDArray, "65536"] = np.random.default_rng(20).random(_SIZE * _SIZE, dtype=np.float32)


def noise(x: NDArray, y: NDArray) -> Float32[NDArray, " n"]:
    """Value noise, 0 … 1, with features about one unit across."""
    x, y = np.asarray(x, np.float32), np.asarray(y, np.float32)
    column, row = np.floor(x), np.floor(y)
    s, t = x - column, y - row
    s, t = s * s * (3 - 2 * s), t * t * (3 - 2 * t)
    left, above = column.astype(np.int32) & _LAST, (row.astype(np.int32) & _LAST) * _SIZE
    right, below = (left + 1) & _LAST, (above + _SIZE) & (_SIZE * _SIZE - 1)
    first, third = _TABLE[above + left], _TABLE[below + left]
    upper = first + s * (_TABLE[above + right] - first)
    lower = third + s * (_TABLE[below + right] - third)
    return np.asarray(upper + t * (lower - upper), np.float32)


def clouds(x: NDArray, y: NDArray, octaves: int = 4) -> Float32[NDArray, " n"]:
    """Noise on noise of half the size, 0 … 1."""
    total, weight, strength = np.zeros(np.shape(x), np.float32), 0.0, 1.0
    for octave in range(octaves):
        total += np.float32(strength) * noise(x * 2**octave + 17.3 * octave, y * 2**octave - 9.1 * octave)
        weight += strength
        strength *= 0.5
    return total / np.float32(weight)
