"""Lifted poses stood on the ground: a lifter tells of one camera's axes, populations of a world with z up."""

import numpy as np
from jaxtyping import Float

from evopose.model.array import NDArray

ANKLE = 0.02
"""Metres over the ground of the lowest joint."""


def in_world(joints: Float[NDArray, "n 17 3"]) -> Float[NDArray, "n 17 3"]:
    """Camera frame (x right, y down, z ahead) to z up, as of a level camera, metres: x stays, y is what was ahead.

    The hip is over the origin and the lowest joint just over the ground, for nobody knows how far away, how high or
    how tilted the camera was: a person seen from above leans. nan stays nan.
    """
    x, y, z = np.moveaxis(np.asarray(joints, np.float32), -1, 0)
    there = np.where(np.isfinite(y), y, -np.inf)
    lowest = there.max(axis=1, keepdims=True)
    return np.stack([x, z, ANKLE + lowest - y], axis=-1).astype(np.float32)
