"""Vectors and rotations, batched in front, for any array library."""

from collections.abc import Sequence

from jaxtyping import Bool, Float

from evopose.model.array import Array, array_namespace


def dot(a: Float[Array, "*batch n"], b: Float[Array, "*batch n"]) -> Float[Array, "*batch"]:
    """Inner product over the last axis."""
    xp = array_namespace(a, b)
    return xp.sum(a * b, axis=-1)


def norm(a: Float[Array, "*batch n"]) -> Float[Array, "*batch"]:
    """Euclidean length over the last axis."""
    xp = array_namespace(a)
    return xp.sqrt(xp.sum(a * a, axis=-1))


def unit(a: Float[Array, "*batch n"]) -> Float[Array, "*batch n"]:
    """The vectors at length one; nan for zero vectors."""
    xp = array_namespace(a)
    length = norm(a)[..., None]
    return a / xp.where(length > 0, length, xp.asarray(float("nan"), dtype=a.dtype))


def cross(a: Float[Array, "*batch 3"], b: Float[Array, "*batch 3"]) -> Float[Array, "*batch 3"]:
    """Right-handed cross product over the last axis."""
    xp = array_namespace(a, b)
    ax, ay, az = a[..., 0], a[..., 1], a[..., 2]
    bx, by, bz = b[..., 0], b[..., 1], b[..., 2]
    return xp.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], axis=-1)


def gram_schmidt(first: Float[Array, "*batch 3"], second: Float[Array, "*batch 3"]) -> Float[Array, "*batch 3 3"]:
    """Right-handed orthonormal columns: along `first`, `second` made square to it, and their cross product."""
    xp = array_namespace(first, second)
    x = unit(first)
    y = unit(second - dot(x, second)[..., None] * x)
    return xp.stack([x, y, cross(x, y)], axis=-1)


def axis_rotation(axis: Float[Array, "*batch 3"], angle: Float[Array, "*batch"]) -> Float[Array, "*batch 3 3"]:
    """Rotation by `angle` (radians) about `axis` (Rodrigues)."""
    xp = array_namespace(axis)
    x, y, z = (unit(axis)[..., i] for i in range(3))
    c, s = xp.cos(angle), xp.sin(angle)
    t = 1 - c
    rows = [
        [c + x * x * t, x * y * t - z * s, x * z * t + y * s],
        [y * x * t + z * s, c + y * y * t, y * z * t - x * s],
        [z * x * t - y * s, z * y * t + x * s, c + z * z * t],
    ]
    return xp.stack([xp.stack(row, axis=-1) for row in rows], axis=-2)


def rotation_between(a: Float[Array, "*batch 3"], b: Float[Array, "*batch 3"]) -> Float[Array, "*batch 3 3"]:
    """The smallest rotation that takes direction `a` to direction `b`; half a turn about any axis when opposite."""
    xp = array_namespace(a, b)
    a, b = unit(a), unit(b)
    turn = cross(a, b)
    sine, cosine = norm(turn), dot(a, b)
    axis = xp.where((sine < 1e-9)[..., None], _perpendicular(a), turn)
    return axis_rotation(axis, xp.atan2(sine, cosine))


def _perpendicular(a: Float[Array, "*batch 3"]) -> Float[Array, "*batch 3"]:
    xp = array_namespace(a)
    x_axis = like((1.0, 0.0, 0.0), a)
    y_axis = like((0.0, 1.0, 0.0), a)
    along_x = (xp.abs(a[..., 0]) > 0.9)[..., None]
    return cross(a, xp.where(along_x, y_axis, x_axis) + xp.zeros_like(a))


def like(values: Sequence[float], array: Array) -> Array:
    """The constants as an array of the same library, type and device as `array`."""
    xp = array_namespace(array)
    device = getattr(array, "device", None)
    return xp.asarray(values, dtype=array.dtype, device=device)


def finite(points: Float[Array, "*batch joint n"]) -> Bool[Array, "*batch"]:
    """Whether no coordinate is nan or infinite."""
    xp = array_namespace(points)
    return xp.all(xp.all(xp.isfinite(points), axis=-1), axis=-1)
