"""Vectors as three arrays, x, y and z, each (bone, *batch): contiguous sums instead of many tiny matrix products.

The hierarchical representation is computed on these. Inside, xyz and the joint stand in front of the batch.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

from evopose.model.array import Array

Vector: TypeAlias = tuple[Array, Array, Array]
"""x, y and z of one or many vectors."""

LIMB_AXIS = (0.997478132770155, 0.0023234903366547007, -0.0709364225065005)
"""a of Algorithm 2: the published constant (Akhter & Black 2015) carried into this right-handed frame."""
SPARE_AXIS = (0.0, 0.0, 1.0)
"""d: stands in where the parent bone lies along a."""
PARALLEL = 1e-4
"""How close (sine of the angle) R a and the parent bone may come before d stands in."""


class Basis(NamedTuple):
    """Three unit vectors square to each other: the columns of a frame."""

    first: Vector
    second: Vector
    third: Vector


def joints_first(xp: Any, positions: Array) -> Array:
    """(*batch, joint, 3) as contiguous (3, joint, *batch), in floating point."""
    if not xp.isdtype(positions.dtype, "real floating"):
        positions = xp.astype(positions, xp.float64)
    return xp.stack([last_first(xp, positions[..., axis]) for axis in range(3)])


def batch_first(xp: Any, vectors: Vector) -> Array:
    """Vectors of k bones, each component (k, *batch), as (*batch, k, 3)."""
    return xp.stack([first_last(xp, component) for component in vectors], axis=-1)


def last_first(xp: Any, array: Array) -> Array:
    """The last axis in front (permute_dims costs a tenth of moveaxis on NumPy)."""
    last = array.ndim - 1
    return xp.permute_dims(array, (last, *range(last))) if last else array


def first_last(xp: Any, array: Array) -> Array:
    """The first axis at the end."""
    return xp.permute_dims(array, (*range(1, array.ndim), 0)) if array.ndim > 1 else array


def chosen(xp: Any, array: Array, index: Sequence[int], axis: int) -> Array:
    """Some joints or bones; by `take`, which torch does several times as fast as indexing with a list."""
    return xp.take(array, xp.asarray(index, device=array.device), axis=axis)


def bones(xp: Any, joints: Array, ends: Sequence[int], starts: Sequence[int]) -> Vector:
    """From joints to joints of (3, joint, *batch): components (k, *batch)."""
    return split(chosen(xp, joints, ends, 1) - chosen(xp, joints, starts, 1))


def split(array: Array) -> Vector:
    """x, y and z of an array that has them in front."""
    return array[0], array[1], array[2]


def pick(vectors: Vector, index: int | slice) -> Vector:
    """One or some of the vectors, along their first axis."""
    return vectors[0][index], vectors[1][index], vectors[2][index]


def ordered(xp: Any, vectors: Vector, index: Sequence[int]) -> Vector:
    """The vectors in another order."""
    x, y, z = (chosen(xp, component, index, 0) for component in vectors)
    return x, y, z


def join(xp: Any, groups: Sequence[Vector]) -> Vector:
    """Several groups of vectors, one after another along the first axis."""
    x, y, z = (xp.concat([group[axis] for group in groups]) for axis in range(3))
    return x, y, z


def dot(a: Vector, b: Vector) -> Array:
    """Inner product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vector, b: Vector) -> Vector:
    """Right-handed cross product."""
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def scaled(factor: Array, a: Vector) -> Vector:
    """Each vector times its factor."""
    return factor * a[0], factor * a[1], factor * a[2]


def minus(a: Vector, b: Vector) -> Vector:
    """Difference."""
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def unit(xp: Any, a: Vector) -> Vector:
    """The vectors at length one; nan for zero vectors."""
    length = xp.sqrt(dot(a, a))
    length = xp.where(length > 0, length, float("nan"))
    return a[0] / length, a[1] / length, a[2] / length


def gram_schmidt(xp: Any, first: Vector, second: Vector) -> Basis:
    """Right-handed basis along `first`, `second` made square to it, and their cross product."""
    x = unit(xp, first)
    y = unit(xp, minus(second, scaled(dot(x, second), x)))
    return Basis(x, y, cross(x, y))


def limb_basis(xp: Any, parents: Vector) -> Basis:
    """The frame of forearms and shins that hang on unit vectors `parents`, both seen from the torso frame."""
    v = cross(LIMB_AXIS, parents)
    parallel = dot(v, v) < PARALLEL**2
    w = cross(parents, SPARE_AXIS)
    x, y, z = (xp.where(parallel, spare, usual) for spare, usual in zip(w, v, strict=True))
    v = unit(xp, (x, y, z))
    return Basis(parents, v, cross(parents, v))


def into(basis: Basis, a: Vector) -> Vector:
    """Coordinates of `a` in the basis."""
    return dot(basis.first, a), dot(basis.second, a), dot(basis.third, a)


def out_of(basis: Basis, a: Vector) -> Vector:
    """The vector that has coordinates `a` in the basis."""
    x, y, z = (basis.first[axis] * a[0] + basis.second[axis] * a[1] + basis.third[axis] * a[2] for axis in range(3))
    return x, y, z
