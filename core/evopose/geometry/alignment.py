"""Laying one pose over another: translation, scale, rotation (Procrustes)."""

import numpy as np
from jaxtyping import Float

from evopose.model.array import NDArray


def centred(positions: Float[NDArray, "*batch joint 3"]) -> Float[NDArray, "*batch joint 3"]:
    """The hip at the origin."""
    return positions - positions[..., :1, :]


def scaled(positions: Float[NDArray, "*batch joint 3"], target: Float[NDArray, "*batch joint 3"]) -> NDArray:
    """`positions` times the factor that brings it closest to `target`; both taken as they lie."""
    factor = np.sum(positions * target, axis=(-2, -1)) / np.sum(positions * positions, axis=(-2, -1))
    return np.asarray(positions * factor[..., None, None])


def procrustes(positions: Float[NDArray, "*batch joint 3"], target: Float[NDArray, "*batch joint 3"]) -> NDArray:
    """`positions` under the similarity (no reflection) that brings it closest to `target` in least squares."""
    source_mean = positions.mean(axis=-2, keepdims=True)
    target_mean = target.mean(axis=-2, keepdims=True)
    source, aim = positions - source_mean, target - target_mean
    u, sizes, vt = np.linalg.svd(np.swapaxes(source, -1, -2) @ aim)
    sign = np.sign(np.linalg.det(u @ vt))
    sizes = np.concatenate([sizes[..., :2], sizes[..., 2:] * sign[..., None]], axis=-1)
    flipped = np.concatenate([u[..., :2], u[..., 2:] * sign[..., None, None]], axis=-1)
    scale = sizes.sum(axis=-1) / np.sum(source * source, axis=(-2, -1))
    return np.asarray(scale[..., None, None] * (source @ flipped @ vt) + target_mean)


def laid(
    positions: Float[NDArray, "*batch n 3"],
    source: Float[NDArray, "*batch joint 3"],
    target: Float[NDArray, "*batch joint 3"],
) -> NDArray:
    """`positions` turned and moved as brings `source` closest to `target` in least squares: no scale, no reflection."""
    source_mean, target_mean = source.mean(axis=-2, keepdims=True), target.mean(axis=-2, keepdims=True)
    u, _, vt = np.linalg.svd(np.swapaxes(source - source_mean, -1, -2) @ (target - target_mean))
    sign = np.sign(np.linalg.det(u @ vt))
    turn = np.concatenate([u[..., :2], u[..., 2:] * sign[..., None, None]], axis=-1) @ vt
    return np.asarray((positions - source_mean) @ turn + target_mean)
