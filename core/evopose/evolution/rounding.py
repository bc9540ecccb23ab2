"""Children as a file of packed positions will have them, and joint limits that look at them again.

Engines select what they bred. Half a step (of 0.1 mm) farther, one in three thousand has a limb beyond the limits.
"""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import torch
from jaxtyping import Bool
from torch import Tensor

from evopose.evolution.brood import Brood
from evopose.evolution.draws import Draws, Stream
from evopose.evolution.recipe import LimitsSelection
from evopose.evolution.selection.selector import Candidates, narrowed, select, spared
from evopose.io.packing import fits, packed, unpacked
from evopose.model.array import as_numpy
from evopose.model.limits import JointLimits


@dataclass(frozen=True, eq=False)
class Rounding:
    """Makes a brood what is kept of it; a selector by joint limits, with the coins that engines toss."""

    limits: JointLimits
    options: LimitsSelection
    step: float | None
    """Metres; None where float32 is kept, and only what is not finite goes."""
    name: ClassVar[str] = "limits"

    def rounded(self, brood: Brood, draws: Draws) -> Brood:
        """Positions as they will be read again; `draws` of the brood's. What cannot be kept is counted as 'reach'."""
        fit = torch.from_numpy(fits(as_numpy(brood.positions), self.step)).to(brood.positions.device)
        if not bool(fit.all()):
            brood, draws = narrowed(brood, fit, "reach"), draws.of(fit)
        if self.step is None:
            return brood
        read = torch.from_numpy(unpacked(*packed(as_numpy(brood.positions), self.step), self.step))
        brood = replace(brood, positions=read.to(brood.positions.device))
        return select([self] if self.options.weight > 0 else [], brood, draws)

    def keep(self, candidates: Candidates) -> Bool[Tensor, " n"]:
        """Those with enough valid directions, as `evopose limits-check` will find them: on NumPy, to the last bit."""
        valid = np.asarray(self.limits.valid(as_numpy(candidates.positions)))
        offends = torch.from_numpy(valid.sum(axis=-1) < self.options.directions).to(candidates.positions.device)
        return spared(offends, self.options.weight, candidates.draws, Stream.LIMITS)
