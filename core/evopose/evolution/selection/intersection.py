"""Selection against limbs that pass through each other or the trunk."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
import torch
from jaxtyping import Bool, Float
from torch import Tensor

from evopose.evolution.draws import Stream
from evopose.evolution.recipe import IntersectionSelection
from evopose.evolution.selection.capsules import CAPSULES, HIPS, PAIRS, TRUNK, depths
from evopose.evolution.selection.selector import Candidates, spared
from evopose.model.array import as_numpy

_CHUNK = 1024
"""Poses whose pairs fit a core's cache."""


@dataclass(frozen=True, eq=False)
class IntersectionSelector:
    """Removes poses in which two capsules lie deeper in each other than allowed."""

    options: IntersectionSelection
    fused: bool = False
    """By fused loops (on the CPU; numba), whose verdicts on what lies just as deep as allowed may be others."""
    name: ClassVar[str] = "intersection"

    def keep(self, candidates: Candidates) -> Bool[Tensor, " n"]:
        """Those in which nothing intersects; nan counts as intersecting."""
        allowed = self.options.depth_mm / 1000
        clear = looped(candidates.positions, allowed) if self.fused else deepest(candidates.joints) <= allowed
        return spared(~clear, self.options.weight, candidates.draws, Stream.INTERSECTION)


def deepest(joints: Float[Tensor, "3 17 n"]) -> Float[Tensor, " n"]:
    """How deep the two worst capsules of each pose lie in each other, in metres."""
    step = _CHUNK if joints.device.type == "cpu" else 1 << 18
    return torch.cat([depths(chunk).amax(dim=0) for chunk in torch.split(joints, step, dim=-1)])


def looped(positions: Float[Tensor, "n 17 3"], allowed: float) -> Bool[Tensor, " n"]:
    """In which poses no two capsules lie deeper in each other than `allowed` (metres), by fused loops."""
    from evopose.fused.capsules import clear

    return torch.from_numpy(clear(_shapes(), as_numpy(positions), allowed))


@lru_cache(maxsize=1)
def _shapes() -> Any:
    """The capsules as the loops read them."""
    from evopose.fused.capsules import Shapes

    points = [point for capsule in CAPSULES for point in (capsule.start, capsule.end)]
    return Shapes(
        joints=np.array([joint for point in points for joint, _ in point]),
        weights=np.array([weight for point in points for _, weight in point], np.float32),
        stops=np.cumsum([len(point) for point in points]),
        radii=np.array([capsule.radius for capsule in CAPSULES], np.float32),
        pairs=np.array(PAIRS),
        trunk=np.float32(TRUNK),
        hips=np.float32(HIPS),
    )
