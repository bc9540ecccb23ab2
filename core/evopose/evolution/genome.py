"""Poses as evolution exchanges and turns them: a trunk in the world, and ten limb bones seen from their local frames.

Everything is (xyz, bone, pose), one pose a column, so that a sum runs over contiguous memory; directions are unit
vectors rather than angles, so that what does not mutate costs no sine. Joints stand in ORDER: each group of bones is
the difference of two slices.
"""

from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from evopose.evolution import columns
from evopose.model.limb import LIMBS

ORDER = (0, 4, 1, 7, 8, 11, 14, 9, 12, 15, 10, 13, 16, 5, 2, 6, 3)
"""Joints of H36M-17 as they stand here: hip; hips, spine, thorax, shoulders; the limbs' as in LIMB_BONES."""
LIMB_BONES = ORDER[7:]
"""Neck, left and right upper arm; head, left and right forearm; left and right thigh; left and right shin."""
ARMS, LEGS = slice(6), slice(6, 10)
_ARM_PARENTS, _FOREARMS = slice(1, 3), slice(4, 6)
_THIGHS, _SHINS = slice(2), slice(2, 4)
NECK, HEAD = 0, 3
LIMB_SLOTS = tuple(NECK if limb == 0 else LIMB_BONES.index(LIMBS[limb].end) for limb in range(9))
"""Place in LIMB_BONES of each of the nine LIMBS; the first stands for neck and head together."""

_ROWS = [3 * joint + axis for axis in range(3) for joint in ORDER]
_ROWS_BACK = [_ROWS.index(row) for row in range(51)]


class Genome(NamedTuple):
    """N poses. Metres, world axes; limbs are unit vectors in their local frames (design §3)."""

    joints: Float[Tensor, "3 17 n"]
    """Relative to the hip, in ORDER: as they were encoded. Of a child, those of whom it has its trunk."""
    trunk: Float[Tensor, "3 6 n"]
    """Bone vectors: left and right hip, spine, thorax, left and right shoulder."""
    torso: Float[Tensor, "2 3 3 n"]
    """Its frames: Rˢ and Rʰ, each [column, axis]."""
    limbs: Float[Tensor, "3 10 n"]
    lengths: Float[Tensor, "10 n"]
    """Of the limb bones."""


class Placed(NamedTuple):
    """A genome made into a body."""

    joints: Float[Tensor, "3 17 n"]
    """Relative to the hip, in ORDER; metres, world axes."""
    seen: Float[Tensor, "3 10 n"]
    """Unit vectors of the limb bones as the torso sees them."""


def joints_of(positions: Float[Tensor, "n 17 3"]) -> Float[Tensor, "3 17 n"]:
    """Joints in ORDER, one pose a column."""
    columns = positions.reshape(-1, 51).T.contiguous()
    return columns.index_select(0, torch.tensor(_ROWS, device=columns.device)).view(3, 17, -1)


def positions_of(joints: Float[Tensor, "3 17 n"]) -> Float[Tensor, "n 17 3"]:
    """The inverse of `joints_of`."""
    columns = joints.reshape(51, -1).index_select(0, torch.tensor(_ROWS_BACK, device=joints.device))
    return columns.T.contiguous().view(-1, 17, 3)


def trunk_of(joints: Float[Tensor, "3 17 n"]) -> Float[Tensor, "3 6 n"]:
    """Bone vectors of the trunk; the hip is the origin."""
    return torch.cat([joints[:, 1:4], joints[:, 4:5] - joints[:, 3:4], joints[:, 5:7] - joints[:, 4:5]], dim=1)


def limbs_of(joints: Float[Tensor, "3 17 n"]) -> Float[Tensor, "3 10 n"]:
    """Bone vectors of the limbs."""
    arms = joints[:, 7:13] - joints[:, 4:10]
    return torch.cat([arms, joints[:, 13:15] - joints[:, 1:3], joints[:, 15:17] - joints[:, 13:15]], dim=1)


def frames(trunk: Float[Tensor, "3 6 n"]) -> Float[Tensor, "2 3 3 n"]:
    """Rˢ and Rʰ, each [column, axis]. nan where hips or shoulders lie along the backbone."""
    axes = torch.stack([trunk[:, 5] - trunk[:, 4], trunk[:, 1] - trunk[:, 0]], dim=1)
    return columns.gram_schmidt(axes, -trunk[:, 3:4]).permute(2, 0, 1, 3)


def seen_by(torso: Float[Tensor, "2 3 3 n"], vectors: Float[Tensor, "3 10 n"]) -> Float[Tensor, "3 10 n"]:
    """Limb vectors of world axes as their torso frames see them."""
    return torch.cat([columns.into(torso[0], vectors[:, ARMS]), columns.into(torso[1], vectors[:, LEGS])], dim=1)


def localised(seen: Float[Tensor, "3 10 n"]) -> Float[Tensor, "3 10 n"]:
    """Forearms and shins as the frames on their parents see them; the others as the torso does."""
    parents, children = _hinges(seen)
    lower = torch.stack([columns.dot(axis, children) for axis in columns.limb_basis(parents)])
    return _with_lower(seen, lower)


def delocalised(limbs: Float[Tensor, "3 10 n"]) -> Float[Tensor, "3 10 n"]:
    """The inverse of `localised`."""
    parents, children = _hinges(limbs)
    first, second, third = columns.limb_basis(parents)
    lower = (first * children[0]).addcmul_(second, children[1]).addcmul_(third, children[2])
    return _with_lower(limbs, lower)


def placed(genome: Genome) -> Placed:
    """The joints of a genome."""
    seen = delocalised(genome.limbs)
    vectors = seen * genome.lengths
    arms, legs = columns.out_of(genome.torso[0], vectors[:, ARMS]), columns.out_of(genome.torso[1], vectors[:, LEGS])
    hips, thorax = genome.trunk[:, :3], genome.trunk[:, 2:3] + genome.trunk[:, 3:4]
    shoulders = thorax + genome.trunk[:, 4:]
    upper = torch.cat([thorax, shoulders], dim=1).add_(arms[:, :3])
    knees = hips[:, :2] + legs[:, :2]
    limbs = [upper, upper + arms[:, 3:], knees, knees + legs[:, 2:]]
    return Placed(torch.cat([torch.zeros_like(thorax), hips, thorax, shoulders, *limbs], dim=1), seen)


def head_direction(limbs: Float[Tensor, "3 10 n"], lengths: Float[Tensor, "10 n"]) -> Float[Tensor, "3 n"]:
    """Unit vectors thorax → head top, of limbs in any one frame."""
    return columns.unit((limbs[:, NECK] * lengths[NECK]).addcmul_(limbs[:, HEAD], lengths[HEAD]))


def _hinges(limbs: Tensor) -> tuple[Tensor, Tensor]:
    """Upper arms and thighs; forearms and shins."""
    arms, legs = limbs[:, ARMS], limbs[:, LEGS]
    parents = torch.cat([arms[:, _ARM_PARENTS], legs[:, _THIGHS]], dim=1)
    return parents, torch.cat([arms[:, _FOREARMS], legs[:, _SHINS]], dim=1)


def _with_lower(limbs: Tensor, lower: Float[Tensor, "3 4 n"]) -> Tensor:
    return torch.cat([limbs[:, :4], lower[:, :2], limbs[:, 6:8], lower[:, 2:]], dim=1)
