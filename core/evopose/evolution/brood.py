"""Children of a chunk of candidates, and what was done to make each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jaxtyping import Float, Int
from torch import Tensor

from evopose.evolution.operators import ROOT_BITS, Operator

__all__ = ["ROOT_BITS", "Brood", "Operator"]


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
    """int32: root of crossover (ROOT_BITS) and Operator bits."""
    removed: Mapping[str, int] = field(default_factory=dict)
    """How many were removed on the way here, by selector."""
    copies: int = 0
    """How many lay nearer to a parent than the threshold, removed or not."""
