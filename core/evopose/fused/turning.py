"""Turning vectors: by local mutation, and whole bodies (the twins of evolution.mutation and evolution.orientation)."""

from math import copysign, cos, exp, log, pi, sin, sqrt
from typing import TypeAlias

import numpy as np

from evopose.fused import draws
from evopose.fused import geometry as g
from evopose.fused.compiling import inlined
from evopose.fused.settings import ANY, AXIS, COORDINATE, SPHERE
from evopose.model.array import NDArray

Turn: TypeAlias = tuple[g.Vector, np.float32, np.float32]
"""Unit axis, cosine and sine."""

_ZERO = np.float32(0)
_CIRCLE = np.float32(2 * pi)


@inlined
def turned(turn: Turn, v: g.Vector) -> g.Vector:
    """Rotated (Rodrigues)."""
    axis, cosine, sine = turn
    along = g.scaled(g.dot(axis, v) * (g.ONE - cosine), axis)
    return g.plus(g.plus(g.scaled(cosine, v), g.scaled(sine, g.cross(axis, v))), along)


@inlined
def turn_by(axis: g.Vector, angle: np.float32) -> Turn:
    """By radians about a unit axis."""
    return axis, np.float32(cos(angle)), np.float32(sin(angle))


@inlined
def local_turns(
    noise: int, sigma: np.float32, keys: NDArray, base: int, limb: int, pivot: g.Vector
) -> tuple[Turn, Turn]:
    """Mutation of a limb that points to `pivot` (a unit vector in its local frame): two turns, one after the other."""
    rest = (_ZERO, _ZERO, g.ONE), g.ONE, _ZERO
    if noise == SPHERE:
        return _spherical(sigma, keys, base, limb, pivot), rest
    first = sigma * draws.normal(keys, base, draws.LOCAL_NOISE, 2 * limb)
    if noise == AXIS:
        return turn_by(_coordinate(draws.below(keys, base, draws.LOCAL_AXIS, limb, 3)), first), rest
    second = sigma * draws.normal(keys, base, draws.LOCAL_NOISE, 2 * limb + 1)
    return turn_by(_across_meridian(pivot), second), turn_by((_ZERO, _ZERO, g.ONE), first)


@inlined
def body_turns(kind: int, sigma: np.float32, keys: NDArray, base: int) -> tuple[Turn, Turn]:
    """Turning a whole body: two turns, one after the other."""
    angle = sigma * draws.normal(keys, base, draws.TURN_NOISE, 0)
    vertical = (_ZERO, _ZERO, g.ONE)
    if kind == COORDINATE:
        axis = _coordinate(draws.below(keys, base, draws.TURN_AXIS, 0, 3))
        return turn_by(axis, angle), (vertical, g.ONE, _ZERO)
    first = draws.uniform(keys, base, draws.TURN_AXIS, 0)
    azimuth = _CIRCLE * draws.uniform(keys, base, draws.TURN_AXIS, 1)
    cosine, sine = np.float32(cos(azimuth)), np.float32(sin(azimuth))
    if kind == ANY:
        height = g.TWO * first - g.ONE
        level = np.float32(sqrt(g.ONE - height * height))
        return turn_by((level * cosine, level * sine, height), angle), (vertical, g.ONE, _ZERO)
    return turn_by((cosine, sine, _ZERO), angle), turn_by(vertical, _CIRCLE * first)


@inlined
def _spherical(sigma: np.float32, keys: NDArray, base: int, limb: int, pivot: g.Vector) -> Turn:
    """To a direction of the von Mises–Fisher distribution about the old one, κ = 1/σ²."""
    square = sigma * sigma
    least = np.float32(exp(-g.TWO / square)) if sigma > 0 else _ZERO
    far = g.ONE - draws.uniform(keys, base, draws.LOCAL_NOISE, 4 * limb)
    versine = -square * np.float32(log(far + (g.ONE - far) * least))
    azimuth = _CIRCLE * draws.uniform(keys, base, draws.LOCAL_NOISE, 4 * limb + 1)
    first, second = _tangents(pivot)
    axis = g.plus(g.scaled(np.float32(cos(azimuth)), first), g.scaled(np.float32(sin(azimuth)), second))
    return axis, g.ONE - versine, np.float32(sqrt(max(versine * (g.TWO - versine), _ZERO)))


@inlined
def _tangents(v: g.Vector) -> tuple[g.Vector, g.Vector]:
    """Two unit vectors square to a unit vector and to each other (Duff et al., JCGT 2017)."""
    x, y, z = v
    sign = np.float32(copysign(g.ONE, z))
    a = -g.ONE / (sign + z)
    b = x * y * a
    return (g.ONE + sign * x * x * a, sign * b, -sign * x), (b, sign + y * y * a, -y)


@inlined
def _across_meridian(v: g.Vector) -> g.Vector:
    """The level axis about which a direction climbs towards +z; at a pole that of θ = 0."""
    level = np.float32(sqrt(v[0] * v[0] + v[1] * v[1]))
    if level > 0:
        return v[1] / level, -v[0] / level, _ZERO
    return _ZERO, -g.ONE, _ZERO


@inlined
def _coordinate(axis: int) -> g.Vector:
    """x, y or z."""
    return np.float32(axis == 0), np.float32(axis == 1), np.float32(axis == 2)
