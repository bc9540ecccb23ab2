"""The first fit: from 2D keypoints alone to a 3D pose (design §8; supplement §10.3).

Library poses that look alike from some side are the starts. All are solved to the keypoints in one batch, each under a
prior made of its neighbours in the library; their consensus is solved once more. `docs/fitting.md` tells why.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from jaxtyping import Float

from evopose.errors import EvoError
from evopose.fitting.consensus import consensus
from evopose.fitting.library import library
from evopose.fitting.options import FitOptions
from evopose.fitting.prior import around
from evopose.fitting.problem import Guess, Problem, positions
from evopose.fitting.solver import solve
from evopose.fitting.starts import differing, extent, towards_person, trust, without_strays
from evopose.fitting.views import Views
from evopose.geometry.hierarchy import to_local
from evopose.geometry.projection import normalise, project
from evopose.limits import default as default_limits
from evopose.model.array import NDArray
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints
from evopose.model.pose import Pose
from evopose.model.skeleton import H36M_17

NEEDED = 6
"""Keypoints without which no pose is fitted."""
_PLAY = np.array([2.0, 1.0, 1.0, 2.0, 2.0, 3.0, 2.0, 2.0, 1.0, 1.0])
"""How much the lengths of GROUPS differ between people, and between what is called a joint."""
_STANDARD = FitOptions()


class CannotFit(EvoError):
    """These keypoints, or this camera, give no pose."""


@dataclass(frozen=True, eq=False)
class Fit:
    """The best pose found."""

    pose: Pose
    """Camera frame, metres."""
    positions: Float[NDArray, "17 3"]
    """Its joints, camera frame, metres."""
    reprojection_px: float
    """Mean distance of the known keypoints from the projected joints."""
    cost: float
    """−log of a density, up to a constant: comparable between fits of the same keypoints."""
    starts: int
    """How many were tried."""
    camera: Camera


@dataclass(frozen=True, eq=False)
class Solutions:
    """What the starts came to, cheapest first."""

    positions: Float[NDArray, "b 17 3"]
    """Camera frame, metres."""
    cost: Float[NDArray, " b"]


@cache
def standard_views() -> Views:
    """Of the library that ships."""
    return Views(library())


def fit(keypoints: Keypoints, camera: Camera, options: FitOptions = _STANDARD, views: Views | None = None) -> Fit:
    """The pose of one person; CannotFit where there are too few keypoints or the camera cannot have seen them.

    `views`: of another library than the one that ships.
    """
    views = views or standard_views()
    problem, turn = _problem(keypoints, camera, options, views)
    guess, cost = _solved(problem, options, views)
    tried = len(cost)
    middle, prior = consensus(guess, cost, options.temperature, options.spread)
    near = options.near * problem.sigma * float(np.mean(camera.focal))
    for polish in options.polish:
        finer = replace(problem, sigma=problem.sigma * polish, stretch_sigma=np.full(10, 1e-4))
        middle, best_cost = solve(middle, finer, prior, options.steps[2])
        if not np.isfinite(best_cost[0]):
            raise CannotFit("No pose in front of the camera explains these keypoints; is its focal length right?")
        at = positions(middle, problem.lengths)[0] @ turn
        off = _reprojection(at, keypoints, camera)
        if off <= near:
            break
    return Fit(to_local(at), at, off, float(cost.min()), tried, camera)


def solutions(
    keypoints: Keypoints, camera: Camera, options: FitOptions = _STANDARD, views: Views | None = None
) -> Solutions:
    """All that the starts came to, of which `fit` takes the consensus. CannotFit as `fit`."""
    views = views or standard_views()
    problem, turn = _problem(keypoints, camera, options, views)
    guess, cost = _solved(problem, options, views)
    order = np.argsort(cost, kind="stable")
    return Solutions(positions(guess, problem.lengths)[order] @ turn, cost[order])


def fit_many(people: Iterable[tuple[Keypoints, Camera]], options: FitOptions = _STANDARD) -> Iterator[Fit | CannotFit]:
    """A fit, or why there is none, for each person."""
    for keypoints, camera in people:
        try:
            yield fit(keypoints, camera, options)
        except CannotFit as error:
            yield error


def _problem(
    keypoints: Keypoints, camera: Camera, options: FitOptions, views: Views
) -> tuple[Problem, Float[NDArray, "3 3"]]:
    """What is to be solved, in a camera that looks at the person, and the turn from the real camera to it."""
    weights = trust(keypoints, options.least_confidence)
    _check(keypoints, weights)
    rays, turn = towards_person(normalise(camera, keypoints.xy), weights)
    if not extent(rays, weights) > 1e-6:
        raise CannotFit("All keypoints lie in one place: expected a person.")
    weights = without_strays(views, rays, weights)
    size = extent(rays, weights)
    sigma = float(np.hypot(options.sigma_px / np.mean(camera.focal), options.sigma_share * size))
    up = turn @ np.array([0.0, -1.0, 0.0])
    level = (options.roll, options.pitch)
    return (
        Problem(
            rays,
            weights,
            sigma,
            views.library.lengths,
            up,
            level,
            options.scale_sigma,
            options.outlier,
            options.prior_weight,
            options.stretch * _PLAY,
        ),
        turn,
    )


def _solved(problem: Problem, options: FitOptions, views: Views) -> tuple[Guess, Float[NDArray, " b"]]:
    matches = views.search(
        problem.points, problem.weights, options.matches, options.blur, 2 * options.roll, options.commonness
    )
    guess, misfit = differing(matches, views.library, problem.points, problem.weights, options)
    spread = np.hypot(options.spread, options.loosening * misfit**2)
    for steps in options.steps[:2]:
        prior = around(views.library, guess.directions, options.neighbours, spread)
        guess, cost = solve(guess, problem, prior, steps)
    invalid = np.sum(~default_limits().valid(positions(guess, problem.lengths)), axis=-1)
    return guess, cost + options.prior_weight * prior.offset + options.invalid_cost * invalid


def _check(keypoints: Keypoints, weights: NDArray) -> None:
    there = [H36M_17.joints[joint] for joint in np.flatnonzero(weights > 0)]
    if len(there) < NEEDED:
        have = f"there are {len(there)} ({', '.join(there)})" if there else "there are none"
        raise CannotFit(f"A fit needs {NEEDED} of the 17 keypoints at known places: {have}.")


def _reprojection(at: NDArray, keypoints: Keypoints, camera: Camera) -> float:
    off = np.linalg.norm(project(camera, at) - keypoints.xy, axis=-1)
    return float(np.mean(off[keypoints.known]))
