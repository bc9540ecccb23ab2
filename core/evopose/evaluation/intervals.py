"""How sure a mean is: bootstrap over clips, since the frames of one clip are much alike.

Efron & Tibshirani, "An Introduction to the Bootstrap", 1993, §13.3 (percentiles) and §8.6 (what is drawn is the whole
of what hangs together).
"""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float, Int

from evopose.model.array import NDArray

TIMES = 2000
"""How often the clips are drawn again."""
COVERED = 0.95
_AT_ONCE = 1 << 22
"""Numbers drawn at once."""


def bootstrap(
    values: Float[NDArray, "n measures"], clips: Int[NDArray, " n"], seed: int = 0
) -> Float[NDArray, "2 measures"]:
    """Between which two 95 % of the means over all rows lie if as many clips are drawn again; rows with nan are none's.

    `clips`: any numbers, the same for rows of the same clip. nan where fewer than two clips have a value.
    """
    values = np.asarray(values, np.float64)
    _, which = np.unique(clips, return_inverse=True)
    which = which.reshape(-1)
    count = int(which.max(initial=-1)) + 1
    known = np.isfinite(values)
    sums, sizes = (_by_clip(each, which, count) for each in (np.where(known, values, 0.0), known.astype(np.float64)))
    limits = np.full((2, values.shape[1]), np.nan)
    sure = (sizes > 0).sum(axis=0) > 1
    if sure.any():
        random = np.random.default_rng((seed, 0xB0))
        means = np.concatenate(list(_means(sums[:, sure], sizes[:, sure], random)))
        low = (1 - COVERED) / 2
        limits[:, sure] = np.nanquantile(means, [low, 1 - low], axis=0)
    return limits


def mean_of_groups(values: Float[NDArray, "n measures"], groups: Int[NDArray, " n"]) -> Float[NDArray, " measures"]:
    """Mean of the groups' means; rows with nan are none's, and groups of nothing else do not count."""
    _, which = np.unique(groups, return_inverse=True)
    count = int(which.max(initial=-1)) + 1
    known = np.isfinite(values)
    sums = _by_clip(np.where(known, values, 0.0), which.reshape(-1), count)
    sizes = _by_clip(known.astype(np.float64), which.reshape(-1), count)
    there = sizes > 0
    means = np.divide(sums, sizes, out=np.zeros_like(sums), where=there)
    groups_with = there.sum(axis=0)
    mean = np.full(values.shape[1], np.nan)
    np.divide(means.sum(axis=0), groups_with, out=mean, where=groups_with > 0)
    return mean


def _by_clip(values: Float[NDArray, "n measures"], which: Int[NDArray, " n"], count: int) -> NDArray:
    return np.stack([np.bincount(which, column, count).astype(np.float64) for column in values.T], axis=1)


def _means(sums: NDArray, sizes: NDArray, random: np.random.Generator) -> Iterator[Float[NDArray, "times measures"]]:
    """Of clips drawn again and again; nan where none with a value was drawn."""
    count = len(sums)
    at_once = max(1, _AT_ONCE // count)
    for first in range(0, TIMES, at_once):
        drawn = random.multinomial(count, np.full(count, 1 / count), min(at_once, TIMES - first)).astype(np.float64)
        total = drawn @ sizes
        yield np.divide(drawn @ sums, total, out=np.full_like(total, np.nan), where=total > 0)
