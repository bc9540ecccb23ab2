"""Learners compiled by torch: on a GPU their small operations are one; a CPU did no better by it than without."""

from collections.abc import Callable
from importlib.util import find_spec

import torch
from torch import Tensor, nn


def compiled(learner: nn.Module, wanted: str, device: torch.device) -> Callable[[Tensor], Tensor]:
    """What the learner does. `wanted` is auto (on a GPU that torch has a compiler for), off or on; it is compiled when
    it is first called."""
    if wanted == "off" or (wanted == "auto" and not _pays(device)):
        return learner
    made: Callable[[Tensor], Tensor] = torch.compile(learner)
    return made


def _pays(device: torch.device) -> bool:
    return device.type == "cuda" and find_spec("triton") is not None
