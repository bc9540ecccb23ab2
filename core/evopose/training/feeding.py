"""Batches as they are needed: poses drawn, seen by cameras, scaled as the lifter takes and gives them, on the device.

A batch depends on seed, stage and step alone. Poses lie on the device as one array, or in their files where they are
more than may be there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from evopose.errors import BadOption
from evopose.evolution.draws import Draws, key
from evopose.lifting.lifter import Lifter, begun
from evopose.lifting.mirror import mirrored_joints, mirrored_pixels
from evopose.lifting.options import ModelOptions
from evopose.lifting.scales import seen_of
from evopose.model.array import NDArray
from evopose.training.data import Data
from evopose.training.options import TrainOptions
from evopose.training.order import Order
from evopose.training.sight import Sight, coins, pairs

_JOINTS = 17
_NOISE = 0x2015E
_SAMPLE = 65_536
"""Pairs that means and deviations are of."""
_SAMPLED = 1 << 20
"""No stage of a cascade: the sample is drawn as of this one."""
_SERIES = 1 << 40
"""Cameras of stage s and step t are drawn as of generation −1 − s · _SERIES − t: evolution has none below zero."""


@dataclass(frozen=True, eq=False)
class Seen:
    """Pairs as cameras saw them."""

    pixels: Float[Tensor, "b 17 2"]
    """nan where a joint is not seen."""
    joints: Float[Tensor, "b 17 3"]
    """Metres about the hip, in the camera's frame."""
    intrinsics: Float[Tensor, "b 4"]
    """fx, fy, cx, cy in pixels."""


@dataclass(frozen=True, eq=False)
class Batch:
    """What a step learns from, as numbers about zero."""

    x: Float[Tensor, "b inputs"]
    y: Float[Tensor, "b outputs"]
    whole: Bool[Tensor, " b"]
    """Which pairs count: every joint that goes in or comes out was seen. The others are zero."""


_COLUMNS = tuple(field.name for field in fields(Seen))


class Feed:
    """The pairs of a run."""

    def __init__(self, data: Data, options: TrainOptions, device: torch.device, most_bytes: int | None = None) -> None:
        self.data, self.device = data, device
        self.views, self.flip, self.noise = options.views, options.model.flip, options.noise_px
        self.seed = options.seed
        self.order = Order(data.sizes(self.views.count), data.weights, options.seed)
        self.resident = most_bytes is None or data.bytes <= most_bytes
        self._sight = Sight(options.views, device)
        self._of_poses = sum(data.sizes(self.views.count)[: len(data.poses)])
        """Pairs of poses; numbers beyond are detections."""

    def batch(self, lifter: Lifter, stage: int, step: int, size: int) -> Batch:
        """That of a step, scaled as the lifter has it."""
        seen = self.seen(self.numbers(stage, step, size), stage, step)
        pixels = seen.pixels if len(lifter.seen) == _JOINTS else seen.pixels[:, list(lifter.seen)]
        x, y = lifter.normalised(pixels, seen.intrinsics), lifter.scaled(seen.joints)
        whole = torch.isfinite(x.sum(dim=1) + y.sum(dim=1))
        if self.device.type == "cpu" and bool(whole.all()):
            return Batch(x, y, whole)
        return Batch(torch.where(whole[:, None], x, 0.0), torch.where(whole[:, None], y, 0.0), whole)

    def numbers(self, stage: int, step: int, size: int) -> Int[NDArray, " b"]:
        """Which pairs they are; detections stand behind."""
        numbers = self.order.batch(stage, step * size, size)
        recorded = numbers >= self._of_poses
        return np.concatenate([numbers[~recorded], numbers[recorded]]) if recorded.any() else numbers

    def seen(self, numbers: Int[NDArray, " b"], stage: int, step: int) -> Seen:
        """These pairs (from `numbers`), by the cameras of that step."""
        poses = int(np.count_nonzero(numbers < self._of_poses))
        parts = [self._looked_at(numbers[:poses], stage, step)] if poses else []
        if poses < len(numbers):
            parts.append(self._recorded(numbers[poses:] - self._of_poses, stage, step))
        if len(parts) == 1:
            return parts[0]
        return Seen(*(torch.cat([getattr(part, name) for part in parts]) for name in _COLUMNS))

    def told(self, number: int) -> str:
        """Which pair that is, in words."""
        if number < self._of_poses:
            return f"{self.data.told(number // self.views.count)} (view {number % self.views.count + 1})"
        number -= self._of_poses
        for part, each in enumerate(self.data.detections):
            if number < len(each):
                source = each.metadata.get("source") or f"detections {part + 1}"
                return f"pair {number} of {source}"
            number -= len(each)
        raise AssertionError("there is no such pair")

    def _looked_at(self, numbers: Int[NDArray, " b"], stage: int, step: int) -> Seen:
        """Poses by cameras."""
        pose, view = np.divmod(numbers, self.views.count)
        positions = self._positions(pose)
        draws = self._draws(stage, step, len(numbers))
        placed = self._sight.placed(positions[:, 0], torch.from_numpy(view).to(self.device), draws)
        mirrored = coins(draws) if self.flip else torch.zeros(len(numbers), dtype=torch.bool, device=self.device)
        pixels, joints = pairs(positions, placed, mirrored)
        if self.noise:
            pixels = pixels + self.noise * self._noise(stage, step, len(numbers))
        return Seen(pixels, joints, placed.lens[:, :4])

    def _recorded(self, numbers: Int[NDArray, " b"], stage: int, step: int) -> Seen:
        """Detections."""
        chosen = torch.from_numpy(numbers).to(self.device)
        pixels, joints, intrinsics = (each[chosen] for each in self._detections)
        if self.flip:
            mirrored = coins(self._draws(stage, -2 - step, len(numbers)))[:, None, None]
            pixels = torch.where(mirrored, mirrored_pixels(pixels, intrinsics[:, 2]), pixels)
            joints = torch.where(mirrored, mirrored_joints(joints), joints)
        return Seen(pixels, joints, intrinsics)

    def _positions(self, pose: Int[NDArray, " b"]) -> Float[Tensor, "b 17 3"]:
        if self.resident:
            return self._whole.index_select(0, torch.from_numpy(pose).to(self.device)).view(-1, _JOINTS, 3)
        return torch.from_numpy(self.data.taken(pose)).to(self.device)

    def _draws(self, stage: int, step: int, count: int) -> Draws:
        return Draws(self.seed, -1 - stage * _SERIES - step, torch.arange(count, device=self.device))

    def _noise(self, stage: int, step: int, count: int) -> Float[Tensor, "b 17 2"]:
        generator = torch.Generator(self.device).manual_seed(key(self.seed, _NOISE, stage, step))
        return torch.randn((count, 17, 2), generator=generator, device=self.device)

    @cached_property
    def _whole(self) -> Float[Tensor, "n 51"]:
        return torch.from_numpy(self.data.whole()).flatten(1).to(self.device)

    @cached_property
    def _detections(self) -> Sequence[Tensor]:
        """Pixels, joints about the hip and intrinsics of all."""
        columns: tuple[list[NDArray], ...] = ([], [], [])
        for each in self.data.detections:
            lenses = np.array([(*camera.focal, *camera.centre) for camera in each.cameras], np.float32)
            values = (each.pixels, each.joints - each.joints[:, :1], lenses[np.asarray(each.camera)])
            for column, value in zip(columns, values, strict=True):
                column.append(np.asarray(value, np.float32))
        return [torch.from_numpy(np.concatenate(column)).to(self.device) for column in columns]


def untrained(feed: Feed, model: ModelOptions) -> Lifter:
    """Scaled by a sample of the pairs; BadOption where the cameras see nobody whole."""
    sample = feed.seen(feed.numbers(_SAMPLED, 0, min(_SAMPLE, feed.order.total)), _SAMPLED, 0)
    joints = list(seen_of(model))
    whole = torch.isfinite(sample.pixels[:, joints]).flatten(1).all(dim=1)
    whole &= torch.isfinite(sample.joints).flatten(1).all(dim=1)
    if not whole.any():
        raise BadOption(
            "No camera sees anybody whole: in every view a joint lies behind the lens, or is missing. "
            "Views farther away (--views.distance-min-m) see them, unless the poses lie so far from the origin that "
            "their joints cannot be told apart."
        )
    return begun(model, sample.pixels[whole], sample.joints[whole], sample.intrinsics[whole])
