"""What joint limits allow, as one map for each limb direction whatever the rest of the pose (docs/coverage.md)."""

from collections.abc import Hashable
from functools import lru_cache
from typing import Any, cast

import numpy as np
from jaxtyping import Bool, Float

from evopose.geometry import components as c
from evopose.geometry.hierarchy import to_global
from evopose.geometry.spherical import to_angles
from evopose.limits.occupancy import LOWER, PARENT_DEGREES, REST, UPPER, OccupancyLimits, unswung
from evopose.limits.sphere import CELLS, cells, centres
from evopose.model.array import NDArray
from evopose.model.limb import LIMBS
from evopose.model.limits import PHI_CELLS, THETA_CELLS, JointLimits
from evopose.model.pose import Pose

_AT_ONCE = 64
_PARENTS = centres(PARENT_DEGREES).reshape(-1, 3)


def possible(limits: JointLimits) -> Float[NDArray, "9 120 60"]:
    """For each direction (order of LIMBS) and cell the share of valid parent directions with which it is valid.

    1 or 0 for head, upper arms and thighs, which depend on nothing. For a forearm or shin the directions of its
    parent count by solid angle; more than 0 means that some valid pose points there. float32, read-only. Takes about
    a second; those of the limits last asked about are kept.
    """
    return _possible(cast(Hashable, limits))


@lru_cache(maxsize=2)
def _possible(limits: Any) -> Float[NDArray, "9 120 60"]:
    maps = np.zeros((9, THETA_CELLS, PHI_CELLS), np.float32)
    for limb in UPPER:
        maps[limb] = limits.region(limb, _pose())
    for limb in LOWER:
        parent = LIMBS[limb].parent
        assert parent is not None
        maps[limb] = _conditional(limits, limb, maps[parent] > 0)
    maps.setflags(write=False)
    return maps


def _conditional(limits: JointLimits, limb: int, parents: Bool[NDArray, "120 60"]) -> Float[NDArray, "120 60"]:
    directions = _PARENTS[parents[cells(np, c.split(_PARENTS.T))]]
    weights = np.sqrt(1 - directions[:, 2] ** 2)
    total = np.zeros(CELLS)
    for start in range(0, len(directions), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        total += weights[some] @ given(limits, limb, directions[some]).reshape(-1, CELLS)
    return np.asarray(total / max(weights.sum(), 1e-9), np.float32).reshape(THETA_CELLS, PHI_CELLS)


def given(limits: JointLimits, limb: int, parents: Float[NDArray, "n 3"]) -> Bool[NDArray, "n 120 60"]:
    """Which cells are valid for a forearm or shin whose parent has these directions (unit, in the torso's frame)."""
    if isinstance(limits, OccupancyLimits):
        return _looked_up(limits, LOWER.index(limb), parents)
    end = LIMBS[limb].start
    return np.stack([limits.region(limb, _pose(end, parent)) for parent in parents])


def _looked_up(limits: OccupancyLimits, place: int, parents: Float[NDArray, "n 3"]) -> Bool[NDArray, "n 120 60"]:
    """What `limits.region` says, for many parents at once: for each, its frame and undoing its swing are one turn."""
    parent = c.split(parents.T[..., None])
    axes = c.out_of(c.limb_basis(np, parent), c.split(np.eye(3)[:, None]))
    rest = np.array(REST[place]) / np.linalg.norm(REST[place])
    turns = np.stack(unswung(c.split(rest[:, None, None]), parent, axes), axis=1)
    swung = np.asarray(turns, np.float32) @ np.asarray(centres().reshape(CELLS, 3).T, np.float32)
    column, row = cells(np, (swung[:, 0], swung[:, 1], swung[:, 2]))
    cell = column * PHI_CELLS + row
    above, across = cells(np, c.split(parents.T))
    ratio = PARENT_DEGREES * THETA_CELLS // 360
    table = limits.lower[place, above // ratio * (PHI_CELLS // ratio) + across // ratio]
    bits = np.take_along_axis(table, cell // 8, axis=1) >> (cell % 8).astype(np.uint8)
    return np.asarray(bits % 2 == 1).reshape(-1, THETA_CELLS, PHI_CELLS)


def _pose(end: int | None = None, direction: Float[NDArray, "3"] | None = None) -> Float[NDArray, "17 3"]:
    """Somebody who stands with arms and legs hanging, but for one bone."""
    angles = np.radians(np.array(_STANDING, float))
    if end is not None and direction is not None:
        angles[end - 1] = to_angles(direction)
    pose = Pose(np.zeros(3), np.array(((1.0, 0, 0), (0, 0, 1), (0, -1, 0))), np.full(16, 0.25), angles)
    return np.asarray(to_global(pose))


_STANDING = (
    (0, 0), (90, 0), (0, 0), (180, 0), (90, 0), (0, 0), (-90, 0), (-90, 0),
    (-90, 20), (-90, 5), (180, 5), (110, 5), (0, 5), (0, 5), (70, 5), (0, 5),
)  # fmt: skip
"""θ and φ of the bones to joints 1 … 16, in degrees."""
