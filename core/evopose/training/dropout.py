"""Dropout on a CPU: torch's own draws a number at a time, which with bfloat16 took a third of a step.

Sixteen random bits decide for each number here, drawn by NumPy eight bytes at once; learners that are compiled draw
torch's own.
"""

from typing import TypeVar

import numpy as np
import torch
from jaxtyping import Shaped
from torch import Tensor, nn

Module = TypeVar("Module", bound=nn.Module)
_STEPS = 1 << 16


class Dropout(nn.Module):
    """As torch's, with the share rounded to a 65536th (below 1); drawn from torch's global generator."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share
        self.dropped = min(round(share * _STEPS), _STEPS - 1)

    def forward(self, x: Shaped[Tensor, "*batch"]) -> Shaped[Tensor, "*batch"]:
        """In training, some numbers are zero and the others greater; else as they are."""
        if not self.training or not self.dropped:
            return x
        if torch.compiler.is_compiling():  # which cannot look into NumPy, and draws what it needs where it is needed
            return nn.functional.dropout(x, self.share)
        seed = int(torch.empty((), dtype=torch.int64).random_())
        words = np.random.SFC64(seed).random_raw(-(-x.numel() // 4))
        bits = torch.from_numpy(words.view(np.int16)[: x.numel()]).view(x.shape)
        kept = (bits >= self.dropped - _STEPS // 2).to(x.dtype).mul_(_STEPS / (_STEPS - self.dropped))
        return x * kept


def quickened(learner: Module, device: torch.device) -> Module:
    """The learner, with this dropout in place of torch's where it is to be trained on a CPU."""
    for module in learner.modules() if device.type == "cpu" else ():
        for name, child in module.named_children():
            if isinstance(child, nn.Dropout):
                setattr(module, name, Dropout(child.p))
    return learner
