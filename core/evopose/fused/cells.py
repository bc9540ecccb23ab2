"""The 3° cell of a direction without inverse trigonometry: a look into a table, then one comparison with a border.

What `limits.sphere.cells` works out with atan2 (which rounds, so a direction on a border may fall on its other side).
"""

import numpy as np
from jaxtyping import Float, UInt8

from evopose.fused.compiling import inlined
from evopose.fused.geometry import ONE, Vector
from evopose.model.array import NDArray
from evopose.model.limits import CELL_DEGREES, PHI_CELLS, THETA_CELLS

_HALF = THETA_CELLS // 2
_QUARTER = THETA_CELLS // 4
_EIGHTH = THETA_CELLS // 8
_STEPS = np.float32(512)
_FINE_STEPS = np.float32(2048)
_TINY = np.float32(1e-30)


def _borders(values: NDArray) -> Float[NDArray, " borders"]:
    """Where the cells end; the last ends nowhere, so that rounding cannot lead beyond it."""
    return np.append(values[1:-1], 2).astype(np.float32)


def _first_cells(borders: NDArray, starts: NDArray) -> UInt8[NDArray, " steps"]:
    """The cell at the start of each step; a step is narrower than any cell, so at most one border lies in it."""
    return np.searchsorted(borders, starts.astype(np.float32), side="right").astype(np.uint8)


_TANGENTS = _borders(np.tan(np.radians(np.arange(_EIGHTH + 1) * CELL_DEGREES)))
_SINES = _borders(np.sin(np.radians(np.arange(PHI_CELLS + 1) * CELL_DEGREES - 90)))
_BY_TANGENT = _first_cells(_TANGENTS, np.arange(_STEPS + 1) / _STEPS)
_BY_SINE = _first_cells(_SINES, np.arange(2 * _FINE_STEPS + 1) / _FINE_STEPS - 1)


@inlined
def cell(direction: Vector) -> int:
    """column · 60 + row of a unit vector; it must not be nan."""
    return _column(direction[0], direction[1]) * PHI_CELLS + _row(direction[2])


@inlined
def _column(x: np.float32, y: np.float32) -> int:
    """Of θ: within an eighth of the circle by the tangent, then mirrored to where the direction is."""
    along, across = abs(x), abs(y)
    tangent = min(along, across) / max(along, across, _TINY)
    eighth = np.int64(_BY_TANGENT[int(tangent * _STEPS)])
    eighth += tangent >= _TANGENTS[eighth]
    quarter = eighth if across <= along else _QUARTER - 1 - eighth
    half = quarter if x >= 0 else _HALF - 1 - quarter
    return int(_HALF + half if y >= 0 else _HALF - 1 - half)


@inlined
def _row(z: np.float32) -> int:
    """Of φ, whose sine z is, give or take rounding."""
    step = int((z + ONE) * _FINE_STEPS)
    row = np.int64(_BY_SINE[min(max(step, 0), len(_BY_SINE) - 1)])
    return int(row + (z >= _SINES[row]))
