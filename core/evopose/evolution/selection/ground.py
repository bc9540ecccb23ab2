"""Selection by what touches the ground and how high the hip is over it."""

from dataclasses import dataclass
from typing import ClassVar

from jaxtyping import Bool
from torch import Tensor

from evopose.evolution.draws import Stream
from evopose.evolution.recipe import GroundSelection
from evopose.evolution.selection.selector import Candidates, spared

STANDING: dict[str, tuple[int, ...]] = {"ankles": (3, 6), "legs": (2, 3, 5, 6), "any": tuple(range(17))}
"""Joints that may be the lowest, by the option's value."""


@dataclass(frozen=True, eq=False)
class GroundSelector:
    """Removes poses that stand on the wrong joint, or whose hip is too low or too high over the lowest one."""

    options: GroundSelection
    name: ClassVar[str] = "ground"

    def keep(self, candidates: Candidates) -> Bool[Tensor, " n"]:
        """Those that stand as they should."""
        heights = candidates.joints[2]
        lowest = heights.amin(dim=0)
        hip = heights[0] - lowest
        stands = heights[list(STANDING[self.options.lowest])].amin(dim=0) <= lowest
        right = stands & (hip >= self.options.hip_min_m) & (hip <= self.options.hip_max_m)
        return spared(~right, self.options.weight, candidates.draws, Stream.GROUND_SELECTION)
