"""Active selection: prefers what a lifter gets wrong, as seen by the first of the recipe's cameras."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from evopose.evolution.draws import Stream
from evopose.evolution.recipe import ActiveSelection
from evopose.evolution.selection.selector import Candidates, survives
from evopose.evolution.selection.sight import Look
from evopose.lifting.predictor import Predictor

_CHUNK = 4096
"""Poses lifted at once."""


@dataclass(frozen=True, eq=False)
class ActiveSelector:
    """Removes children at random, the better the lifter knows them the likelier."""

    options: ActiveSelection
    lifter: Predictor
    look: Look
    name: ClassVar[str] = "active"

    def keep(self, candidates: Candidates) -> Bool[Tensor, " n"]:
        """Those that their draw lets live; who is behind the camera does not."""
        pixels, joints, _, lenses = self.look(candidates)
        errors = mpjpe(self.lifter, pixels[:, 0], joints[:, 0], lenses[0])
        known = 1 - (errors * 1000 / self.options.error_mm).clamp(max=1)
        return survives(1 - self.options.weight * known, candidates.draws, Stream.ACTIVE)


def mpjpe(
    lifter: Predictor, pixels: Float[Tensor, "n 17 2"], joints: Float[Tensor, "n 17 3"], lens: Float[Tensor, "4"]
) -> Float[Tensor, " n"]:
    """Mean error of each pose's joints (of those that the lifter gives) about the hip, in metres; the hip is left out.

    nan where the lifter lacks a pixel. `joints` are the truth, in the camera's frame; `lens` is its fx, fy, cx, cy in
    pixels.
    """
    given = list(lifter.given)
    lifted = [lifter.predict(some, lens.expand(len(some), 4))[:, given] for some in torch.split(pixels, _CHUNK)]
    truth = joints[:, given] - joints[:, :1]
    errors: Tensor = (torch.cat(lifted) - truth).norm(dim=-1).mean(dim=-1)
    return errors
