"""Joint limits by tables, one pose at a time (the twin of limits.occupancy)."""

import numpy as np
from jaxtyping import Bool, Float, UInt8

from evopose.fused import geometry as g
from evopose.fused.cells import cell
from evopose.fused.compiling import compiled, inlined
from evopose.limits.occupancy import PARENT_CELLS, PARENT_DEGREES, REST, OccupancyLimits
from evopose.limits.sphere import CELLS
from evopose.model.array import NDArray
from evopose.model.limits import PHI_CELLS, THETA_CELLS

_RATIO = PARENT_DEGREES * THETA_CELLS // 360
_REST = (np.array(REST) / np.linalg.norm(REST, axis=1)[:, None]).astype(np.float32)
CHAINS = np.array((11, 14, 4, 1))
"""Where left and right arm, left and right leg begin; the joints of a limb follow each other."""
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
    bits = np.empty(9, np.int64)
    for i in range(len(positions)):
        found[i] = verdicts(maps, positions[i], bits)


@inlined
def verdicts(maps: NDArray, positions: NDArray, bits: NDArray) -> int:
    """One bit a direction, set where it is valid; `bits` (9,) is room for what is looked up."""
    if not g.sound(positions):
        return 0
    shoulder, body = g.shoulder_frame(positions), g.body_frame(positions)
    bits[0] = head_bit(g.unit(g.into(shoulder, g.bone(positions, 8, 10))))
    for limb in range(4):
        upper, lower = seen(shoulder if limb < 2 else body, positions, CHAINS[limb])
        bits[2 * limb + 1], bits[2 * limb + 2] = limb_bits(limb, upper, lower)
    return looked_up(maps, bits)


@inlined
def seen(torso: g.Basis, positions: NDArray, joint: int) -> tuple[g.Vector, g.Vector]:
    """The two bones that follow a shoulder or hip joint, as unit vectors in the torso frame."""
    upper, lower = g.bone(positions, joint, joint + 1), g.bone(positions, joint + 1, joint + 2)
    return g.unit(g.into(torso, upper)), g.unit(g.into(torso, lower))


@inlined
def head_bit(head: g.Vector) -> int:
    """Number of the bit in the maps that says whether the head, a unit vector in Rˢ, is valid; −1 for nan."""
    return cell(head) if head[0] == head[0] else -1


@inlined
def limb_bits(limb: int, upper: g.Vector, lower: g.Vector) -> tuple[int, int]:
    """The same of an upper arm or thigh and of what hangs on it: unit vectors in the torso frame, not nan.

    `limb` is a place in CHAINS.
    """
    place = cell(upper)
    swung = _unswung((_REST[limb, 0], _REST[limb, 1], _REST[limb, 2]), upper, lower)
    if not abs(swung[0]) + abs(swung[1]) + abs(swung[2]) < 4:
        return CELLS * (1 + limb) + place, -1
    parent = (place // (PHI_CELLS * _RATIO)) * (PHI_CELLS // _RATIO) + place % PHI_CELLS // _RATIO
    return CELLS * (1 + limb) + place, CELLS * (5 + PARENT_CELLS * limb + parent) + cell(swung)


@inlined
def looked_up(maps: NDArray, bits: NDArray) -> int:
    """The verdicts of nine bits of the maps (−1 is invalid).

    All at once: each look is a cache miss, and so they go on beside each other.
    """
    found = 0
    for limb in range(9):
        bit = bits[limb]
        valid = maps[max(bit, 0) >> 3] >> (bit & 7) & 1
        found |= int(valid if bit >= 0 else 0) << limb
    return found


@inlined
def _unswung(rest: g.Vector, parent: g.Vector, child: g.Vector) -> g.Vector:
    """`child` after the smallest rotation from `parent` to `rest`; all unit vectors in one frame."""
    along_half = g.dot(g.plus(rest, parent), child) / (g.ONE + g.dot(rest, parent))
    along_parent = g.TWO * g.dot(parent, child)
    return g.plus(g.minus(child, g.scaled(along_half, g.plus(rest, parent))), g.scaled(along_parent, rest))
