"""True and estimated poses side by side in one place: turned about their middle, at one scale; knows no toolkit."""

import numpy as np
from jaxtyping import Float

from evopose.model.array import NDArray
from evostudio.views.orbit import Orbit

SPAN = 1.9
"""Metres across a tile; a pair that reaches farther is drawn smaller."""
THORAX, NECK, HEAD = 8, 9, 10


def seen_pairs(pairs: Float[NDArray, "k 2 17 3"], orbit: Orbit) -> Float[NDArray, "k 2 17 3"]:
    """Joints in the tile: right and down in its half sides (−1 … 1), and depth in metres from the middle.

    Pairs are a true and an estimated pose, metres, in one camera's frame (x right, y down, z ahead). They stay in
    their tile however they are turned. A neck that nobody gives stands between thorax and head.
    """
    points = _with_necks(np.asarray(pairs, np.float32))
    if not len(points):
        return points
    joints = points.reshape(len(points), -1, 3)
    low, high = (choose.reduce(joints, axis=1, keepdims=True) for choose in (np.fmin, np.fmax))
    joints = joints - np.nan_to_num((low + high) / 2)
    reach = np.nan_to_num(np.linalg.norm(joints, axis=-1)).max(axis=1)
    turned: NDArray = joints @ orbit.axes.T.astype(np.float32)
    turned[..., :2] /= np.maximum(reach, SPAN / 2)[:, None, None]
    return turned.reshape(points.shape)


def errors_mm(pairs: Float[NDArray, "k 2 17 3"]) -> Float[NDArray, "k 17"]:
    """How far each estimated joint is from the true one, both about their hips; nan where either is missing."""
    about = pairs - pairs[:, :, :1]
    errors: NDArray = 1000 * np.linalg.norm(about[:, 1] - about[:, 0], axis=-1)
    return errors


def _with_necks(pairs: NDArray) -> NDArray:
    lacking = ~np.isfinite(pairs[:, :, NECK]).all(axis=-1)
    filled = pairs.copy()
    filled[lacking, NECK] = (pairs[lacking, THORAX] + pairs[lacking, HEAD]) / 2
    return filled
