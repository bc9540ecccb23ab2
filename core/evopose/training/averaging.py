"""The mean of a learner's past weights, which wanders less than they do."""

import copy
from typing import Generic, TypeVar

import torch
from torch import nn

Module = TypeVar("Module", bound=nn.Module)


class Average(Generic[Module]):
    """An exponential mean, over all that a learner has learned or counted."""

    def __init__(self, learner: Module, decay: float) -> None:
        self.decay = decay
        self.learner: Module = copy.deepcopy(learner).requires_grad_(False).eval()

    @torch.no_grad()
    def follow(self, learner: Module, step: int) -> None:
        """After step number `step` (from 0): the first ones count more, since there is little to remember."""
        decay = min(self.decay, (1 + step) / (10 + step))
        for mean, value in zip(self.learner.state_dict().values(), learner.state_dict().values(), strict=True):
            if mean.is_floating_point():
                mean.lerp_(value, 1 - decay)
            else:
                mean.copy_(value)
