"""A lifter: from joints in a picture to joints in space, with all that inference needs.

What stands here lifts; it does not train. `predict` takes H36M-17 in pixels and gives H36M-17 about the hip, in metres,
in the camera's frame (x right, y down, z ahead).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

import torch
from jaxtyping import Float
from torch import Tensor

from evopose.lifting.cascade import Cascade

Normalisation: TypeAlias = Literal["set", "pose"]
"""Of the 2D input: by mean and deviation of the training set, or by each pose's own (the original's `norm_single`)."""
_SMALL = 1e-6


@dataclass(frozen=True, eq=False)
class Lifter:
    """A cascade, the joints it takes and gives, and how its numbers are scaled."""

    cascade: Cascade
    seen: tuple[int, ...]
    """Joints of H36M-17 that go in, in order."""
    given: tuple[int, ...]
    """Joints that come out, in order; the hip is the origin."""
    normalisation: Normalisation
    mean_2d: Float[Tensor, "seen 2"]
    """Pixels; of use where the normalisation is of the set."""
    std_2d: Float[Tensor, "seen 2"]
    mean_3d: Float[Tensor, "given 3"]
    """Metres, about the hip."""
    std_3d: Float[Tensor, "given 3"]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    """Plain JSON values: options, lineage of the data."""

    @torch.inference_mode()
    def predict(self, pixels: Float[Tensor, "n 17 2"]) -> Float[Tensor, "n 17 3"]:
        """Joints about the hip, in metres, in the camera's frame; nan where a pixel that it takes is nan."""
        seen = pixels[:, list(self.seen)].to(self.mean_2d.dtype)
        out = self.cascade(self._normalised(seen).flatten(1))
        joints = out.unflatten(1, (len(self.given), 3)) * self.std_3d + self.mean_3d
        whole = torch.full((len(pixels), 17, 3), torch.nan, dtype=joints.dtype, device=joints.device)
        whole[:, 0] = 0
        whole[:, list(self.given)] = joints
        return torch.where(torch.isfinite(seen).all(dim=-1).all(dim=-1)[:, None, None], whole, torch.nan)

    def on(self, device: torch.device | str) -> "Lifter":
        """The same, there."""
        numbers = {name: getattr(self, name).to(device) for name in NUMBERS}
        return replace(self, cascade=self.cascade.to(device), **numbers)

    def _normalised(self, pixels: Float[Tensor, "n seen 2"]) -> Float[Tensor, "n seen 2"]:
        if self.normalisation == "set":
            return (pixels - self.mean_2d) / self.std_2d
        apart = pixels - pixels.mean(dim=1, keepdim=True)
        spread = apart.square().mean(dim=1, keepdim=True).sqrt().mean(dim=-1, keepdim=True)
        return apart / spread.clamp(min=_SMALL)


NUMBERS = ("mean_2d", "std_2d", "mean_3d", "std_3d")
"""Fields of scale."""
