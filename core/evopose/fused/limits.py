"""Joint limits by tables, one pose at a time (the twin of limits.occupancy)."""

import numpy as np
from jaxtyping import Bool, Float, UInt8

from evopose.fused import geometry as g
from evopose.fused.cells import cell
from evopose.fused.compiling import compiled
from evopose.limits.occupancy import PARENT_CELLS, PARENT_DEGREES, REST, OccupancyLimits
from evopose.limits.sphere import CELLS
from evopose.model.array import NDArray
from evopose.model.limits import PHI_CELLS, THETA_CELLS

_RATIO = PARENT_DEGREES * THETA_CELLS // 360
_MAP = CELLS // 8
_REST = (np.array(REST) / np.linalg.norm(REST, axis=1)[:, None]).astype(np.float32)
ALL = 0x1FF
"""Verdicts of a pose with nine valid directions: bit 0 is the head, bit 8 the right shin (order of LIMBS)."""


def tables(limits: OccupancyLimits) -> UInt8[NDArray, " bytes"]:
    """All maps in one array, as the loops look into them: those of head, upper arms and thighs, then the others."""
    return np.concatenate([limits.upper.reshape(-1), limits.lower.reshape(-1)])


def valid(limits: OccupancyLimits, positions: Float[NDArray, "n 17 3"]) -> Bool[NDArray, "n 9"]:
    """For each limb direction whether it is valid; a degenerate pose has none. Positions in metres."""
    found = np.empty(len(positions), np.int64)
    _verdicts(tables(limits), np.ascontiguousarray(positions, np.float32), found)
    return np.asarray((found[:, None] >> np.arange(9)) & 1 == 1)


@compiled
def _verdicts(maps: NDArray, positions: NDArray, found: NDArray) -> None:
    for i in range(len(positions)):
        found[i] = verdicts(maps, positions[i])


@compiled
def verdicts(maps: NDArray, positions: NDArray) -> int:
    """One bit a direction, set where it is valid."""
    if not g.sound(positions):
        return 0
    shoulder, body = g.shoulder_frame(positions), g.body_frame(positions)
    head = g.unit(g.into(shoulder, g.bone(positions, 8, 10)))
    left, right = seen(shoulder, positions, 11), seen(shoulder, positions, 14)
    thigh, other = seen(body, positions, 4), seen(body, positions, 1)
    return (
        int(head_valid(maps, head))
        | limb_verdicts(maps, 0, left[0], left[1]) << 1
        | limb_verdicts(maps, 1, right[0], right[1]) << 3
        | limb_verdicts(maps, 2, thigh[0], thigh[1]) << 5
        | limb_verdicts(maps, 3, other[0], other[1]) << 7
    )


@compiled
def seen(torso: g.Basis, positions: NDArray, joint: int) -> tuple[g.Vector, g.Vector]:
    """The two bones that follow a shoulder or hip joint, as unit vectors in the torso frame."""
    upper, lower = g.bone(positions, joint, joint + 1), g.bone(positions, joint + 1, joint + 2)
    return g.unit(g.into(torso, upper)), g.unit(g.into(torso, lower))


@compiled
def head_valid(maps: NDArray, head: g.Vector) -> bool:
    """Whether the head, a unit vector in Rˢ, is within its map; nan is not."""
    return head[0] == head[0] and _reached(maps, 0, cell(head))


@compiled
def limb_verdicts(maps: NDArray, limb: int, upper: g.Vector, lower: g.Vector) -> int:
    """Bit 0: the upper arm or thigh is valid; bit 1: what hangs on it. Unit vectors in the torso frame.

    Limbs: 0 left arm, 1 right arm, 2 left leg, 3 right leg.
    """
    place = cell(upper)
    found = int(_reached(maps, _MAP * (1 + limb), place))
    swung = _unswung((_REST[limb, 0], _REST[limb, 1], _REST[limb, 2]), upper, lower)
    if not abs(swung[0]) + abs(swung[1]) + abs(swung[2]) < 4:
        return found
    parent = (place // (PHI_CELLS * _RATIO)) * (PHI_CELLS // _RATIO) + place % PHI_CELLS // _RATIO
    start = _MAP * (5 + PARENT_CELLS * limb + parent)
    return found | int(_reached(maps, start, cell(swung))) << 1


@compiled
def _reached(maps: NDArray, start: int, place: int) -> bool:
    """The bit of a cell in the map that begins at byte `start`."""
    return bool(maps[start + place // 8] >> (place % 8) & 1)


@compiled
def _unswung(rest: g.Vector, parent: g.Vector, child: g.Vector) -> g.Vector:
    """`child` after the smallest rotation from `parent` to `rest`; all unit vectors in one frame."""
    along_half = g.dot(g.plus(rest, parent), child) / (g.ONE + g.dot(rest, parent))
    along_parent = g.TWO * g.dot(parent, child)
    return g.plus(g.minus(child, g.scaled(along_half, g.plus(rest, parent))), g.scaled(along_parent, rest))
