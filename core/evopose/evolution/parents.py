"""Who breeds with whom.

Numbers drawn, by the number of the pair: FATHER lane 0 (below N), MOTHER lane 0 (below N − 1: steps on).
"""

from jaxtyping import Int
from torch import Tensor

from evopose.evolution.draws import Draws, Stream


def parents(pairs: Draws, poses: int) -> tuple[Int[Tensor, " m"], Int[Tensor, " m"]]:
    """Rows of fathers and of mothers among `poses` (two or more); nobody breeds with themselves."""
    father = pairs.below(Stream.FATHER, poses)
    mother = father + 1 + pairs.below(Stream.MOTHER, poses - 1)
    return father, mother - poses * (mother >= poses)
