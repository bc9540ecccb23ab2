"""Which poses point into the cells that were selected; found in slices, in a thread."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Int, UInt16

from evopose.jobs import Job, Progress
from evopose.limits.sphere import CELLS
from evopose.model.array import NDArray

_CHUNK = 1 << 18
_CODES = 1 << 16
_SPREAD = 97
"""How many poses from all over the population stand first."""


@dataclass(frozen=True, eq=False)
class Found:
    """The poses that a brush selected."""

    rows: Int[NDArray, " k"]
    """Of the population's file, those that come first from all over it."""
    limb: int
    """Position in LIMBS of the direction that was brushed."""


def rows_in(cells: UInt16[NDArray, "n 9"], limb: int, brush: Bool[NDArray, "120 60"]) -> Job[Found]:
    """The poses whose direction lies in the brush; degenerate ones never do."""
    wanted = np.zeros(_CODES, dtype=bool)
    wanted[:CELLS] = brush.reshape(-1)
    total = len(cells)
    found = [np.zeros(0, np.int32)]
    for start in range(0, total, _CHUNK):
        column = np.ascontiguousarray(cells[start : min(start + _CHUNK, total), limb])
        found.append((np.flatnonzero(wanted[column]) + start).astype(np.int32))
        yield Progress(min(start + _CHUNK, total), total)
    return Found(interleaved(np.concatenate(found)), limb)


def interleaved(rows: Int[NDArray, " k"]) -> Int[NDArray, " k"]:
    """In steps through all of them, over and over: those that come first are not neighbours in one clip."""
    across = -(-len(rows) // _SPREAD)
    padded = np.full(across * _SPREAD, -1, rows.dtype)
    padded[: len(rows)] = rows
    mixed = padded.reshape(_SPREAD, across).T.reshape(-1)
    return mixed[mixed >= 0]
