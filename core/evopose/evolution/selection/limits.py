"""Natural selection by joint limits: v(p) of the paper, eq. 6 (all nine directions valid, or fewer)."""

from dataclasses import dataclass
from typing import ClassVar

from jaxtyping import Bool
from torch import Tensor

from evopose.evolution.draws import Stream
from evopose.evolution.recipe import LimitsSelection
from evopose.evolution.selection.selector import Candidates, spared
from evopose.model.limits import JointLimits


@dataclass(frozen=True, eq=False)
class LimitsSelector:
    """Removes poses with too few valid limb directions."""

    limits: JointLimits
    options: LimitsSelection
    name: ClassVar[str] = "limits"

    def keep(self, candidates: Candidates) -> Bool[Tensor, " n"]:
        """Those with enough valid directions; a degenerate pose has none."""
        valid: Tensor = self.limits.valid(candidates.positions)
        if self.options.directions == valid.shape[-1]:
            offends = ~valid.all(dim=-1)
        else:
            offends = valid.sum(dim=-1) < self.options.directions
        return spared(offends, self.options.weight, candidates.draws, Stream.LIMITS)
