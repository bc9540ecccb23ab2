"""Bodies as loops take them apart: SIZE numbers of one flat float32 array, from place `at` on; metres, world axes.

One array for all, read and written at fixed places: neither slices nor tuples of arrays are made for each pose,
whose reference counts would cost more than the arithmetic.
"""

from math import sqrt

import numpy as np

from evopose.fused import geometry as g
from evopose.fused.compiling import inlined
from evopose.geometry.degeneracy import SMALLEST
from evopose.geometry.frames import PARENTS
from evopose.model.array import NDArray

JOINTS = 0
"""x of the 17 joints from the hip, then y, then z."""
BONES = 51
"""Three for each joint: the bone that ends there."""
SEEN = 102
"""Three for each joint: a limb bone as unit vector in its torso frame."""
LENGTHS = 153
"""One for each joint: the length of the limb bone that ends there."""
SHOULDER, HIP = 170, 179
"""The axes of Rˢ and Rʰ."""
ORIGIN = 188
"""Where the hip is."""
SIZE = 192

BONE_PARENTS = np.array(PARENTS)
ARMS = np.array((9, 10, 12, 13, 15, 16))
LEGS = np.array((2, 3, 5, 6))
"""Limb bones, by the joint at which they end, seen from Rˢ and from Rʰ."""
TRUNK = np.array((1, 4, 7, 8, 11, 14))
_SMALLEST = np.float32(SMALLEST**2)
_INFINITE = np.float32("inf")


@inlined
def kept(work: NDArray, at: int) -> g.Vector:
    """The vector at a place."""
    return work[at], work[at + 1], work[at + 2]


@inlined
def keep(work: NDArray, at: int, v: g.Vector) -> None:
    """Puts a vector at a place."""
    work[at], work[at + 1], work[at + 2] = v


@inlined
def kept_basis(work: NDArray, at: int) -> g.Basis:
    """The basis at a place."""
    return kept(work, at), kept(work, at + 3), kept(work, at + 6)


@inlined
def keep_basis(work: NDArray, at: int, basis: g.Basis) -> None:
    """Puts a basis at a place."""
    keep(work, at, basis[0])
    keep(work, at + 3, basis[1])
    keep(work, at + 6, basis[2])


@inlined
def take(work: NDArray, at: int, positions: NDArray, row: int) -> bool:
    """Takes a pose of `positions` (n, 17, 3) apart; False if it has no frames."""
    for axis in range(3):
        work[at + ORIGIN + axis] = positions[row, 0, axis]
        for joint in range(17):
            work[at + JOINTS + 17 * axis + joint] = positions[row, joint, axis] - positions[row, 0, axis]
    least = _INFINITE
    for joint in range(1, 17):
        bone = between(work, at, BONE_PARENTS[joint], joint)
        square = g.dot(bone, bone)
        if not square < _INFINITE:
            return False
        least = min(least, square)
        keep(work, at + BONES + 3 * joint, bone)
        work[at + LENGTHS + joint] = sqrt(square)
    if not (least > _SMALLEST and _has_frames(work, at)):
        return False
    frames(work, at)
    _see(work, at)
    return True


@inlined
def between(work: NDArray, at: int, start: int, end: int) -> g.Vector:
    """From joint to joint."""
    x, y, z = at + JOINTS, at + JOINTS + 17, at + JOINTS + 34
    return work[x + end] - work[x + start], work[y + end] - work[y + start], work[z + end] - work[z + start]


@inlined
def frames(work: NDArray, at: int) -> None:
    """Rˢ and Rʰ, from the bones of the trunk."""
    backbone, shoulders, hips = _axes(work, at)
    keep_basis(work, at + SHOULDER, g.gram_schmidt(shoulders, backbone))
    keep_basis(work, at + HIP, g.gram_schmidt(hips, backbone))


@inlined
def _axes(work: NDArray, at: int) -> tuple[g.Vector, g.Vector, g.Vector]:
    """Down the backbone, across the shoulders, across the hips."""
    bones = at + BONES
    shoulders = g.minus(kept(work, bones + 3 * 14), kept(work, bones + 3 * 11))
    hips = g.minus(kept(work, bones + 3 * 1), kept(work, bones + 3 * 4))
    return g.scaled(-g.ONE, kept(work, bones + 3 * 8)), shoulders, hips


@inlined
def _has_frames(work: NDArray, at: int) -> bool:
    """Whether hips and shoulders do not lie along the backbone."""
    backbone, shoulders, hips = _axes(work, at)
    return g.across(shoulders, backbone) and g.across(hips, backbone)


@inlined
def _see(work: NDArray, at: int) -> None:
    """The limb bones as their torso frames see them."""
    shoulder, hip = kept_basis(work, at + SHOULDER), kept_basis(work, at + HIP)
    for joint in ARMS:
        _look(work, at, shoulder, joint)
    for joint in LEGS:
        _look(work, at, hip, joint)


@inlined
def _look(work: NDArray, at: int, torso: g.Basis, joint: int) -> None:
    seen = g.into(torso, kept(work, at + BONES + 3 * joint))
    keep(work, at + SEEN + 3 * joint, g.scaled(g.ONE / work[at + LENGTHS + joint], seen))
