"""Selection against limbs that pass through each other or the trunk."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from evopose.evolution.draws import Stream
from evopose.evolution.recipe import IntersectionSelection
from evopose.evolution.selection.capsules import depths
from evopose.evolution.selection.selector import Candidates, spared

_CHUNK = 1024
"""Poses whose pairs fit a core's cache."""


@dataclass(frozen=True, eq=False)
class IntersectionSelector:
    """Removes poses in which two capsules lie deeper in each other than allowed."""

    options: IntersectionSelection
    name: ClassVar[str] = "intersection"

    def keep(self, candidates: Candidates) -> Bool[Tensor, " n"]:
        """Those in which nothing intersects; nan does not."""
        clear = deepest(candidates.joints) <= self.options.depth_mm / 1000
        return spared(~clear, self.options.weight, candidates.draws, Stream.INTERSECTION)


def deepest(joints: Float[Tensor, "3 17 n"]) -> Float[Tensor, " n"]:
    """How deep the two worst capsules of each pose lie in each other, in metres."""
    step = _CHUNK if joints.device.type == "cpu" else 1 << 18
    return torch.cat([depths(chunk).amax(dim=0) for chunk in torch.split(joints, step, dim=-1)])
