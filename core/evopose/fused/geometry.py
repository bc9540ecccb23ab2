"""One pose at a time: the frames of the torso and the nine limb directions (the twin of geometry.hierarchy).

Vectors are triples of float32, positions (17, 3) in metres; a pose that `sound` refuses must not be asked further.
"""

from math import sqrt
from typing import TypeAlias

import numpy as np

from evopose.fused.compiling import inlined
from evopose.geometry import components
from evopose.geometry.degeneracy import SMALLEST
from evopose.geometry.frames import PARENTS
from evopose.model.array import NDArray

Vector: TypeAlias = tuple[np.float32, np.float32, np.float32]
Basis: TypeAlias = tuple[Vector, Vector, Vector]

ONE = np.float32(1)
TWO = np.float32(2)
NAN = np.float32("nan")
_AX, _AY, _AZ = (np.float32(value) for value in components.LIMB_AXIS)
_DX, _DY, _DZ = (np.float32(value) for value in components.SPARE_AXIS)
_PARALLEL = np.float32(components.PARALLEL**2)
_SMALLEST = np.float32(SMALLEST**2)
_INFINITE = np.float32("inf")
_PARENTS = tuple(PARENTS)


@inlined
def dot(a: Vector, b: Vector) -> np.float32:
    """Inner product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


@inlined
def cross(a: Vector, b: Vector) -> Vector:
    """Right-handed cross product."""
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


@inlined
def plus(a: Vector, b: Vector) -> Vector:
    """Sum."""
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


@inlined
def minus(a: Vector, b: Vector) -> Vector:
    """Difference."""
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


@inlined
def scaled(factor: np.float32, a: Vector) -> Vector:
    """A multiple."""
    return factor * a[0], factor * a[1], factor * a[2]


@inlined
def unit(a: Vector) -> Vector:
    """At length one; nan for a vector of no length."""
    return scaled(ONE / np.float32(sqrt(dot(a, a))), a)


@inlined
def bone(positions: NDArray, start: int, end: int) -> Vector:
    """From joint to joint."""
    return (
        positions[end, 0] - positions[start, 0],
        positions[end, 1] - positions[start, 1],
        positions[end, 2] - positions[start, 2],
    )


@inlined
def into(basis: Basis, a: Vector) -> Vector:
    """Coordinates in the basis."""
    return dot(basis[0], a), dot(basis[1], a), dot(basis[2], a)


@inlined
def out_of(basis: Basis, a: Vector) -> Vector:
    """The vector that has these coordinates in the basis."""
    return plus(plus(scaled(a[0], basis[0]), scaled(a[1], basis[1])), scaled(a[2], basis[2]))


@inlined
def gram_schmidt(first: Vector, second: Vector) -> Basis:
    """Along `first`, `second` made square to it, and their cross product."""
    x = unit(first)
    y = unit(minus(second, scaled(dot(x, second), x)))
    return x, y, cross(x, y)


@inlined
def limb_basis(parent: Vector) -> Basis:
    """The frame of the forearm or shin that hangs on unit vector `parent`, both seen from the torso frame."""
    v = cross((_AX, _AY, _AZ), parent)
    if dot(v, v) < _PARALLEL:
        v = cross(parent, (_DX, _DY, _DZ))
    v = unit(v)
    return parent, v, cross(parent, v)


@inlined
def body_frame(positions: NDArray) -> Basis:
    """R⁰."""
    return gram_schmidt(bone(positions, 4, 1), bone(positions, 8, 7))


@inlined
def shoulder_frame(positions: NDArray) -> Basis:
    """Rˢ."""
    return gram_schmidt(bone(positions, 11, 14), bone(positions, 8, 7))


@inlined
def sound(positions: NDArray) -> bool:
    """Whether the pose has frames: no nan, no bone without length, hips and shoulders not along the backbone."""
    shortest, longest = _INFINITE, np.float32(0)
    for joint in range(1, 17):
        edge = bone(positions, _PARENTS[joint], joint)
        square = dot(edge, edge)
        if not square < _INFINITE:
            return False
        shortest = min(shortest, square)
        longest = max(longest, square)
    if not shortest > _SMALLEST or not abs(positions[0, 0] + positions[0, 1] + positions[0, 2]) < _INFINITE:
        return False
    backbone = bone(positions, 8, 7)
    return across(bone(positions, 4, 1), backbone) and across(bone(positions, 11, 14), backbone)


@inlined
def across(axis: Vector, backbone: Vector) -> bool:
    """Whether the angle between them is one that a frame can stand on."""
    square = cross(axis, backbone)
    return bool(dot(square, square) > _SMALLEST * (dot(axis, axis) * dot(backbone, backbone)))
