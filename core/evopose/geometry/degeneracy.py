"""Which poses have no local frames, and why."""

import numpy as np
from jaxtyping import Bool, Float

from evopose.geometry import components as c
from evopose.geometry.frames import PARENTS
from evopose.model.array import Array, array_namespace, as_numpy

SMALLEST = 1e-6
"""Metres, or sine of an angle, under which a bone or a pair of axes counts as degenerate."""


def degenerate(positions: Float[Array, "*batch 17 3"]) -> Bool[Array, "*batch"]:
    """Which poses have no frames: nan, a bone of no length, hips or shoulders along the backbone."""
    xp = array_namespace(positions)
    with np.errstate(all="ignore"):
        return ~sound(xp, c.joints_first(xp, positions))


def sound(xp: Array, joints: Float[Array, "3 17 *batch"]) -> Bool[Array, "*batch"]:
    """Which poses are not degenerate; joints in metres."""
    lengths, sines = _squares(xp, joints)
    # sums that are nan or infinite compare as false
    bones_fit = xp.all((lengths > SMALLEST**2) & (lengths < float("inf")), axis=0)
    return bones_fit & xp.all(sines > SMALLEST**2, axis=0) & xp.isfinite(xp.sum(joints[:, 0], axis=0))


def _squares(xp: Array, joints: Array) -> tuple[Array, Array]:
    """Squared lengths of the 16 bones; squared sines that hips and shoulders make with the backbone."""
    bones = c.split(joints[:, 1:] - c.chosen(xp, joints, PARENTS[1:], 1))
    axes = c.bones(xp, joints, (1, 14), (4, 11))
    backbone = c.split(joints[:, 7] - joints[:, 8])
    square = c.cross(axes, backbone)
    sines = c.dot(square, square) / (c.dot(axes, axes) * c.dot(backbone, backbone))
    return c.dot(bones, bones), sines


def degenerate_reasons(positions: Float[Array, "*batch 17 3"]) -> list[tuple[int, str]]:
    """(index in the flattened batch, reason) for every degenerate pose."""
    flat = as_numpy(positions).reshape(-1, 17, 3)
    bad = np.flatnonzero(degenerate(flat))
    return [(index, _reason(flat[index])) for index in bad.tolist()]


def _reason(pose: Float[Array, "17 3"]) -> str:
    if not np.isfinite(pose).all():
        return "a joint is missing (nan)"
    with np.errstate(all="ignore"):
        lengths, sines = _squares(array_namespace(pose), np.moveaxis(pose, -1, 0))
    if lengths.min() <= SMALLEST**2:
        return f"the bone to joint {int(lengths.argmin()) + 1} has no length"
    if not np.isfinite(lengths).all():
        return "its coordinates are beyond all measure"
    return f"the {'hips' if not sines[0] > SMALLEST**2 else 'shoulders'} lie along the backbone"
