"""A lifter as one network from pixels to joints, so that files of other programs hold all that inference needs."""

from collections.abc import Sequence
from dataclasses import replace
from math import prod

import torch
from jaxtyping import Float
from torch import Tensor, nn

from evopose.lifting.lifter import Lifter
from evopose.lifting.options import Normalisation
from evopose.lifting.scales import NUMBERS

_SHAPES = {"pixels": (17, 2), "intrinsics": (4,)}


class Whole(nn.Module):
    """Scaling, the cascade, flipping and scaling back; what `Lifter.predict` says, on the CPU in float32."""

    def __init__(self, lifter: Lifter) -> None:
        super().__init__()
        self.cascade = lifter.cascade
        for name in NUMBERS:
            self.register_buffer(name, getattr(lifter, name).clone())
        self._lifter = lifter
        self.eval()

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names of what it takes."""
        return names(self._lifter.normalisation)

    def forward(
        self, pixels: Float[Tensor, "n 17 2"], intrinsics: Float[Tensor, "n 4"] | None = None
    ) -> Float[Tensor, "n 17 3"]:
        """Joints about the hip, in metres, in the camera's frame."""
        numbers = {name: getattr(self, name) for name in NUMBERS}
        return replace(self._lifter, **numbers).lifted(self.cascade, pixels, intrinsics)


def names(normalisation: Normalisation) -> tuple[str, ...]:
    """Of a network's inputs: pixels (n, 17, 2), and intrinsics (n, 4) where it is scaled by the camera."""
    return ("pixels", "intrinsics") if normalisation == "camera" else ("pixels",)


def examples(inputs: Sequence[str], count: int = 2) -> tuple[Tensor, ...]:
    """Numbers of the right shapes, for following what a network does with them."""
    return tuple(torch.arange(1.0, 1.0 + count * prod(_SHAPES[name])).reshape(count, *_SHAPES[name]) for name in inputs)
