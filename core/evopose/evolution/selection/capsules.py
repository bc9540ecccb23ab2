"""A body of capsules around the bones of H36M-17, and how deep they lie in each other.

Radii are of a person whose trunk (hip – spine – thorax) is TRUNK long and whose hips are HIPS apart. They follow what
is usual in anthropometry for the bony middle of each limb (e.g. Dreyfuss, "The Measure of Man and Woman": forearm 4,
upper arm 5, calf 6 cm) less what clothes and flesh give way. The trunk is four columns, two below and two above the
spine joint, as it is wider than it is deep. Ends that meet at a joint, or rest on each other by build (armpits,
groin), are left out of the capsules, so that what is bent at its joint does not intersect.
"""

from dataclasses import dataclass
from itertools import product

import torch
from jaxtyping import Float
from torch import Tensor

from evopose.geometry.components import Vector, dot, minus

TRUNK, HIPS = 0.45, 0.165
"""Metres: how long and how wide the trunk is of the person that the radii are of."""
_SMALL = 1e-12


@dataclass(frozen=True)
class Capsule:
    """All that is nearer than `radius` to the segment between two points, each a weighted mean of joints."""

    name: str
    start: tuple[tuple[int, float], ...]
    end: tuple[tuple[int, float], ...]
    radius: float
    """Metres."""


def _along(name: str, joint: int, child: int, first: float, radius: float) -> Capsule:
    """Around a bone from this share of its way on."""
    return Capsule(name, ((joint, 1 - first), (child, first)), ((child, 1.0),), radius)


def _column(side: str, hip: int, shoulder: int) -> tuple[Capsule, Capsule]:
    waist = ((7, 1.0), (0, -0.2), (hip, 0.2), (8, -0.15), (shoulder, 0.15))
    chest = ((7, 0.2), (8, 0.45), (shoulder, 0.35))
    return (
        Capsule(f"{side} belly", ((0, 0.5), (hip, 0.5)), waist, 0.08),
        Capsule(f"{side} chest", waist, chest, 0.085),
    )


def _limbs(side: str, hip: int, shoulder: int) -> tuple[Capsule, ...]:
    return (
        _along(f"{side} upper arm", shoulder, shoulder + 1, 0.5, 0.04),
        _along(f"{side} forearm", shoulder + 1, shoulder + 2, 0.15, 0.031),
        _along(f"{side} thigh", hip, hip + 1, 0.45, 0.055),
        _along(f"{side} shin", hip + 1, hip + 2, 0.15, 0.039),
    )


CAPSULES: tuple[Capsule, ...] = (
    Capsule("head", ((9, 0.8), (10, 0.2)), ((9, 0.2), (10, 0.8)), 0.075),
    *_column("left", 4, 11),
    *_column("right", 1, 14),
    *_limbs("left", 4, 11),
    *_limbs("right", 1, 14),
)

_NAMES = [capsule.name for capsule in CAPSULES]
_TRUNK = ("left belly", "left chest", "right belly", "right chest")
_ARMS = {side: (f"{side} upper arm", f"{side} forearm") for side in ("left", "right")}
_LEGS = {side: (f"{side} thigh", f"{side} shin") for side in ("left", "right")}


def _pairs() -> tuple[tuple[int, int], ...]:
    """All that may not meet: not what is joined, nor thighs and belly, which a deep bend brings together."""
    arms, legs = (_ARMS["left"] + _ARMS["right"]), (_LEGS["left"] + _LEGS["right"])
    named = [
        *product(arms, ("head", *_TRUNK)),
        *product(arms, legs),
        *product(_ARMS["left"], _ARMS["right"]),
        *product(_LEGS["left"], _LEGS["right"]),
        *product(legs, ("head", "left chest", "right chest")),
        *product(("left shin", "right shin"), ("left belly", "right belly")),
    ]
    return tuple((_NAMES.index(one), _NAMES.index(other)) for one, other in named)


PAIRS: tuple[tuple[int, int], ...] = _pairs()
"""Positions in CAPSULES."""


def depths(joints: Float[Tensor, "3 17 n"]) -> Float[Tensor, "pairs n"]:
    """How deep each of PAIRS lies in each other, in metres; negative where they are apart. Joints in metres."""
    starts, ends = (_points(joints, which) for which in ("start", "end"))
    radii = joints.new_tensor([CAPSULES[a].radius + CAPSULES[b].radius for a, b in PAIRS])
    first, second = (torch.tensor([pair[side] for pair in PAIRS], device=joints.device) for side in range(2))
    apart = _distance(_taken(starts, first), _taken(ends, first), _taken(starts, second), _taken(ends, second))
    return radii[:, None] * _size(joints) - apart


def _size(joints: Float[Tensor, "3 17 n"]) -> Float[Tensor, " n"]:
    """How large, or how slender, a body is: the lesser of its trunk over TRUNK and its hips over HIPS."""
    trunk = (joints[:, 7] - joints[:, 0]).norm(dim=0) + (joints[:, 8] - joints[:, 7]).norm(dim=0)
    hips = (joints[:, 1] - joints[:, 4]).norm(dim=0)
    return torch.minimum(trunk / TRUNK, hips / HIPS)


def _points(joints: Float[Tensor, "3 17 n"], which: str) -> Float[Tensor, "3 capsules n"]:
    weights = torch.zeros(len(CAPSULES), joints.shape[1], dtype=joints.dtype)
    for row, capsule in enumerate(CAPSULES):
        for joint, weight in getattr(capsule, which):
            weights[row, joint] += weight
    return weights.to(joints) @ joints


def _taken(points: Float[Tensor, "3 capsules n"], index: Tensor) -> Vector:
    x, y, z = points.index_select(1, index)
    return x, y, z


def _distance(p: Vector, q: Vector, r: Vector, s: Vector) -> Tensor:
    """Between the segments p–q and r–s (Ericson, "Real-Time Collision Detection", 5.1.9), for segments of any kind."""
    u, v, w = minus(q, p), minus(s, r), minus(p, r)
    a, b, e, c, f = dot(u, u) + _SMALL, dot(u, v), dot(v, v) + _SMALL, dot(u, w), dot(v, w)
    along = ((b * f - c * e) / (a * e - b * b).clamp(min=_SMALL)).clamp(0, 1)
    across = ((b * along + f) / e).clamp(0, 1)
    along = ((b * across - c) / a).clamp(0, 1)
    gap = tuple(w[axis] + along * u[axis] - across * v[axis] for axis in range(3))
    return torch.sqrt(gap[0] * gap[0] + gap[1] * gap[1] + gap[2] * gap[2])
