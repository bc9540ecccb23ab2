"""What is to be solved, a guess at it, and what a guess costs."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from jaxtyping import Float

from evopose.fitting.prior import Prior
from evopose.fitting.template import chain
from evopose.model.array import NDArray

GROUPS = ((1, 4), (2, 5), (3, 6), (7,), (8,), (9,), (10,), (11, 14), (12, 15), (13, 16))
"""Bones, by their child joint, that share a length: pelvis, thighs, shins, spine, chest, neck, head, collar, arms."""


@cache
def group_of_bone() -> Float[NDArray, "16 10"]:
    """1 where a bone (row) is of a group (column)."""
    return np.array([[float(bone in group) for group in GROUPS] for bone in range(1, 17)])


@dataclass(frozen=True, eq=False)
class Guess:
    """b poses of the template person, in a camera whose axis goes through the person."""

    root: Float[NDArray, "b 3"]
    scale: Float[NDArray, " b"]
    turn: Float[NDArray, "b 3 3"]
    """Library world (z up) to camera."""
    directions: Float[NDArray, "b 16 3"]
    """Bones in the library world."""
    stretch: Float[NDArray, "b 10"]
    """Log factors on the lengths of GROUPS."""


@dataclass(frozen=True, eq=False)
class Problem:
    """What one person is to be fitted to."""

    points: Float[NDArray, "17 2"]
    """x/z and y/z in the camera; anything where the weight is 0."""
    weights: Float[NDArray, " 17"]
    """Trust in each point: 1 for certain, 0 for unknown."""
    sigma: float
    """Expected error of a point, in the unit of `points`."""
    lengths: Float[NDArray, " 16"]
    """Bones at scale 1, in metres."""
    up: Float[NDArray, "3"]
    """Where 'up' of an upright camera points, in this camera."""
    level: tuple[float, float]
    """Standard deviations of the camera's roll and pitch, in radians."""
    scale_sigma: float
    """The same of the logarithm of the scale."""
    outlier: float
    """Errors beyond this many sigma lose their pull (Cauchy)."""
    prior_weight: float
    """Of the prior against the points."""
    stretch_sigma: Float[NDArray, " 10"]
    """Standard deviation of the log factors of GROUPS."""


def bone_lengths(guess: Guess, lengths: Float[NDArray, " 16"]) -> Float[NDArray, "b 16"]:
    """At scale 1, in metres."""
    return np.asarray(lengths * np.exp(guess.stretch @ group_of_bone().T))


def positions(guess: Guess, lengths: Float[NDArray, " 16"]) -> Float[NDArray, "b 17 3"]:
    """Joints in the camera, in metres."""
    local = chain() @ (guess.directions * bone_lengths(guess, lengths)[..., None])
    return np.asarray(guess.scale[:, None, None] * (local @ np.swapaxes(guess.turn, 1, 2)) + guess.root[:, None])


def costs(guess: Guess, problem: Problem, prior: Prior) -> Float[NDArray, " b"]:
    """Robust reprojection, prior, level camera and usual size, as −log of a density; infinite behind the camera."""
    at = positions(guess, problem.lengths)
    ahead = (at[..., 2] > 0.05).all(axis=1)
    depth = np.where(at[..., 2:] > 0.05, at[..., 2:], 1.0)
    off = (at[..., :2] / depth - problem.points) / problem.sigma
    squares = np.sum(off * off, axis=-1)
    image = 0.5 * problem.outlier**2 * np.log1p(squares / problem.outlier**2) @ problem.weights
    leaning = tilt(guess, problem)
    other = 0.5 * np.sum(leaning * leaning, axis=-1) + 0.5 * (np.log(guess.scale) / problem.scale_sigma) ** 2
    other += 0.5 * np.sum((guess.stretch / problem.stretch_sigma) ** 2, axis=-1)
    return np.asarray(np.where(ahead, image + other + problem.prior_weight * prior.cost(guess.directions), np.inf))


def tilt(guess: Guess, problem: Problem) -> Float[NDArray, "b 2"]:
    """Roll and pitch of the camera against the library's vertical, in standard deviations."""
    return np.asarray((guess.turn[:, :, 2] @ level_axes(problem).T) / np.array(problem.level))


def level_axes(problem: Problem) -> Float[NDArray, "2 3"]:
    """Two directions square to `up`: sideways and ahead."""
    ahead = np.array([0.0, 0.0, 1.0])
    ahead = ahead - problem.up * (ahead @ problem.up)
    ahead /= np.linalg.norm(ahead)
    return np.stack([np.cross(problem.up, ahead), ahead])
