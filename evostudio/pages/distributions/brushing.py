"""Which poses point into the cells that were selected; found in slices, in a thread."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Int, UInt16

from evopose.jobs import Job, Progress
from evopose.limits.sphere import CELLS
from evopose.model.array import NDArray

_CHUNK = 1 << 18
_CODES = 1 << 16


@dataclass(frozen=True, eq=False)
class Found:
    """The poses that a brush selected."""

    rows: Int[NDArray, " k"]
    """Of the population's file, in order."""
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
    return Found(np.concatenate(found), limb)
