"""Positions to the hierarchical representation and back (paper §3.1 and Algorithm 2; design §3)."""

from typing import Any

from jaxtyping import Float

from evopose.errors import DegeneratePose
from evopose.geometry import components as c
from evopose.geometry.degeneracy import degenerate, degenerate_reasons
from evopose.geometry.frames import BODY_BONES, FOREARMS, HIP_BONES, PARENTS, SHINS, SHOULDER_BONES
from evopose.model.array import Array, array_namespace
from evopose.model.limb import LIMBS
from evopose.model.pose import Pose

__all__ = ["degenerate", "degenerate_reasons", "encode", "limb_vectors", "to_global", "to_local", "torso_limbs"]

_LOWER = slice(0, len(BODY_BONES) + 4)
_UPPER = slice(_LOWER.stop, 16)
_ORDER = [joint - 1 for joint in (*BODY_BONES, *HIP_BONES, *SHINS, *SHOULDER_BONES, *FOREARMS)]
"""Bones as they are computed: those seen from R⁰, then those seen from Rˢ; in each, two parents and their two last."""
_IN_ORDER_OF_JOINTS = [_ORDER.index(bone) for bone in range(16)]

_ARM_LIMBS, _LEG_LIMBS = (0, 1, 3, 2, 4), (5, 7, 6, 8)
_LIMB_ORDER = (*_ARM_LIMBS, *_LEG_LIMBS)
_LIMB_STARTS, _LIMB_ENDS = ([getattr(LIMBS[limb], which) for limb in _LIMB_ORDER] for which in ("start", "end"))
_IN_ORDER_OF_LIMBS = [_LIMB_ORDER.index(limb) for limb in range(9)]


def to_local(positions: Float[Array, "*batch 17 3"]) -> Pose:
    """The hierarchical representation of joint positions (metres).

    Raises DegeneratePose naming every pose that has no frames; `encode` gives nan for those instead.
    """
    bad = degenerate(positions)
    if bool(bad.any()):
        raise DegeneratePose(degenerate_reasons(positions), total=int(bad.reshape(-1).shape[0]))
    return encode(positions)


def encode(positions: Float[Array, "*batch 17 3"]) -> Pose:
    """`to_local` without the check: degenerate poses become nan."""
    xp = array_namespace(positions)
    joints = c.joints_first(xp, positions)
    body, shoulder = _torso(xp, joints)
    vectors = joints[:, 1:] - c.chosen(xp, joints, PARENTS[1:], 1)
    ordered = c.split(c.chosen(xp, vectors, _ORDER, 1))
    local = c.join(xp, [*_seen(xp, body, c.pick(ordered, _LOWER)), *_seen(xp, shoulder, c.pick(ordered, _UPPER))])
    x, y, z = c.ordered(xp, local, _IN_ORDER_OF_JOINTS)
    angles = [c.first_last(xp, xp.atan2(y, x)), c.first_last(xp, xp.atan2(z, xp.sqrt(x * x + y * y)))]
    lengths = xp.sqrt(xp.sum(vectors * vectors, axis=0))
    frame = xp.stack([xp.stack(column, axis=-1) for column in body], axis=-1)
    root = xp.stack(c.split(joints[:, 0]), axis=-1)
    return Pose(root, frame, c.first_last(xp, lengths), xp.stack(angles, axis=-1))


def to_global(pose: Pose) -> Float[Array, "*batch 17 3"]:
    """Joint positions of a pose, in metres, in the frame of its root (paper eq. 2 inverted)."""
    xp = array_namespace(pose.root, pose.directions)
    ordered = c.ordered(xp, _local_vectors(xp, pose), _ORDER)
    lower, upper = c.pick(ordered, _LOWER), c.pick(ordered, _UPPER)
    body = c.Basis(*((pose.frame[..., 0, i], pose.frame[..., 1, i], pose.frame[..., 2, i]) for i in range(3)))
    placed = c.out_of(body, c.pick(lower, slice(6)))
    rhip, lhip, _, thorax, lshoulder, rshoulder = (c.pick(placed, bone) for bone in range(6))
    backbone = c.scaled(-1, thorax)
    hip = c.gram_schmidt(xp, c.minus(rhip, lhip), backbone)
    shoulder = c.gram_schmidt(xp, c.minus(rshoulder, lshoulder), backbone)
    legs, arms = _unseen(xp, hip, c.pick(lower, slice(6, None))), _unseen(xp, shoulder, upper)
    return _positions(xp, pose.root, c.join(xp, [placed, legs, arms]))


def limb_vectors(positions: Float[Array, "*batch 17 3"]) -> Float[Array, "*batch 9 3"]:
    """The nine limb directions as local unit vectors (design §3): what limits and distributions look at.

    The head is thorax → head top as one vector. Degenerate poses give nan.
    """
    xp = array_namespace(positions)
    arms, legs = torso_limbs(xp, c.joints_first(xp, positions))
    groups = [part for local in (arms, legs) for part in _lower_turned(xp, local)]
    return c.batch_first(xp, c.ordered(xp, c.join(xp, groups), _IN_ORDER_OF_LIMBS))


def torso_limbs(xp: Any, joints: Float[Array, "3 17 *batch"]) -> tuple[c.Vector, c.Vector]:
    """Unit vectors of the limbs as the torso sees them, also forearms (in Rˢ) and shins (in Rʰ).

    First head, left and right upper arm, left and right forearm; then left and right thigh, left and right shin.
    """
    body, shoulder = _torso(xp, joints)
    vectors = c.bones(xp, joints, _LIMB_ENDS, _LIMB_STARTS)
    arms, legs = c.pick(vectors, slice(5)), c.pick(vectors, slice(5, None))
    return c.unit(xp, c.into(shoulder, arms)), c.unit(xp, c.into(body, legs))


def _torso(xp: Any, joints: Array) -> tuple[c.Basis, c.Basis]:
    """R⁰ and Rˢ of joints (3, 17, *batch)."""
    axes = c.bones(xp, joints, (1, 14), (4, 11))
    both = c.gram_schmidt(xp, axes, c.split(joints[:, 7] - joints[:, 8]))
    return c.Basis(*(c.pick(axis, 0) for axis in both)), c.Basis(*(c.pick(axis, 1) for axis in both))


def _seen(xp: Any, torso: c.Basis, vectors: c.Vector) -> tuple[c.Vector, c.Vector]:
    """Local coordinates: all but the last two bones, and those two in the frames of the two before them."""
    return _lower_turned(xp, c.into(torso, vectors))


def _lower_turned(xp: Any, local: c.Vector) -> tuple[c.Vector, c.Vector]:
    parents = c.unit(xp, c.pick(local, slice(-4, -2)))
    return c.pick(local, slice(-2)), c.into(c.limb_basis(xp, parents), c.pick(local, slice(-2, None)))


def _unseen(xp: Any, torso: c.Basis, local: c.Vector) -> c.Vector:
    """The inverse of `_seen`."""
    parents = c.unit(xp, c.pick(local, slice(-4, -2)))
    lower = c.out_of(c.limb_basis(xp, parents), c.pick(local, slice(-2, None)))
    return c.out_of(torso, c.join(xp, [c.pick(local, slice(-2)), lower]))


def _local_vectors(xp: Any, pose: Pose) -> c.Vector:
    theta, phi = (c.last_first(xp, pose.directions[..., i]) for i in range(2))
    lengths = c.last_first(xp, pose.lengths)
    level = lengths * xp.cos(phi)
    return level * xp.cos(theta), level * xp.sin(theta), lengths * xp.sin(phi)


def _positions(xp: Any, root: Array, vectors: c.Vector) -> Float[Array, "*batch 17 3"]:
    """Joints from the root and the bones, which come in the order of computation."""
    bones = xp.stack(vectors)
    joints = [c.last_first(xp, root)]
    for joint, place in enumerate(_IN_ORDER_OF_JOINTS, start=1):
        joints.append(joints[PARENTS[joint]] + bones[:, place])
    return c.batch_first(xp, c.split(xp.stack(joints, axis=1)))
