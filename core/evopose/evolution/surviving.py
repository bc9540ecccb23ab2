"""Who of a chunk of candidates joins the population: bred, selected and rounded, by several threads where loops breed.

Nobody's survival depends on the candidates beside it, so that a chunk may be cut anywhere.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import torch

from evopose.evolution.brood import Brood, merged
from evopose.evolution.draws import Draws
from evopose.evolution.engine import Engine, Poses
from evopose.evolution.rounding import Rounding
from evopose.evolution.selection.selector import Selector, select

_LEAST = 4096
"""Candidates that are worth a thread."""


@dataclass(frozen=True, eq=False)
class Chunk:
    """Candidates `first` … `first + count − 1` of a generation; both even."""

    parents: Poses
    generation: int
    first: int
    count: int
    seed: int

    def shares(self, threads: int) -> "list[Chunk]":
        """The same, cut into a piece for each thread; few candidates are not worth a second one."""
        pieces = max(1, min(threads, self.count // _LEAST))
        stops = [self.first + self.count * part // pieces // 2 * 2 for part in range(pieces + 1)]
        return [Chunk(self.parents, self.generation, start, stop - start, self.seed) for start, stop in pairwise(stops)]


@dataclass(frozen=True, eq=False)
class Survival:
    """What a candidate has to go through."""

    engine: Engine
    selectors: Sequence[Selector]
    rounding: Rounding

    def of(self, chunk: Chunk) -> Brood:
        """Those that survive, as they will be kept; with as many threads as torch has, which changes nothing."""
        shares = chunk.shares(torch.get_num_threads() if self.engine.name == "fused" else 1)
        if len(shares) == 1:
            return self._piece(chunk)
        with ThreadPoolExecutor(len(shares)) as pool:
            return merged(list(pool.map(self._piece, shares)))

    def _piece(self, chunk: Chunk) -> Brood:
        generation, seed = chunk.generation, chunk.seed
        brood = self.engine.brood(chunk.parents, generation, chunk.first, chunk.count, seed)
        brood = select(self.selectors, brood, Draws(seed, generation, brood.index))
        return self.rounding.rounded(brood, Draws(seed, generation, brood.index))
