"""How sure a mean of several seeds is: bootstrap over clips and seeds together.

Frames of one clip are much alike, and so are the clips of one training; so clips are drawn again within each set, and
seeds too. All arms are drawn with the same numbers, so what two of them differ by is paired. Of a set of fewer than two
clips there is no interval; what was held out of a population has none at all, and so only seeds are drawn again.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from evopose.evaluation.intervals import COVERED, TIMES
from evopose.experiments.trial import OWN, Errors
from evopose.model.array import NDArray


class Spread(NamedTuple):
    """A figure, and between which two 95 % of its like lie; nan where that cannot be told."""

    value: float
    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether there is an interval."""
        return math.isfinite(self.low)


class Draws(NamedTuple):
    """The mean of the sets' means: as it was found, and for clips and seeds drawn again."""

    found: float
    again: Float[NDArray, " times"]

    @property
    def spread(self) -> Spread:
        """In the unit of the errors."""
        return _spread(self.found, self.again)

    def less_than(self, other: "Draws") -> Spread:
        """By which share of the other's error this one's is less."""
        return _spread(1 - self.found / other.found, 1 - self.again / other.again)


def drawn_again(results: Sequence[Mapping[str, Errors]], sets: Sequence[str]) -> Draws:
    """Of one arm's trials, one for each seed, by set (protocol 1*, mm)."""
    random = np.random.default_rng(0xB1)
    seeds = random.multinomial(len(results), np.full(len(results), 1 / len(results)), TIMES) / len(results)
    each, found = [], []
    for name in sets:
        views = np.asarray(results[0][name].views, np.float64)
        errors = np.asarray([result[name].mpjpe_mm for result in results])
        clips = random.multinomial(len(views), np.full(len(views), 1 / len(views)), TIMES) * views
        if len(views) < 2 and (name != OWN or len(results) < 2):
            clips = np.full_like(clips, np.nan)
        each.append(((clips @ errors.T) / clips.sum(axis=1, keepdims=True) * seeds).sum(axis=1))
        found.append(float(np.average(errors, axis=1, weights=views).mean()))
    return Draws(float(np.mean(found)), np.mean(each, axis=0))


def _spread(found: float, again: Float[NDArray, " times"]) -> Spread:
    low, high = np.quantile(again, [(1 - COVERED) / 2, (1 + COVERED) / 2]).tolist()
    return Spread(found, low, high)
