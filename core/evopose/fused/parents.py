"""Pairs of parents as breeding takes them apart: joints from the hip, torso frames, limbs as the torso sees them."""

from math import sqrt
from typing import NamedTuple

import numpy as np

from evopose.fused import draws
from evopose.fused import geometry as g
from evopose.fused.compiling import compiled
from evopose.geometry.frames import PARENTS
from evopose.model.array import NDArray

ARMS = (9, 10, 12, 13, 15, 16)
LEGS = (2, 3, 5, 6)
"""Limb bones, by the joint at which they end, seen from Rˢ and from Rʰ."""
CHAINS = (11, 14, 4, 1)
"""Where left and right arm, left and right leg begin; the joints of a limb follow each other."""
_PARENTS = tuple(PARENTS)


class Pair(NamedTuple):
    """Two parents, 0 and 1; float32, metres."""

    hip: NDArray
    """(2, 3)."""
    joints: NDArray
    """(2, 3, 17), from the hip, world axes."""
    frames: NDArray
    """(2, 2, 3, 3): rows are the axes of Rˢ and of Rʰ."""
    seen: NDArray
    """(2, 17, 3): limb bones as unit vectors in their torso frame, by the joint at which they end."""
    lengths: NDArray
    """(2, 17), of the limb bones."""


@compiled
def drawn(keys: NDArray, pair_key: int, first: int, poses: int, fathers: NDArray, mothers: NDArray) -> None:
    """Fills in the rows of the parents of pairs `first` … among so many poses; nobody breeds with themselves."""
    for i in range(len(fathers)):
        base = draws.base_of(pair_key, first + i)
        father = draws.below(keys, base, draws.FATHER, 0, poses)
        fathers[i] = father
        mothers[i] = (father + 1 + draws.below(keys, base, draws.MOTHER, 0, poses - 1)) % poses


@compiled
def empty_pair() -> Pair:
    """Room for one."""
    return Pair(
        np.empty((2, 3), np.float32),
        np.empty((2, 3, 17), np.float32),
        np.empty((2, 2, 3, 3), np.float32),
        np.empty((2, 17, 3), np.float32),
        np.empty((2, 17), np.float32),
    )


@compiled
def take(pair: Pair, parent: int, positions: NDArray) -> None:
    """Makes a pose (17, 3) one of the two; it must be sound."""
    for axis in range(3):
        pair.hip[parent, axis] = positions[0, axis]
        for joint in range(17):
            pair.joints[parent, axis, joint] = positions[joint, axis] - positions[0, axis]
    joints = pair.joints[parent]
    backbone = between(joints, 8, 7)
    shoulder = g.gram_schmidt(between(joints, 11, 14), backbone)
    hip = g.gram_schmidt(between(joints, 4, 1), backbone)
    keep_basis(pair.frames[parent, 0], shoulder)
    keep_basis(pair.frames[parent, 1], hip)
    for joint in ARMS:
        _see(pair, parent, shoulder, joint)
    for joint in LEGS:
        _see(pair, parent, hip, joint)


@compiled
def _see(pair: Pair, parent: int, torso: g.Basis, joint: int) -> None:
    bone = between(pair.joints[parent], _PARENTS[joint], joint)
    length = np.float32(sqrt(g.dot(bone, bone)))
    pair.lengths[parent, joint] = length
    keep(pair.seen[parent], joint, g.scaled(g.ONE / length, g.into(torso, bone)))


@compiled
def between(joints: NDArray, start: int, end: int) -> g.Vector:
    """From joint to joint of (3, 17)."""
    return joints[0, end] - joints[0, start], joints[1, end] - joints[1, start], joints[2, end] - joints[2, start]


@compiled
def keep(vectors: NDArray, row: int, v: g.Vector) -> None:
    """Stores a vector as a row."""
    vectors[row, 0], vectors[row, 1], vectors[row, 2] = v


@compiled
def kept(vectors: NDArray, row: int) -> g.Vector:
    """The vector of a row."""
    return vectors[row, 0], vectors[row, 1], vectors[row, 2]


@compiled
def keep_basis(rows: NDArray, basis: g.Basis) -> None:
    """Stores a basis as rows."""
    keep(rows, 0, basis[0])
    keep(rows, 1, basis[1])
    keep(rows, 2, basis[2])


@compiled
def kept_basis(rows: NDArray) -> g.Basis:
    """The basis of rows."""
    return kept(rows, 0), kept(rows, 1), kept(rows, 2)
