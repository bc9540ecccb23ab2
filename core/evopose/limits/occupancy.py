"""Joint limits learned from poses: a direction is valid where bodies have been seen to reach (docs/limits.md).

Head, upper arms and thighs have a map on the sphere of 3° cells. Forearms and shins have one for each 6° cell of
their parent's direction, of the direction that is left after the smallest turn from REST to the parent is undone.
(The frame of design §3 spins where an upper arm lies near ±a; neighbours there would have nothing in common.)
A verdict is a look into tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Bool, Float, UInt8

from evopose.geometry import components as c
from evopose.geometry.degeneracy import sound
from evopose.geometry.hierarchy import torso_limbs
from evopose.limits.sphere import CELLS, cells, centres
from evopose.model.array import Array, NDArray, array_namespace
from evopose.model.limits import PHI_CELLS, THETA_CELLS

PARENT_DEGREES = 6
PARENT_CELLS = (360 // PARENT_DEGREES) * (180 // PARENT_DEGREES)
UPPER, LOWER = (0, 1, 3, 5, 7), (2, 4, 6, 8)
"""Positions in LIMBS: those with a map of their own, and those that depend on UPPER[1:]."""
REST = ((-0.86, 0.1, 0.5), (0.86, 0.1, 0.5), (-0.15, 0.7, 0.7), (0.15, 0.7, 0.7))
"""In the torso frame, about the middle of what upper arms and thighs reach; no limb comes near the opposite."""

_IN_ORDER_OF_LIMBS = [(*UPPER, *LOWER).index(limb) for limb in range(9)]
_BYTES = CELLS // 8
_CHUNK = 4096


class _Tables(NamedTuple):
    """The maps in one array library, on one device."""

    bits: UInt8[Array, " bytes"]
    """`upper`, then `lower`."""
    offsets: Array
    """Where the map of each direction of (*UPPER, *LOWER) begins."""
    rest: c.Vector


@dataclass(frozen=True, eq=False)
class OccupancyLimits:
    """JointLimits by tables."""

    upper: UInt8[NDArray, "5 900"]
    """Bits (lowest first) of the 120 × 60 cells of each direction in UPPER."""
    lower: UInt8[NDArray, "4 1800 900"]
    """The same for LOWER, for each of the 60 × 30 cells of the parent's direction."""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    """Plain JSON values: name, source, licence, poses, radii, command."""
    _tables: dict[tuple[str, str, str], _Tables] = field(default_factory=dict, init=False, repr=False)

    @property
    def name(self) -> str:
        """What they were fitted from."""
        return str(self.metadata.get("name", "joint limits"))

    def valid(self, positions: Float[Array, "*batch 17 3"]) -> Bool[Array, "*batch 9"]:
        """For each limb direction (order of LIMBS) whether it is valid; a degenerate pose has none."""
        xp = array_namespace(positions)
        flat = xp.reshape(positions, (-1, 17, 3))
        starts = range(0, max(int(flat.shape[0]), 1), _CHUNK)
        with np.errstate(all="ignore"):
            verdicts = [self._verdicts(xp, flat[start : start + _CHUNK]) for start in starts]
        together = verdicts[0] if len(verdicts) == 1 else xp.concat(verdicts)
        return xp.reshape(together, (*positions.shape[:-2], 9))

    def valid_seen(self, upper: c.Vector, lower: c.Vector) -> Bool[Array, "9 n"]:
        """Verdicts on unit vectors as the torso sees them, of UPPER and of LOWER; in that order. nan is not valid."""
        return self._allowed(array_namespace(upper[0]), upper, lower)

    def region(self, limb: int, positions: Float[NDArray, "17 3"]) -> Bool[NDArray, "120 60"]:
        """Which cells are valid for a limb, in its own frame, given the rest of the pose; none in a degenerate pose."""
        xp = array_namespace(positions)
        with np.errstate(all="ignore"):
            joints = c.joints_first(xp, positions)[..., None]
            if not sound(xp, joints)[0]:
                return np.zeros((THETA_CELLS, PHI_CELLS), dtype=bool)
            if limb in UPPER:
                return _unpacked(self.upper[UPPER.index(limb)])
            place = LOWER.index(limb)
            parent = c.pick(torso_directions(xp, joints)[0], 1 + place)
            grid = c.out_of(c.limb_basis(xp, parent), c.split(centres().reshape(CELLS, 3).T))
            column, row = (cell[0] for cell in cells(xp, parent))
            reached = _unpacked(self.lower[place, _parent_cell(column, row)])
            return reached[cells(xp, unswung(c.split(_rest()[:, place]), parent, grid))].reshape(reached.shape)

    def _verdicts(self, xp: Any, positions: Float[Array, "n 17 3"]) -> Bool[Array, "n 9"]:
        joints = c.joints_first(xp, positions)
        allowed = self._allowed(xp, *torso_directions(xp, joints)) & sound(xp, joints)
        return xp.stack([allowed[place] for place in _IN_ORDER_OF_LIMBS], axis=-1)

    def _allowed(self, xp: Any, upper: c.Vector, lower: c.Vector) -> Bool[Array, "9 n"]:
        """Verdicts on UPPER and LOWER, whose unit vectors the torso sees; nan is not valid."""
        tables = self._on(xp, upper[0])
        swung = unswung(tables.rest, c.pick(upper, slice(1, None)), lower)
        directions = c.join(xp, [upper, swung])
        column, row = cells(xp, directions)
        cell = column * PHI_CELLS + row
        parent = _parent_cell(column[1:5], row[1:5])
        byte = (cell >> 3) + tables.offsets
        byte = xp.concat([byte[:5], byte[5:] + parent * _BYTES])
        bits = xp.reshape(xp.take(tables.bits, xp.reshape(byte, (-1,)), axis=0), byte.shape)
        return xp.astype((bits >> xp.astype(cell & 7, xp.uint8)) & 1, xp.bool) & xp.isfinite(directions[0])

    def _on(self, xp: Any, array: Array) -> _Tables:
        """The tables where this array is; made once for each place."""
        place = (xp.__name__, str(array.dtype), str(array.device))
        if place not in self._tables:
            bits = np.concatenate([self.upper.reshape(-1), self.lower.reshape(-1)])
            offsets = [*range(0, 5 * _BYTES, _BYTES), *(_BYTES * (5 + PARENT_CELLS * limb) for limb in range(4))]
            self._tables[place] = _Tables(
                xp.asarray(bits, device=array.device),
                xp.asarray(np.array(offsets, np.int32)[:, None], device=array.device),
                c.split(xp.asarray(_rest()[..., None], dtype=array.dtype, device=array.device)),
            )
        return self._tables[place]


def directions(positions: Float[NDArray, "n 17 3"]) -> Float[NDArray, "n 9 3"]:
    """What the maps are made of: unit vectors of UPPER, then of LOWER with the parent's swing undone."""
    xp = array_namespace(positions)
    upper, lower = torso_directions(xp, c.joints_first(xp, positions))
    swung = unswung(c.split(_rest()[..., None]), c.pick(upper, slice(1, None)), lower)
    return np.asarray(c.batch_first(xp, c.join(xp, [upper, swung])))


def unswung(rest: c.Vector, parents: c.Vector, children: c.Vector) -> c.Vector:
    """`children` after the smallest rotation from `parents` to `rest` (all unit vectors in one frame)."""
    half = (rest[0] + parents[0], rest[1] + parents[1], rest[2] + parents[2])
    along_half = c.dot(half, children) / (1 + c.dot(rest, parents))
    along_parent = 2 * c.dot(parents, children)
    return c.minus(c.minus(children, c.scaled(along_half, half)), c.scaled(-along_parent, rest))


def torso_directions(xp: Any, joints: Float[Array, "3 17 *batch"]) -> tuple[c.Vector, c.Vector]:
    """Unit vectors, seen from the torso, of UPPER and of LOWER: what `valid_seen` looks at."""
    arms, legs = torso_limbs(xp, joints)
    upper = c.join(xp, [c.pick(arms, slice(3)), c.pick(legs, slice(2))])
    return upper, c.join(xp, [c.pick(arms, slice(3, None)), c.pick(legs, slice(2, None))])


def _parent_cell(column: Array, row: Array) -> Array:
    """The number of the 6° cell of a parent, from its 3° cell."""
    return (column >> 1) * (PHI_CELLS // 2) + (row >> 1)


def _rest() -> Float[NDArray, "3 4"]:
    return np.asarray(np.array(REST).T / np.linalg.norm(REST, axis=1))


def _unpacked(bits: UInt8[NDArray, "900"]) -> Bool[NDArray, "120 60"]:
    return np.unpackbits(bits, bitorder="little").astype(bool).reshape(THETA_CELLS, PHI_CELLS)
