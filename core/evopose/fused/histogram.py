"""How often each cell of the nine limb directions is reached, over populations of millions.

The twin of geometry.hierarchy.limb_vectors followed by limits.sphere.cells; docs/benchmarks.md says why it is there.
"""

import numpy as np
from jaxtyping import Float, Int64, UInt16

from evopose.fused import geometry as g
from evopose.fused.cells import cell
from evopose.fused.compiling import compiled, inlined
from evopose.limits.sphere import CELLS
from evopose.model.array import NDArray
from evopose.model.limits import PHI_CELLS, THETA_CELLS

DEGENERATE = 65535
"""Stands for the cell of a direction that is none."""


def empty() -> Int64[NDArray, "9 120 60"]:
    """Counts of no poses."""
    return np.zeros((9, THETA_CELLS, PHI_CELLS), np.int64)


def count(positions: Float[NDArray, "n 17 3"], counts: Int64[NDArray, "9 120 60"]) -> int:
    """Adds the poses (metres, z up) to `counts`; gives back how many are degenerate and so were left out."""
    return int(_count(_plain(positions), counts.reshape(9, CELLS)))


def cells(positions: Float[NDArray, "n 17 3"]) -> UInt16[NDArray, "n 9"]:
    """column · 60 + row of each direction; DEGENERATE for what has none."""
    found = np.empty((len(positions), 9), np.uint16)
    _cells(_plain(positions), found)
    return found


def _plain(positions: NDArray) -> Float[NDArray, "n 17 3"]:
    """As the loops want them; a memory map of float32 is taken as it is."""
    return np.ascontiguousarray(positions, np.float32).view(np.ndarray)


@compiled
def _count(positions: NDArray, counts: NDArray) -> int:
    codes = np.empty(9, np.uint16)
    degenerate = 0
    for i in range(len(positions)):
        degenerate += not _pose_cells(positions[i], codes)
        for limb in range(9):
            if codes[limb] != DEGENERATE:
                counts[limb, codes[limb]] += 1
    return degenerate


@compiled
def _cells(positions: NDArray, codes: NDArray) -> None:
    for i in range(len(positions)):
        _pose_cells(positions[i], codes[i])


@inlined
def _pose_cells(positions: NDArray, codes: NDArray) -> bool:
    """Fills in the nine codes of one pose; whether it has frames."""
    if not g.sound(positions):
        codes[:] = DEGENERATE
        return False
    shoulder, body = g.shoulder_frame(positions), g.body_frame(positions)
    head = g.unit(g.into(shoulder, g.bone(positions, 8, 10)))
    codes[0] = cell(head) if head[0] == head[0] else DEGENERATE
    codes[1], codes[2] = _limb(shoulder, g.bone(positions, 11, 12), g.bone(positions, 12, 13))
    codes[3], codes[4] = _limb(shoulder, g.bone(positions, 14, 15), g.bone(positions, 15, 16))
    codes[5], codes[6] = _limb(body, g.bone(positions, 4, 5), g.bone(positions, 5, 6))
    codes[7], codes[8] = _limb(body, g.bone(positions, 1, 2), g.bone(positions, 2, 3))
    return True


@inlined
def _limb(torso: g.Basis, upper: g.Vector, lower: g.Vector) -> tuple[int, int]:
    """Cells of an upper arm or thigh in the torso frame, and of what hangs on it in its own frame."""
    parent = g.unit(g.into(torso, upper))
    child = g.into(g.limb_basis(parent), g.unit(g.into(torso, lower)))
    return cell(parent), cell(child)
