"""A lifter: from joints in a picture to joints in space, with all that inference needs.

What stands here lifts; training fills in the cascade. `predict` takes H36M-17 in pixels and gives H36M-17 about the
hip, in metres, in the camera's frame (x right, y down, z ahead).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import torch
from jaxtyping import Float
from torch import Tensor

from evopose.lifting.cascade import Cascade
from evopose.lifting.mirror import mirrored_joints, order
from evopose.lifting.options import ModelOptions, Normalisation
from evopose.lifting.scales import GIVEN, NUMBERS, scales_of, seen_of, unscaled_views

Network: TypeAlias = Callable[[Tensor], Tensor]
"""From views scaled (n, inputs) to poses scaled (n, outputs): a cascade, or what does the same faster."""


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
    """Pixels; where the normalisation is by camera, tangents of the angles off its axis. Of no use by pose."""
    std_2d: Float[Tensor, "seen 2"]
    mean_3d: Float[Tensor, "given 3"]
    """Metres, about the hip."""
    std_3d: Float[Tensor, "given 3"]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    """Plain JSON values: options (model), lineage of the data, metrics."""
    flip: bool = False
    """Lift each pose mirrored besides, and take the mean."""

    @torch.inference_mode()
    def predict(
        self, pixels: Float[Tensor, "n 17 2"], intrinsics: Float[Tensor, "n 4"] | None = None
    ) -> Float[Tensor, "n 17 3"]:
        """Joints about the hip, in metres, in the camera's frame; nan where a pixel that it takes is nan.

        `intrinsics` are fx, fy, cx, cy in pixels; BadOption where it needs them and they are missing.
        """
        return self.lifted(self.cascade, pixels, intrinsics)

    def lifted(
        self, network: Network, pixels: Float[Tensor, "n 17 2"], intrinsics: Float[Tensor, "n 4"] | None = None
    ) -> Float[Tensor, "n 17 3"]:
        """What `predict` says, by a network that stands for the cascade."""
        seen = pixels[:, list(self.seen)].to(self.mean_2d.dtype)
        numbers = self.normalised(seen, intrinsics)
        joints = self.unscaled(network(numbers))
        if self.flip:
            joints = (joints + mirrored_joints(self.unscaled(network(self.mirrored(numbers))))) / 2
        whole = torch.isfinite(seen).flatten(1).all(dim=1)[:, None, None]
        return torch.where(whole, joints, torch.nan)

    def normalised(
        self, pixels: Float[Tensor, "n seen 2"], intrinsics: Float[Tensor, "n 4"] | None = None
    ) -> Float[Tensor, "n inputs"]:
        """What the first learner takes; BadOption where intrinsics (fx, fy, cx, cy) are needed and missing."""
        return self._standard(unscaled_views(pixels, self.normalisation, intrinsics))

    def mirrored(self, numbers: Float[Tensor, "n inputs"]) -> Float[Tensor, "n inputs"]:
        """What `normalised` would say of the views as a mirror shows them. Twice is nothing.

        It stands on the camera's axis, on the middle of the pose, or, of the set, on the mean column of all its joints.
        """
        views = numbers.reshape(-1, len(self.seen), 2)
        if self.normalisation != "pose":
            views = views * self.std_2d + self.mean_2d
        swapped = views[:, order(self.seen)]
        centre = self.mean_2d[:, 0].mean() if self.normalisation == "set" else 0.0
        return self._standard(torch.stack([2 * centre - swapped[..., 0], swapped[..., 1]], dim=-1))

    def scaled(self, joints: Float[Tensor, "n 17 3"]) -> Float[Tensor, "n outputs"]:
        """What the cascade is to say of poses about the hip (metres, the camera's frame)."""
        return ((joints[:, _run(self.given)] - self.mean_3d) / self.std_3d).flatten(1)

    def unscaled(self, numbers: Float[Tensor, "n outputs"]) -> Float[Tensor, "n 17 3"]:
        """Poses about the hip of what the cascade says; nan for joints that it does not give."""
        joints = numbers.to(self.mean_3d.dtype).reshape(-1, len(self.given), 3) * self.std_3d + self.mean_3d
        hip = torch.zeros_like(joints[:, :1])
        places = [len(self.given) + 1] * 17
        for place, joint in enumerate((*self.given, 0)):
            places[joint] = place
        return torch.cat([joints, hip, torch.full_like(hip, torch.nan)], dim=1)[:, places]

    def on(self, device: torch.device | str) -> "Lifter":
        """The same, there."""
        numbers = {name: getattr(self, name).to(device) for name in NUMBERS}
        return replace(self, cascade=self.cascade.to(device), **numbers)

    def _standard(self, views: Float[Tensor, "n seen 2"]) -> Float[Tensor, "n inputs"]:
        return (views if self.normalisation == "pose" else (views - self.mean_2d) / self.std_2d).flatten(1)


def _run(joints: tuple[int, ...]) -> slice | list[int]:
    """Joints that follow each other as a slice, which copies nothing."""
    first, last = joints[0], joints[-1]
    return slice(first, last + 1) if joints == tuple(range(first, last + 1)) else list(joints)


def begun(
    model: ModelOptions,
    pixels: Float[Tensor, "n 17 2"],
    joints: Float[Tensor, "n 17 3"],
    intrinsics: Float[Tensor, "n 4"] | None = None,
) -> Lifter:
    """One without learners yet, scaled by a sample of pairs (pixels, and metres about the hip in the camera's frame).

    UnknownJoint for a joint that there is not; BadOption where intrinsics are missing, or flipping lacks a side.
    """
    seen = seen_of(model)
    if model.flip:
        order(seen)
    numbers = scales_of(model, pixels, joints, intrinsics)
    return Lifter(Cascade(), seen, GIVEN, model.normalisation, **numbers, metadata={}, flip=model.flip)
