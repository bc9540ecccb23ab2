"""Children of a chunk of candidates, and what was done to make each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import torch
from jaxtyping import Float, Int
from torch import Tensor


@dataclass(frozen=True, eq=False)
class Brood:
    """Candidates of one generation that are still in the running."""

    index: Int[Tensor, " n"]
    """int64: their numbers among the generation's candidates, ascending."""
    positions: Float[Tensor, "n 17 3"]
    """float32, metres, world, z up."""
    parents: Int[Tensor, "n 2"]
    """int64 rows of the population: whose skeleton it has, and who gave the sub-tree."""
    operators: Int[Tensor, " n"]
    """int32: root of crossover (operators.ROOT_BITS) and bits of operators.Operator."""
    removed: Mapping[str, int] = field(default_factory=dict)
    """How many were removed on the way here, by selector."""
    copies: int = 0
    """How many lay nearer to a parent than the threshold, removed or not."""


def merged(broods: Sequence[Brood]) -> Brood:
    """One brood of several (one at least), in this order; what was removed is added up."""
    names = dict.fromkeys(name for brood in broods for name in brood.removed)
    return Brood(
        torch.cat([brood.index for brood in broods]),
        torch.cat([brood.positions for brood in broods]),
        torch.cat([brood.parents for brood in broods]),
        torch.cat([brood.operators for brood in broods]),
        {name: sum(brood.removed.get(name, 0) for brood in broods) for name in names},
        sum(brood.copies for brood in broods),
    )
