"""A lifter that was exported: a network that somebody else runs, called in chunks."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from evopose.errors import BadFile, BadOption
from evopose.lifting.carried import Carried
from evopose.lifting.options import Normalisation

SUFFIXES = (".onnx", ".ts", ".torchscript")
"""Of their files; .pt, too, may be TorchScript."""
_CHUNK = 16_384
"""Poses at once."""


class Exported(ABC):
    """A `Predictor`; what runs the network is said by those that derive from it."""

    def __init__(self, carried: Carried) -> None:
        self.carried = carried

    @property
    def seen(self) -> tuple[int, ...]:
        """Joints of H36M-17 that go in, in order."""
        return self.carried.seen

    @property
    def given(self) -> tuple[int, ...]:
        """Joints that come out, in order."""
        return self.carried.given

    @property
    def normalisation(self) -> Normalisation:
        """How the 2D is scaled."""
        return self.carried.normalisation

    @property
    def metadata(self) -> Mapping[str, Any]:
        """Plain JSON values, as the lifter had them."""
        return self.carried.metadata

    @torch.inference_mode()
    def predict(
        self, pixels: Float[Tensor, "n 17 2"], intrinsics: Float[Tensor, "n 4"] | None = None
    ) -> Float[Tensor, "n 17 3"]:
        """As the lifter that was exported does; worked out on the CPU. BadOption where intrinsics are missing."""
        inputs = [pixels]
        if self.normalisation == "camera":
            if intrinsics is None:
                raise BadOption(
                    "This lifter scales views by the camera: it needs fx, fy, cx, cy of each, and got pixels alone."
                )
            inputs.append(intrinsics)
        there = [each.detach().to("cpu", torch.float32) for each in inputs]
        parts = [self.called(*some) for some in zip(*(torch.split(each, _CHUNK) for each in there), strict=True)]
        return torch.cat(parts).to(pixels.device)

    @abstractmethod
    def called(self, *inputs: Tensor) -> Tensor:
        """What the network makes of some of it: (n, 17, 3) float32, metres from the hip, in the camera's frame."""


def refused(path: Path) -> BadFile:
    """For who needs the learners themselves: to train them on, or to write them as something else."""
    return BadFile(
        path,
        "it is an exported lifter, which only lifts and is measured; the .safetensors that it was made of was "
        "expected, or model.th with stats.npy beside it.",
    )
