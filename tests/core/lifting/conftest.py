"""Small lifters of every kind."""

from collections.abc import Callable
from typing import Any

import pytest
import torch

from evopose.lifting.cascade import Cascade, make_learner
from evopose.lifting.lifter import Lifter, begun
from evopose.lifting.options import ModelOptions


def scattered(cascade: Cascade) -> Cascade:
    """With running means and variances as after training."""
    for name, buffer in cascade.named_buffers():
        if name.endswith(("running_mean", "running_var")):
            buffer.copy_(torch.rand_like(buffer) + (1.0 if name.endswith("var") else 0.0))
    return cascade.eval().requires_grad_(False)


@pytest.fixture
def pixels() -> torch.Tensor:
    return torch.randn(6, 17, 2, generator=torch.Generator().manual_seed(5)) * 90 + 500


@pytest.fixture
def intrinsics() -> torch.Tensor:
    return torch.tensor([[1145.0, 1140.0, 512.0, 515.0], [800.0, 800.0, 480.0, 300.0]]).repeat(3, 1)


@pytest.fixture
def make_lifter(pixels: torch.Tensor, intrinsics: torch.Tensor) -> Callable[..., Lifter]:
    """A lifter of options, small where they do not say otherwise."""

    def make(**changes: Any) -> Lifter:
        model = ModelOptions(**{"width": 32, "blocks": 1, "dropout": 0.1} | changes)
        torch.manual_seed(7)
        lifter = begun(model, pixels, torch.randn(6, 17, 3) * 0.2, intrinsics)
        for number in range(model.stages):
            lifter.cascade.append(make_learner(model, lifter.seen, lifter.given, number))
        scattered(lifter.cascade)
        return lifter

    return make
