"""Where a fit starts: what is trusted of the keypoints, a camera that looks at the person, the library's matches."""

import numpy as np
from jaxtyping import Float

from evopose.fitting.library import PoseLibrary
from evopose.fitting.options import FitOptions
from evopose.fitting.problem import GROUPS, Guess
from evopose.fitting.views import Matches, Views
from evopose.geometry.vectors import rotation_between
from evopose.model.array import NDArray
from evopose.model.keypoints import Keypoints, Visibility

_COARSE = 300
"""Library poses that are enough to tell whether points look like a person at all."""
_SUSPICIOUS = 0.15
"""Misfit to these, in metres, beyond which stray keypoints are looked for …"""
_STRAYS = 3
"""… and how many at most."""
_NEXT_TO_NOTHING = 1e-4


def trust(keypoints: Keypoints, least: float) -> Float[NDArray, " 17"]:
    """0 for missing keypoints and those below the `least` confidence; half for occluded ones."""
    confidence = np.where(np.isfinite(keypoints.confidence), keypoints.confidence, 0.0)
    confidence = np.where(keypoints.known & (confidence >= least), np.clip(confidence, 0, 1), 0.0)
    return np.asarray(confidence * np.where(keypoints.visibility == Visibility.OCCLUDED, 0.5, 1.0))


def towards_person(
    points: Float[NDArray, "17 2"], weights: Float[NDArray, " 17"]
) -> tuple[Float[NDArray, "17 2"], Float[NDArray, "3 3"]]:
    """The points (x/z, y/z) in a camera turned until its axis goes through their middle, and that turn.

    Unknown points become 0. The turn takes vectors of the old camera to the new one.
    """
    known = weights > 0
    middle = np.append((points[known].min(axis=0) + points[known].max(axis=0)) / 2, 1.0)
    turn = np.asarray(rotation_between(middle, np.array([0.0, 0.0, 1.0])))
    rays = np.concatenate([np.where(known[:, None], points, middle[:2]), np.ones((17, 1))], axis=1) @ turn.T
    return np.where(known[:, None], rays[:, :2] / rays[:, 2:], 0.0), turn


def without_strays(views: Views, rays: Float[NDArray, "17 2"], weights: Float[NDArray, " 17"]) -> Float[NDArray, " 17"]:
    """The weights, next to nothing for points without which the others look like somebody and with which nobody does.

    A stray keypoint would otherwise decide about heading and size, before robust errors can turn it down.
    """
    for _ in range(_STRAYS):
        misfit = views.least_misfit(rays, weights, _COARSE)
        if misfit < _SUSPICIOUS:
            break
        known = np.flatnonzero(weights > 0)
        left_out = np.where(np.arange(17) == known[:, None], weights * _NEXT_TO_NOTHING, weights)
        misfits = [views.least_misfit(rays, own, _COARSE) for own in left_out]
        best = int(np.argmin(misfits))
        if misfits[best] > 0.6 * misfit:
            break
        weights = left_out[best]
    return weights


def extent(rays: Float[NDArray, "17 2"], weights: Float[NDArray, " 17"]) -> float:
    """Diagonal of the box around the known points."""
    known = rays[weights > 0.01 * weights.max()]
    return float(np.linalg.norm(known.max(axis=0) - known.min(axis=0)))


def differing(
    matches: Matches, library: PoseLibrary, rays: NDArray, weights: NDArray, options: FitOptions
) -> tuple[Guess, Float[NDArray, " b"]]:
    """The best matches that differ from each other, put before the camera at the distance that their size asks for.

    And how far each is off in the image, in metres at the person.
    """
    turned = np.einsum("kxy,kjy->kjx", matches.turn, library.poses[matches.pose])
    rows = _apart(turned.reshape(len(turned), -1), options.starts, 17 * options.apart**2)
    depth = 1 / matches.scale[rows]
    share = weights / weights.sum()
    middle = np.concatenate([(share @ rays) * depth[:, None], depth[:, None]], axis=1)
    root = middle - np.concatenate([share @ turned[rows][..., :2], np.zeros((len(rows), 1))], axis=1)
    guess = Guess(
        root,
        np.ones(len(rows)),
        matches.turn[rows],
        library.directions[matches.pose[rows]],
        np.zeros((len(rows), len(GROUPS))),
    )
    return guess, matches.misfit[rows]


def _apart(points: Float[NDArray, "k d"], count: int, least: float) -> NDArray:
    """Up to `count` rows, the first ones first, of which no two have a smaller squared distance than `least`."""
    chosen = [0]
    near = np.sum((points - points[0]) ** 2, axis=1)
    for row in range(1, len(points)):
        if len(chosen) == count:
            break
        if near[row] > least:
            chosen.append(row)
            near = np.minimum(near, np.sum((points - points[row]) ** 2, axis=1))
    return np.array(chosen)
