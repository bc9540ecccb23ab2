"""The first fit: from 2D keypoints alone to a 3D pose (design §8; issue's supplement §10.3).

Library poses that look alike from some side are the starts; each is solved to the keypoints under a prior made of its
neighbours in the library; the cheapest is kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from jaxtyping import Float

from evopose.errors import EvoError
from evopose.fitting.library import PoseLibrary, library
from evopose.fitting.prior import around
from evopose.fitting.solver import Guess, Problem, positions, solve
from evopose.fitting.views import Matches, Views
from evopose.geometry.hierarchy import to_local
from evopose.geometry.projection import normalise, project
from evopose.geometry.vectors import rotation_between
from evopose.model.array import NDArray
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints, Visibility
from evopose.model.pose import Pose
from evopose.model.skeleton import H36M_17

NEEDED = 6
"""Keypoints without which no pose is fitted."""


class CannotFit(EvoError):
    """These keypoints, or this camera, give no pose."""


@dataclass(frozen=True)
class FitOptions:
    """How much is tried, and what is trusted."""

    matches: int = 300
    starts: int = 16
    coarse_steps: int = 6
    finalists: int = 4
    fine_steps: int = 10
    neighbours: int = 48
    blur: float = 0.03
    commonness: float = 0.3
    apart: float = 0.15
    """Metres (root mean square) by which two starts differ at least."""
    sigma_px: float = 3.0
    sigma_share: float = 0.012
    """Of the person's size in the image."""
    outlier: float = 3.0
    spread: float = 0.12
    prior_weight: float = 0.3
    roll: float = 0.1
    pitch: float = 0.25
    scale_sigma: float = 0.06
    least_confidence: float = 0.1


@dataclass(frozen=True, eq=False)
class Fit:
    """The best pose found."""

    pose: Pose
    """Camera frame."""
    positions: Float[NDArray, "17 3"]
    """Its joints, in metres, camera frame."""
    reprojection_px: float
    """Mean distance of the known keypoints from the projected joints."""
    cost: float
    """−log of a density, up to a constant: comparable between fits of the same keypoints."""
    starts: int
    """How many were tried."""
    camera: Camera


@cache
def _views() -> Views:
    return Views(library())


def fit(
    keypoints: Keypoints, camera: Camera, options: FitOptions = FitOptions(), views: Views | None = None
) -> Fit:
    """The pose of one person. CannotFit where there are too few keypoints.

    `views`: of another library than the one that ships.
    """
    views = views or _views()
    weights = trust(keypoints, options.least_confidence)
    _check(keypoints, weights)
    rays, centre = _towards_person(normalise(camera, keypoints.xy), weights)
    size = _extent(rays, weights)
    matches = views.search(rays, weights, options.matches, options.blur, options.roll * 2, options.commonness)
    guess = _starts(matches, views.library, rays, weights, options)
    focal = sum(camera.focal) / 2
    problem = Problem(
        np.where(weights[:, None] > 0, rays, 0.0),
        weights,
        float(np.hypot(options.sigma_px / focal, options.sigma_share * size)),
        views.library.lengths,
        centre @ np.array([0.0, -1.0, 0.0]),
        (options.roll, options.pitch),
        options.scale_sigma,
        options.outlier,
        options.prior_weight,
    )
    tried = len(guess.scale)
    prior = around(views.library, guess.directions, options.neighbours, options.spread)
    guess, cost = solve(guess, problem, prior, options.coarse_steps)
    best = np.argsort(cost + options.prior_weight * prior.offset, kind="stable")[: options.finalists]
    guess = guess.only(best)
    prior = around(views.library, guess.directions, options.neighbours, options.spread)
    guess, cost = solve(guess, problem, prior, options.fine_steps)
    cost = cost + options.prior_weight * prior.offset
    first = int(np.argmin(cost))
    at = positions(guess, views.library.lengths)[first] @ centre
    return Fit(to_local(at), at, _reprojection(at, keypoints, camera), float(cost[first]), tried, camera)


def fit_many(
    people: Iterable[tuple[Keypoints, Camera]], options: FitOptions = FitOptions()
) -> Iterator[Fit | CannotFit]:
    """A fit, or why there is none, for each person."""
    for keypoints, camera in people:
        try:
            yield fit(keypoints, camera, options)
        except CannotFit as error:
            yield error


def trust(keypoints: Keypoints, least: float) -> Float[NDArray, "17"]:
    """0 for missing keypoints and those below the `least` confidence; half for occluded ones."""
    confidence = np.where(np.isfinite(keypoints.confidence), keypoints.confidence, 0.0)
    confidence = np.where(keypoints.known & (confidence >= least), np.clip(confidence, 0, 1), 0.0)
    return np.asarray(confidence * np.where(keypoints.visibility == Visibility.OCCLUDED, 0.5, 1.0))


def _check(keypoints: Keypoints, weights: NDArray) -> None:
    there = [H36M_17.joints[joint] for joint in np.flatnonzero(weights > 0)]
    if len(there) < NEEDED:
        have = f"there are {len(there)} ({', '.join(there)})" if there else "there are none"
        raise CannotFit(f"A fit needs {NEEDED} of the 17 keypoints at known places: {have}.")


def _towards_person(points: NDArray, weights: NDArray) -> tuple[Float[NDArray, "17 2"], Float[NDArray, "3 3"]]:
    """The points in a camera turned until its axis goes through their middle, and that turn (rows: its axes)."""
    known = weights > 0
    middle = np.append((points[known].min(axis=0) + points[known].max(axis=0)) / 2, 1.0)
    turn = np.asarray(rotation_between(middle, np.array([0.0, 0.0, 1.0])))
    rays = np.concatenate([points, np.ones((17, 1))], axis=1) @ turn.T
    return rays[:, :2] / rays[:, 2:], turn


def _extent(rays: NDArray, weights: NDArray) -> float:
    known = rays[weights > 0]
    return float(np.linalg.norm(known.max(axis=0) - known.min(axis=0)))


def _starts(
    matches: Matches, library: PoseLibrary, rays: NDArray, weights: NDArray, options: FitOptions
) -> Guess:
    """The best matches that differ from each other, put before the camera at the distance that their size asks for."""
    turned = np.einsum("kxy,kjy->kjx", matches.turn, library.poses[matches.pose])
    flat = turned.reshape(len(turned), -1)
    chosen = [0]
    near = np.sum((flat - flat[0]) ** 2, axis=1)
    for row in range(1, len(flat)):
        if len(chosen) == options.starts:
            break
        if near[row] > 17 * options.apart**2:
            chosen.append(row)
            near = np.minimum(near, np.sum((flat - flat[row]) ** 2, axis=1))
    rows = np.array(chosen)
    depth = 1 / matches.scale[rows]
    share = weights / weights.sum()
    seen = share @ np.where(weights[:, None] > 0, rays, 0.0)
    middle = np.concatenate([seen * depth[:, None], depth[:, None]], axis=1)
    root = middle - np.concatenate([share @ turned[rows][..., :2], np.zeros((len(rows), 1))], axis=1)
    return Guess(root, np.ones(len(rows)), matches.turn[rows], library.directions[matches.pose[rows]])


def _reprojection(at: NDArray, keypoints: Keypoints, camera: Camera) -> float:
    off = np.linalg.norm(project(camera, at) - keypoints.xy, axis=-1)
    return float(np.mean(off[keypoints.known]))
