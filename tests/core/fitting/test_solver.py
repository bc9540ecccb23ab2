"""Laws of the solver."""

import numpy as np

from evopose.fitting.first_fit import _problem, _solved, standard_views
from evopose.fitting.options import FitOptions
from evopose.fitting.prior import around
from evopose.fitting.problem import costs
from evopose.fitting.solver import SIZE, _moved, _normal_equations, solve


def state(shot):
    """Guesses some steps from a minimum, with their problem and prior."""
    options, views = FitOptions(starts=5, steps=(1, 1, 1)), standard_views()
    problem, _ = _problem(shot.keypoints, shot.camera, options, views)
    guess, _ = _solved(problem, options, views)
    return guess, problem, around(views.library, guess.directions, 48, np.full(len(guess.scale), 0.1))


def test_written_derivatives_are_those_of_the_cost(shots):
    guess, problem, prior = state(shots[0])
    _, slope = _normal_equations(guess, problem, prior)
    for parameter in range(SIZE):
        step = np.zeros((len(guess.scale), SIZE))
        step[:, parameter] = 1e-6
        ahead, behind = (costs(_moved(guess, sign * step), problem, prior) for sign in (1, -1))
        np.testing.assert_allclose((ahead - behind) / 2e-6, slope[:, parameter], atol=1e-4, rtol=1e-5)


def test_steps_never_raise_the_cost(shots):
    guess, problem, prior = state(shots[1])
    before = costs(guess, problem, prior)
    for _ in range(5):
        guess, after = solve(guess, problem, prior, 1)
        assert (after <= before).all()
        before = after


def test_directions_stay_unit_and_turns_stay_rotations(shots):
    guess, problem, prior = state(shots[2])
    guess, _ = solve(guess, problem, prior, 10)
    np.testing.assert_allclose(np.linalg.norm(guess.directions, axis=-1), 1)
    np.testing.assert_allclose(
        guess.turn @ np.swapaxes(guess.turn, 1, 2), np.broadcast_to(np.eye(3), guess.turn.shape), atol=1e-12
    )
