"""Children that hardly differ from a parent are counted out (a quarter of the original's lie within 10 mm of one)."""

from dataclasses import dataclass
from typing import ClassVar

from jaxtyping import Bool, Float
from torch import Tensor

from evopose.evolution.draws import Stream
from evopose.evolution.recipe import CopySelection
from evopose.evolution.selection.selector import Candidates, spared


def near(distance: Float[Tensor, " n"], options: CopySelection) -> Bool[Tensor, " n"]:
    """Which lie nearer to a parent than allowed; `distance` in metres."""
    return distance < options.distance_mm / 1000


@dataclass(frozen=True, eq=False)
class CopySelector:
    """Removes near copies, by the distance that breeding measured."""

    options: CopySelection
    name: ClassVar[str] = "copies"

    def keep(self, candidates: Candidates) -> Bool[Tensor, " n"]:
        """Those far enough from both parents."""
        assert candidates.distance is not None, "breeding measures it"
        offends = near(candidates.distance, self.options)
        return spared(offends, self.options.weight, candidates.draws, Stream.COPIES)
