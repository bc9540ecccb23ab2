"""The local frames that bones are measured in (paper Algorithm 2; design §3).

Columns of a torso frame point to the person's right, down the backbone, and ahead.
"""

from collections.abc import Sequence
from typing import NamedTuple

from jaxtyping import Float

from evopose.geometry.components import LIMB_AXIS, PARALLEL, SPARE_AXIS
from evopose.geometry.vectors import cross, dot, gram_schmidt, like, unit
from evopose.model.array import Array, array_namespace
from evopose.model.skeleton import H36M_17

HIP_BONES = (5, 2)
SHOULDER_BONES = (9, 10, 12, 15)
BODY_BONES = (1, 4, 7, 8, 11, 14)
FOREARMS = (13, 16)
SHINS = (6, 3)
"""Bones by their child joint, grouped by the frame they are measured in."""


class TorsoFrames(NamedTuple):
    """The three frames that hang on the torso."""

    body: Float[Array, "*batch 3 3"]
    shoulder: Float[Array, "*batch 3 3"]


def torso_frames(positions: Float[Array, "*batch 17 3"]) -> TorsoFrames:
    """R⁰ (which is also Rʰ of placed joints) and Rˢ, as rotation matrices with axes as columns."""
    backbone = positions[..., 7, :] - positions[..., 8, :]
    hips = positions[..., 1, :] - positions[..., 4, :]
    shoulders = positions[..., 14, :] - positions[..., 11, :]
    return TorsoFrames(gram_schmidt(hips, backbone), gram_schmidt(shoulders, backbone))


def limb_frames(
    torso: Float[Array, "*batch 3 3"], parent_bones: Float[Array, "*batch k 3"]
) -> Float[Array, "*batch k 3 3"]:
    """Frames of forearms (torso = Rˢ) or shins (torso = Rʰ) that hang on `parent_bones` (any length)."""
    xp = array_namespace(torso, parent_bones)
    u = unit(parent_bones)
    a = (torso @ like(LIMB_AXIS, torso))[..., None, :]
    d = (torso @ like(SPARE_AXIS, torso))[..., None, :]
    usual = cross(a + xp.zeros_like(u), u)
    parallel = (dot(usual, usual) < PARALLEL**2)[..., None]
    v = unit(xp.where(parallel, cross(u, d + xp.zeros_like(u)), usual))
    return xp.stack([u, v, cross(u, v)], axis=-1)


def bone_frames(positions: Float[Array, "*batch 17 3"]) -> Float[Array, "*batch 16 3 3"]:
    """The local frame of each bone (order of child joints 1 … 16), axes as columns."""
    xp = array_namespace(positions)
    frames = torso_frames(positions)
    arms = limb_frames(frames.shoulder, bones(positions, (12, 15)))
    legs = limb_frames(frames.body, bones(positions, (5, 2)))
    by_bone = dict.fromkeys((*BODY_BONES, *HIP_BONES), frames.body)
    by_bone |= dict.fromkeys(SHOULDER_BONES, frames.shoulder)
    by_bone |= {bone: arms[..., i, :, :] for i, bone in enumerate(FOREARMS)}
    by_bone |= {bone: legs[..., i, :, :] for i, bone in enumerate(SHINS)}
    return xp.stack([by_bone[bone] for bone in range(1, 17)], axis=-3)


PARENTS = H36M_17.parents


def bones(positions: Float[Array, "*batch 17 3"], joints: Sequence[int]) -> Float[Array, "*batch k 3"]:
    """Bone vectors child − parent (paper eq. 1) of the bones that end at `joints`, in metres."""
    parents = [PARENTS[joint] for joint in joints]
    return positions[..., list(joints), :] - positions[..., parents, :]
