"""Which pairs a step is made of: told by seed, stage and step alone, so that a run goes on from anywhere."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Int

from evopose.evolution.draws import key
from evopose.fused.shuffling import shuffled
from evopose.model.array import NDArray

_ORDER, _CHOICE = 0x0DE5, 0xC401CE
"""Names of the numbers drawn: none is a generation of evolution."""


@dataclass(frozen=True)
class Order:
    """Of the pairs of several parts, numbered one part after the other."""

    sizes: tuple[int, ...]
    weights: tuple[float, ...] = ()
    """How often each part is drawn from. By size if left out: then every pair comes once an epoch."""
    seed: int = 0

    @property
    def total(self) -> int:
        """Pairs of an epoch."""
        return sum(self.sizes)

    def batch(self, stage: int, first: int, count: int) -> Int[NDArray, " count"]:
        """Numbers of the pairs at places `first` … of a stage."""
        return self._drawn(stage, first, count) if self.weights else self._passed(stage, first, count)

    def _passed(self, stage: int, first: int, count: int) -> Int[NDArray, " count"]:
        """Epoch after epoch, each in an order of its own."""
        found: list[NDArray] = []
        while count:
            epoch, place = divmod(first, self.total)
            some = min(count, self.total - place)
            found.append(shuffled(place, some, self.total, self._key(_ORDER, stage, epoch)))
            first, count = first + some, count - some
        return np.concatenate(found) if len(found) != 1 else found[0]

    def _drawn(self, stage: int, first: int, count: int) -> Int[NDArray, " count"]:
        """First of which part, by the weights, then any pair of it."""
        rng = np.random.default_rng((self._key(_CHOICE, stage, first), count))
        chances = np.where(self.sizes, self.weights, 0.0)
        part = rng.choice(len(self.sizes), count, p=chances / chances.sum())
        starts = np.cumsum([0, *self.sizes[:-1]])
        return np.asarray(starts[part] + rng.integers(0, np.asarray(self.sizes)[part]), np.int64)

    def _key(self, what: int, stage: int, number: int) -> int:
        return key(self.seed, what, stage, number) << 32 | key(self.seed, what, stage, ~number)
