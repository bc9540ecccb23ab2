"""What evolution is held against: as many poses as it makes, made of the founders without any new body pose.

The paper compares with the founders alone. Turning them about the vertical explains much of the gain: a walker who is
seen from all sides teaches more than one who always walks the same way.
"""

import numpy as np
from jaxtyping import Float

from evopose.geometry.vectors import axis_rotation
from evopose.model.array import NDArray

_GROUND_M, _GROUND_SIGMA_M = 0.020, 0.003
"""Where the lowest joint comes to stand: as in evolution (recipe.Ground)."""

Positions = Float[NDArray, "n 17 3"]


def rotated_and_scaled(founders: Positions, ratio: float, seed: int, tilt_deg: float, scale: float) -> Positions:
    """The founders, and copies of them turned about the vertical to any heading; metres, world, z up.

    The copies are also tilted by N(0, `tilt_deg`) about any level axis, and of a size times N(1, `scale`).
    """
    random = np.random.default_rng((seed, 0xC0))
    count = round(ratio * len(founders)) - len(founders)
    copies = founders[np.arange(count) % len(founders)].astype(np.float64)
    hips = copies[:, :1]
    turned = (copies - hips) @ np.swapaxes(_rotations(count, np.radians(tilt_deg), random), 1, 2)
    placed = turned * np.maximum(random.normal(1, scale, (count, 1, 1)), 0.5) + hips
    placed[..., 2] += random.normal(_GROUND_M, _GROUND_SIGMA_M, (count, 1)) - placed[..., 2].min(axis=1, keepdims=True)
    return np.concatenate([founders, placed.astype(np.float32)])


def _rotations(count: int, tilt: float, random: np.random.Generator) -> Float[NDArray, "n 3 3"]:
    """To any heading, then tilted; `tilt` in radians."""
    heading, towards = random.uniform(-np.pi, np.pi, (2, count))
    level = np.stack([np.cos(towards), np.sin(towards), np.zeros(count)], axis=-1)
    upright = np.broadcast_to(np.array([0.0, 0.0, 1.0]), (count, 3))
    return np.asarray(axis_rotation(level, random.normal(0, tilt, count)) @ axis_rotation(upright, heading))
