"""The mannequin in a pose that only its joints are known of: the segments' orientations are made up to fit."""

import numpy as np
from jaxtyping import Float

from evopose.demo.body import Body
from evopose.demo.figure import SIDES, Figure
from evopose.demo.ground import flat_footed, grounded
from evopose.geometry.vectors import axis_rotation, rotation_between
from evopose.model.array import NDArray

Axes = Float[NDArray, "3 3"]
_STRAIGHT = 0.15
"""Sine of the bend of elbow or knee at which its hinge says as much about the limb's twist as the trunk does."""
_POINTED = np.radians(-18)
"""Of a foot that does not stand."""
_SPREAD = (0.75, 1.3)
"""Of widths of hips and shoulders, against the usual."""


def portrayed(positions: Float[NDArray, "17 3"]) -> Figure:
    """One frame, on the ground, its hip above the origin, facing +y, with just these joints.

    Metres, world, z up; not degenerate.
    """
    joints = _ahead(np.asarray(positions, float))
    made = grounded(Figure(_body(joints), joints[None], _segments(joints), np.ones((1, 2), bool)))
    return flat_footed(made)


def _ahead(joints: NDArray) -> NDArray:
    """Turned about the vertical, and brought to the origin."""
    right = joints[1] - joints[4] + joints[14] - joints[11]
    size = float(np.hypot(right[0], right[1])) or 1.0
    cosine, sine = right[0] / size, right[1] / size
    turned: NDArray = (joints - joints[0] * (1, 1, 0)) @ np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])
    return turned


def _body(joints: NDArray) -> Body:
    """As tall as its bones, as wide as its hips and shoulders."""
    rest = Body(stature=1.7).offsets()
    lengths = _lengths(joints[[2, 3, 5, 6, 7, 8, 12, 13, 15, 16]], joints[[1, 2, 4, 5, 0, 7, 11, 12, 14, 15]])
    scale = float(lengths.sum() / np.linalg.norm(rest[[2, 3, 5, 6, 7, 8, 12, 13, 15, 16]], axis=-1).sum())
    wide = [
        float(np.clip(np.linalg.norm(joints[right] - joints[left]) / (2 * rest[right, 0] * scale), *_SPREAD))
        for right, left in ((14, 11), (1, 4))
    ]
    return Body(1.7 * scale, shoulders=wide[0], hips=wide[1])


def _lengths(ends: NDArray, starts: NDArray) -> NDArray:
    lengths: NDArray = np.linalg.norm(ends - starts, axis=-1)
    return lengths


def _segments(joints: NDArray) -> dict[str, NDArray]:
    pelvis, chest = (
        _axes(joints[7] - joints[0], joints[1] - joints[4]),
        _axes(joints[8] - joints[7], joints[14] - joints[11]),
    )
    segments = {"pelvis": pelvis, "waist": pelvis, "ribs": chest, "chest": chest}
    segments["throat"] = segments["head"] = _axes(joints[10] - joints[9], chest[:, 0])
    for side, shoulder, hip, _ in SIDES:
        upper, lower = joints[shoulder + 1] - joints[shoulder], joints[shoulder + 2] - joints[shoulder + 1]
        segments[f"{side} upper arm"] = _limb(upper, chest, np.cross(upper, lower))
        segments[f"{side} forearm"] = _axes(-lower, segments[f"{side} upper arm"][:, 0])
        segments[f"{side} hand"] = segments[f"{side} forearm"]
        thigh, shin = joints[hip + 1] - joints[hip], joints[hip + 2] - joints[hip + 1]
        segments[f"{side} thigh"] = _limb(thigh, pelvis, np.cross(shin, thigh))
        segments[f"{side} shin"] = _axes(-shin, segments[f"{side} thigh"][:, 0])
        tilt = np.asarray(axis_rotation(np.array([1.0, 0, 0]), np.array(_POINTED)))
        segments[f"{side} foot"] = segments[f"{side} shin"] @ tilt
    return {name: axes[None] for name, axes in segments.items()}


def _limb(along: NDArray, trunk: Axes, hinge: NDArray) -> Axes:
    """Down its bone; turned about it as the bend of elbow or knee says, or, when straight, as it hangs on the trunk."""
    hanging = np.asarray(rotation_between(-trunk[:, 2], along)) @ trunk[:, 0]
    size = np.linalg.norm(hinge)
    bent = hinge / size * min(1.0, size / np.linalg.norm(along) ** 2) if size > 0 else hinge
    return _axes(-along, _STRAIGHT * hanging + bent)


def _axes(up: NDArray, right: NDArray) -> Axes:
    """Right, ahead and up as columns: `up` kept, `right` made square to it."""
    z = up / np.linalg.norm(up)
    x = right - (right @ z) * z
    if np.linalg.norm(x) < 1e-6:
        x = np.cross(z, (0.31, 0.87, 0.38))
    x = x / np.linalg.norm(x)
    return np.stack([x, np.cross(z, x), z], axis=-1)
