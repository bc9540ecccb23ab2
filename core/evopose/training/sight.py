"""Pairs of 2D and 3D on a device, each seen by a camera of its own.

Every pair draws its camera anew: of Human3.6M's four the one that its number says, as it stood for any subject; ring
and free views from anywhere around, which for one view at a time is the same.
"""

from dataclasses import dataclass
from functools import cached_property

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from evopose.evolution.draws import Draws, Stream
from evopose.evolution.recipe import Views
from evopose.evolution.views import PINHOLE, around
from evopose.fused import pairs as fused
from evopose.lifting.mirror import mirrored_joints
from evopose.model.camera import Camera
from evopose.model.cameras import h36m_cameras

_H36M = 4
_AZIMUTH, _DISTANCE, _HEIGHT, _MIRROR = range(4)
"""Lanes of stream VIEW."""


@dataclass(frozen=True, eq=False)
class Placed:
    """A camera for each of b poses."""

    rotation: Float[Tensor, "b 3 3"]
    """World to camera."""
    position: Float[Tensor, "b 3"]
    """Metres, world."""
    lens: Float[Tensor, "b 9"]
    """Focal lengths, centre (pixels), radial and tangential distortion."""


@dataclass(frozen=True, eq=False)
class Sight:
    """The cameras of `views`, on a device."""

    views: Views
    device: torch.device

    def placed(self, hips: Float[Tensor, "b 3"], view: Int[Tensor, " b"], draws: Draws) -> Placed:
        """One for each pose, by the number of the view."""
        if self.views.cameras == "h36m":
            number = draws.below(Stream.VIEW, len(self._rotations) // _H36M) * _H36M + view % _H36M
            ground = torch.cat([hips[:, :2], torch.zeros_like(hips[:, :1])], dim=1)
            return Placed(self._rotations[number], self._positions[number] + ground, self._lenses[view % _H36M])
        azimuth, distance, height = (draws.uniform(Stream.VIEW, lane) for lane in (_AZIMUTH, _DISTANCE, _HEIGHT))
        reach = self.views.distance_min_m + (self.views.distance_max_m - self.views.distance_min_m) * distance
        level = self.views.height_min_m + (self.views.height_max_m - self.views.height_min_m) * height
        stands = around(hips, 2 * torch.pi * azimuth[:, None], reach[:, None], level[:, None])
        return Placed(stands.rotation[:, 0], stands.position[:, 0], self._lenses.expand(len(hips), -1))

    @cached_property
    def _lenses(self) -> Float[Tensor, "lens 9"]:
        cameras = [each.camera for each in h36m_cameras()[:_H36M]] if self.views.cameras == "h36m" else [PINHOLE]
        return torch.tensor([lens_of(camera) for camera in cameras], device=self.device)

    @cached_property
    def _rotations(self) -> Float[Tensor, "28 3 3"]:
        return torch.stack([torch.from_numpy(each.viewpoint.rotation) for each in h36m_cameras()]).to(
            self.device, torch.float32
        )

    @cached_property
    def _positions(self) -> Float[Tensor, "28 3"]:
        return torch.stack([torch.from_numpy(each.viewpoint.position) for each in h36m_cameras()]).to(
            self.device, torch.float32
        )


def lens_of(camera: Camera) -> tuple[float, ...]:
    """Its nine numbers."""
    return (*camera.focal, *camera.centre, *camera.radial, *camera.tangential)


def coins(draws: Draws) -> Bool[Tensor, " b"]:
    """Which half is mirrored."""
    return draws.uniform(Stream.VIEW, _MIRROR) < 0.5


def pairs(
    positions: Float[Tensor, "b 17 3"], placed: Placed, mirrored: Bool[Tensor, " b"]
) -> tuple[Float[Tensor, "b 17 2"], Float[Tensor, "b 17 3"]]:
    """Pixels (nan behind the lens) and joints about the hip in the camera's frame, of poses in the world (metres)."""
    if positions.device.type != "cpu":
        return seen(positions, placed, mirrored)
    arrays = (each.numpy() for each in (positions, placed.rotation, placed.position, placed.lens, mirrored))
    pixels, joints = fused.pairs(*arrays)
    return torch.from_numpy(pixels), torch.from_numpy(joints)


def seen(
    positions: Float[Tensor, "b 17 3"], placed: Placed, mirrored: Bool[Tensor, " b"]
) -> tuple[Float[Tensor, "b 17 2"], Float[Tensor, "b 17 3"]]:
    """The same by batched operators, on any device."""
    joints = torch.bmm(positions - placed.position[:, None], placed.rotation.transpose(1, 2))
    joints = torch.where(mirrored[:, None, None], mirrored_joints(joints), joints)
    bounds = ((0, 2), (2, 4), (4, 7), (7, 9))
    focal, centre, radial, tangential = (placed.lens[:, None, first:last] for first, last in bounds)
    plane = joints[..., :2] / torch.where(joints[..., 2:] > 0, joints[..., 2:], torch.nan)
    square = plane.square().sum(dim=-1, keepdim=True)
    bent = 1 + square * (radial[..., :1] + square * (radial[..., 1:2] + square * radial[..., 2:]))
    bent = bent + 2 * (plane * tangential.flip(-1)).sum(dim=-1, keepdim=True)
    pixels = (plane * bent + square * tangential.flip(-1)) * focal + centre
    return pixels, joints - joints[:, :1]
