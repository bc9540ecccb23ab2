"""One pose of several solutions: where they differ in depth, the middle is closer to the truth than most of them."""

import numpy as np
from jaxtyping import Float

from evopose.fitting.prior import Prior
from evopose.fitting.problem import Guess
from evopose.model.array import NDArray


def consensus(guess: Guess, cost: Float[NDArray, " b"], temperature: float, spread: float) -> tuple[Guess, Prior]:
    """The mean of the solutions, weighted by exp(−cost / temperature), as one start and the prior around it.

    The expected distance from the truth is least at the mean of what is possible, not at the most likely pose;
    solving it to the keypoints once more makes a pose of it that fits the picture.
    """
    share = np.exp((cost.min() - cost) / temperature)
    share /= share.sum()
    turn = guess.turn[int(np.argmin(cost))]
    turned = np.einsum("bxy,bky->bkx", guess.turn, guess.directions) @ turn
    mean = np.einsum("b,bkx->kx", share, turned)
    directions = mean / np.maximum(np.linalg.norm(mean, axis=-1, keepdims=True), 1e-9)
    start = Guess(
        (share @ guess.root)[None],
        np.exp(share @ np.log(guess.scale))[None],
        turn[None],
        directions[None],
        np.zeros((1, guess.stretch.shape[1])),
    )
    return start, Prior(mean.reshape(1, 48), np.eye(48)[None] / spread**2, np.zeros(1))
