"""Levenberg–Marquardt over all starts at once: root, scale, turn and bone directions to 2D points.

Parameters of one start: root (3), log scale (1), a small rotation of the whole (3), and for each of the 16 bones a step
in the plane tangent to its direction (2): 39; and a log factor for each of 10 groups of bones, for no two people have
the same proportions. Derivatives are written out; nothing loops over starts.
"""

import numpy as np
from jaxtyping import Bool, Float

from evopose.fitting.prior import Prior
from evopose.fitting.problem import (
    GROUPS,
    Guess,
    Problem,
    bone_lengths,
    costs,
    group_of_bone,
    level_axes,
    positions,
    tilt,
)
from evopose.fitting.template import chain
from evopose.geometry.vectors import axis_rotation
from evopose.model.array import NDArray

SIZE = 39 + len(GROUPS)


def solve(guess: Guess, problem: Problem, prior: Prior, steps: int) -> tuple[Guess, Float[NDArray, " b"]]:
    """`steps` damped Gauss–Newton steps for all starts; each keeps only what lowers its own cost."""
    damping = np.full(len(guess.scale), 1e-2)
    cost = costs(guess, problem, prior)
    for _ in range(steps):
        matrix, slope = _normal_equations(guess, problem, prior)
        diagonal = np.einsum("bii->bi", matrix)
        diagonal += damping[:, None] * (diagonal + 1e-6)
        proposed = _moved(guess, np.linalg.solve(matrix, -slope[..., None])[..., 0])
        new = costs(proposed, problem, prior)
        better = new < cost
        guess, cost = _chosen(better, proposed, guess), np.where(better, new, cost)
        damping = np.clip(np.where(better, damping * 0.3, damping * 6), 1e-6, 1e6)
    return guess, cost


def _chosen(better: Bool[NDArray, " b"], new: Guess, old: Guess) -> Guess:
    def pick(a: NDArray, b: NDArray) -> NDArray:
        return np.where(better.reshape(-1, *[1] * (a.ndim - 1)), a, b)

    return Guess(
        pick(new.root, old.root),
        pick(new.scale, old.scale),
        pick(new.turn, old.turn),
        pick(new.directions, old.directions),
        pick(new.stretch, old.stretch),
    )


def _moved(guess: Guess, step: Float[NDArray, "b 49"]) -> Guess:
    angle = np.linalg.norm(step[:, 4:7], axis=-1)
    axis = np.where(angle[:, None] > 1e-12, step[:, 4:7], np.array([1.0, 0, 0]))
    bones = guess.directions + np.einsum("bkxt,bkt->bkx", _tangents(guess.directions), step[:, 7:39].reshape(-1, 16, 2))
    return Guess(
        guess.root + step[:, :3],
        guess.scale * np.exp(np.clip(step[:, 3], -0.5, 0.5)),
        axis_rotation(axis, angle) @ guess.turn,
        bones / np.linalg.norm(bones, axis=-1, keepdims=True),
        guess.stretch + np.clip(step[:, 39:], -0.3, 0.3),
    )


def _normal_equations(
    guess: Guess, problem: Problem, prior: Prior
) -> tuple[Float[NDArray, "b 49 49"], Float[NDArray, "b 49"]]:
    tangents = _tangents(guess.directions)
    jacobian, off = _image_terms(guess, problem, tangents)
    transposed = np.swapaxes(jacobian, 1, 2)
    matrix, slope = transposed @ jacobian, (transposed @ off[..., None])[..., 0]
    _add_prior(matrix, slope, guess, problem.prior_weight, prior, tangents)
    matrix[:, 3, 3] += problem.scale_sigma**-2
    slope[:, 3] += np.log(guess.scale) * problem.scale_sigma**-2
    matrix[:, range(39, SIZE), range(39, SIZE)] += problem.stretch_sigma**-2
    slope[:, 39:] += guess.stretch * problem.stretch_sigma**-2
    lean = _tilt_slope(guess, problem)
    matrix[:, 4:7, 4:7] += np.swapaxes(lean, 1, 2) @ lean
    slope[:, 4:7] += np.einsum("bri,br->bi", lean, tilt(guess, problem))
    return matrix, slope


def _image_terms(
    guess: Guess, problem: Problem, tangents: NDArray
) -> tuple[Float[NDArray, "b 34 49"], Float[NDArray, "b 34"]]:
    """Derivative of the weighted image errors by all parameters, and the errors."""
    count = len(guess.scale)
    at = positions(guess, problem.lengths)
    depth = np.maximum(at[..., 2:], 0.05)
    seen = at[..., :2] / depth
    off = (seen - problem.points) / problem.sigma
    pull = problem.weights / (1 + np.sum(off * off, axis=-1) / problem.outlier**2)
    pull = np.sqrt(pull)[..., None]
    lens = np.zeros((count, 17, 2, 3))
    lens[..., 0, 0] = lens[..., 1, 1] = (pull / (depth * problem.sigma))[..., 0]
    lens[..., 2] = -seen * pull / (depth * problem.sigma)
    scaled = guess.scale[:, None, None] * guess.turn
    lengths = bone_lengths(guess, problem.lengths)
    by_bone = scaled[:, None] @ (tangents * lengths[..., None, None])
    along = (guess.directions * lengths[..., None]) @ np.swapaxes(scaled, 1, 2)
    jacobian = np.empty((count, 17, 2, SIZE))
    jacobian[..., :3] = lens
    jacobian[..., 3] = np.einsum("bjpx,bjx->bjp", lens, at - guess.root[:, None])
    jacobian[..., 4:7] = np.cross((at - guess.root[:, None])[:, :, None], lens)
    moved = lens.reshape(count, 34, 3) @ np.swapaxes(by_bone, 1, 2).reshape(count, 3, 32)
    longer = np.swapaxes(along[..., None] * group_of_bone()[:, None], 1, 2)
    by_group = chain() @ longer.reshape(count, 3, 16, 10)
    jacobian[..., 39:] = lens @ np.swapaxes(by_group, 1, 2)
    jacobian[..., 7:39] = (moved.reshape(count, 17, 2, 16, 2) * chain()[:, None, :, None]).reshape(count, 17, 2, 32)
    return jacobian.reshape(count, 34, SIZE), (off * pull).reshape(count, 34)


def _add_prior(matrix: NDArray, slope: NDArray, guess: Guess, weight: float, prior: Prior, tangents: NDArray) -> None:
    count = len(guess.scale)
    away = guess.directions.reshape(count, 48) - prior.mean
    pulled = (prior.precision @ away[..., None]).reshape(count, 16, 3)
    slope[:, 7:39] += weight * np.einsum("bkxt,bkx->bkt", tangents, pulled).reshape(count, 32)
    blocks = prior.precision.reshape(count, 48, 16, 3)[:, :, :, None, :] @ tangents[:, None]
    right = blocks.reshape(count, 16, 3, 32)
    full = np.swapaxes(tangents, 2, 3) @ right
    matrix[:, 7:39, 7:39] += weight * full.reshape(count, 32, 32)


def _tilt_slope(guess: Guess, problem: Problem) -> Float[NDArray, "b 2 3"]:
    axes = level_axes(problem) / np.array(problem.level)[:, None]
    return np.cross(guess.turn[:, None, :, 2], axes[None])


def _tangents(directions: Float[NDArray, "*batch 3"]) -> Float[NDArray, "*batch 3 2"]:
    """Two unit vectors square to each direction and to each other (Duff et al. 2017)."""
    x, y, z = (directions[..., i] for i in range(3))
    sign = np.where(z >= 0, 1.0, -1.0)
    a = -1 / (sign + z)
    b = x * y * a
    first = np.stack([1 + sign * x * x * a, sign * b, -sign * x], axis=-1)
    second = np.stack([b, sign + y * y * a, -y], axis=-1)
    return np.stack([first, second], axis=-1)
