"""Whether the capsules around a body's bones are clear of each other, one pose at a time.

The twin of evolution.selection.capsules, which says what the capsules are. Most pairs lie farther apart than they
reach, which the middles of their axes tell; at the first pair that lies too deep there is no more to ask.
"""

from math import sqrt
from typing import NamedTuple

import numpy as np
from jaxtyping import Bool, Float, Float32, Int64

from evopose.fused import geometry as g
from evopose.fused.compiling import compiled, inlined
from evopose.fused.record import keep, kept
from evopose.model.array import NDArray

_AXIS, _MIDDLE, _REACH, _SIZE = 3, 6, 9, 10
"""Places of a capsule in the working memory, after where it starts, and how many there are."""
_ZERO, _HALF = np.float32(0), np.float32(0.5)
_SMALL = np.float32(1e-12)
_ROUNDING = np.float32(1e-5)
"""Metres by which what is only looked at from afar may be nearer than it seems."""


class Shapes(NamedTuple):
    """Capsules as the loop reads them."""

    joints: Int64[NDArray, " terms"]
    weights: Float32[NDArray, " terms"]
    """Of the means of joints where capsules start and end."""
    stops: Int64[NDArray, " points"]
    """Where the terms of each point end; two points a capsule."""
    radii: Float32[NDArray, " capsules"]
    """Metres, of the person whose trunk and hips are as `trunk` and `hips` say."""
    pairs: Int64[NDArray, "pairs 2"]
    """Those that may not meet."""
    trunk: np.float32
    hips: np.float32


def clear(shapes: Shapes, positions: Float[NDArray, "n 17 3"], allowed: float) -> Bool[NDArray, " n"]:
    """In which poses no pair lies deeper in each other than `allowed`; metres. What is not finite is not clear."""
    found = np.empty(len(positions), np.bool_)
    _clear(shapes, np.ascontiguousarray(positions, np.float32), np.float32(allowed), found)
    return found


@compiled
def _clear(shapes: Shapes, positions: NDArray, allowed: np.float32, found: NDArray) -> None:
    joints, weights, stops, radii, pairs, trunk, hips = shapes
    work = np.empty(_SIZE * len(radii), np.float32)
    for i in range(len(positions)):
        size = _size(positions[i], trunk, hips)
        _place(joints, weights, stops, radii, positions[i], size, work)
        found[i] = size < np.inf and not _deep(radii, pairs, size, allowed, work)


@inlined
def _size(pose: NDArray, trunk: np.float32, hips: np.float32) -> np.float32:
    """How large, or how slender, a body is; infinite where a joint is not finite."""
    total = _ZERO
    for joint in range(17):
        total += abs(pose[joint, 0]) + abs(pose[joint, 1]) + abs(pose[joint, 2])
    if not total < np.inf:
        return np.float32(np.inf)
    lower, upper, across = g.bone(pose, 0, 7), g.bone(pose, 7, 8), g.bone(pose, 4, 1)
    length = np.float32(sqrt(g.dot(lower, lower))) + np.float32(sqrt(g.dot(upper, upper)))
    return min(length / trunk, np.float32(sqrt(g.dot(across, across))) / hips)


@inlined
def _place(
    joints: NDArray, weights: NDArray, stops: NDArray, radii: NDArray, pose: NDArray, size: np.float32, work: NDArray
) -> None:
    """Fills in the capsules: where they start, where from there they end, their middles, how far they reach."""
    term = 0
    for capsule in range(len(radii)):
        at = _SIZE * capsule
        for point in range(2):
            x, y, z = _ZERO, _ZERO, _ZERO
            while term < stops[2 * capsule + point]:
                joint, weight = joints[term], weights[term]
                x, y, z = x + weight * pose[joint, 0], y + weight * pose[joint, 1], z + weight * pose[joint, 2]
                term += 1
            keep(work, at + _AXIS * point, (x, y, z))
        start = kept(work, at)
        axis = g.minus(kept(work, at + _AXIS), start)
        keep(work, at + _AXIS, axis)
        keep(work, at + _MIDDLE, g.plus(start, g.scaled(_HALF, axis)))
        work[at + _REACH] = _HALF * np.float32(sqrt(g.dot(axis, axis))) + radii[capsule] * size


@inlined
def _deep(radii: NDArray, pairs: NDArray, size: np.float32, allowed: np.float32, work: NDArray) -> bool:
    """Whether any pair lies deeper in each other than allowed."""
    for pair in range(len(pairs)):
        a, b = _SIZE * pairs[pair, 0], _SIZE * pairs[pair, 1]
        apart = g.minus(kept(work, a + _MIDDLE), kept(work, b + _MIDDLE))
        far = work[a + _REACH] + work[b + _REACH] - allowed + _ROUNDING
        if g.dot(apart, apart) < far * far:
            least = (radii[pairs[pair, 0]] + radii[pairs[pair, 1]]) * size - allowed
            if _distance(kept(work, a), kept(work, a + _AXIS), kept(work, b), kept(work, b + _AXIS)) < least:
                return True
    return False


@inlined
def _distance(p: g.Vector, u: g.Vector, r: g.Vector, v: g.Vector) -> np.float32:
    """Between the segments from p along u and from r along v (Ericson, "Real-Time Collision Detection", 5.1.9)."""
    w = g.minus(p, r)
    a, b, e = g.dot(u, u) + _SMALL, g.dot(u, v), g.dot(v, v) + _SMALL
    c, f = g.dot(u, w), g.dot(v, w)
    along = _share((b * f - c * e) / max(a * e - b * b, _SMALL))
    across = _share((b * along + f) / e)
    along = _share((b * across - c) / a)
    gap = g.minus(g.plus(w, g.scaled(along, u)), g.scaled(across, v))
    return np.float32(sqrt(g.dot(gap, gap)))


@inlined
def _share(value: np.float32) -> np.float32:
    """No less than 0 and no more than 1."""
    return min(max(value, _ZERO), g.ONE)
