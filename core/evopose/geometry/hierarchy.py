"""Positions to the hierarchical representation and back (paper §3.1 and Algorithm 2; design §3)."""

from jaxtyping import Bool, Float

from evopose.errors import DegeneratePose
from evopose.geometry.frames import (
    BODY_BONES,
    FOREARMS,
    HIP_BONES,
    SHINS,
    SHOULDER_BONES,
    bones,
    limb_frames,
    torso_frames,
)
from evopose.geometry.spherical import to_angles, to_vectors
from evopose.geometry.vectors import cross, finite, gram_schmidt, like, norm, unit
from evopose.model.array import Array, array_namespace
from evopose.model.limb import LIMBS
from evopose.model.pose import Pose

_ORDER = (*BODY_BONES, *SHOULDER_BONES, *HIP_BONES, *FOREARMS, *SHINS)
_TO_JOINT_ORDER = tuple(_ORDER.index(joint) for joint in range(1, 17))
_SMALLEST = 1e-6
"""Metres, or sine of an angle, under which a bone or a pair of axes counts as degenerate."""


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
    frames = torso_frames(positions)
    local = _local_vectors(positions, frames.body, frames.shoulder)[..., list(_TO_JOINT_ORDER), :]
    directions = to_angles(local)
    vectors = bones(positions, range(1, 17))
    return Pose(positions[..., 0, :], frames.body, xp.sqrt(xp.sum(vectors * vectors, axis=-1)), directions)


def _local_vectors(positions: Array, body: Array, shoulder: Array) -> Float[Array, "*batch 16 3"]:
    xp = array_namespace(positions)
    arms = limb_frames(shoulder, bones(positions, (12, 15)))
    legs = limb_frames(body, bones(positions, (5, 2)))
    limbs = xp.concat([arms, legs], axis=-3)
    lower = bones(positions, (*FOREARMS, *SHINS))
    return xp.concat(
        [
            bones(positions, BODY_BONES) @ body,
            bones(positions, SHOULDER_BONES) @ shoulder,
            bones(positions, HIP_BONES) @ body,
            xp.sum(limbs * lower[..., :, None], axis=-2),
        ],
        axis=-2,
    )


def to_global(pose: Pose) -> Float[Array, "*batch 17 3"]:
    """Joint positions of a pose, in metres, in the frame of its root (paper eq. 2 inverted)."""
    xp = array_namespace(pose.root, pose.directions)
    local = to_vectors(pose.directions) * pose.lengths[..., None]
    joints: dict[int, Array] = {0: pose.root}

    def place(children: tuple[int, ...], frame: Array, parents: tuple[int, ...]) -> None:
        turned = local[..., [child - 1 for child in children], :] @ xp.matrix_transpose(frame)
        for i, (child, parent) in enumerate(zip(children, parents, strict=True)):
            joints[child] = joints[parent] + turned[..., i, :]

    place((1, 4, 7), pose.frame, (0, 0, 0))
    place((8,), pose.frame, (7,))
    place((11, 14), pose.frame, (8, 8))
    backbone = joints[7] - joints[8]
    shoulder = gram_schmidt(joints[14] - joints[11], backbone)
    hip = gram_schmidt(joints[1] - joints[4], backbone)
    place((9,), shoulder, (8,))
    place((10, 12, 15), shoulder, (9, 11, 14))
    place((5, 2), hip, (4, 1))
    for frame, children, parents, grandparents in (
        (shoulder, FOREARMS, (12, 15), (11, 14)),
        (hip, SHINS, (5, 2), (4, 1)),
    ):
        upper = xp.stack([joints[p] - joints[g] for p, g in zip(parents, grandparents, strict=True)], axis=-2)
        frames = limb_frames(frame, upper)
        chosen = local[..., [child - 1 for child in children], :]
        lower = xp.sum(frames * chosen[..., None, :], axis=-1)
        for i, (child, parent) in enumerate(zip(children, parents, strict=True)):
            joints[child] = joints[parent] + lower[..., i, :]
    return xp.stack([joints[joint] for joint in range(17)], axis=-2)


def limb_vectors(positions: Float[Array, "*batch 17 3"]) -> Float[Array, "*batch 9 3"]:
    """The nine limb directions as local unit vectors (design §3): what limits and distributions look at.

    The head is thorax → head top as one vector. Degenerate poses give nan.
    """
    xp = array_namespace(positions)
    frames = torso_frames(positions)
    starts, ends = [limb.start for limb in LIMBS], [limb.end for limb in LIMBS]
    vectors = unit(positions[..., ends, :] - positions[..., starts, :])
    upper = vectors[..., [0, 1, 3], :] @ frames.shoulder
    lower = vectors[..., [5, 7], :] @ frames.body
    arms = limb_frames(frames.shoulder, vectors[..., [1, 3], :])
    legs = limb_frames(frames.body, vectors[..., [5, 7], :])
    forearms = xp.sum(arms * vectors[..., [2, 4], :, None], axis=-2)
    shins = xp.sum(legs * vectors[..., [6, 8], :, None], axis=-2)
    by_kind = xp.concat([upper, lower, forearms, shins], axis=-2)
    return by_kind[..., [0, 1, 5, 2, 6, 3, 7, 4, 8], :]


def degenerate(positions: Float[Array, "*batch 17 3"]) -> Bool[Array, "*batch"]:
    """Which poses have no hierarchical representation: nan, a bone of no length, hips or shoulders along the backbone."""
    xp = array_namespace(positions)
    lengths = norm(bones(positions, range(1, 17)))
    hips, shoulders = _axis_sines(positions)
    sound = finite(positions) & (xp.min(lengths, axis=-1) > _SMALLEST) & (hips > _SMALLEST) & (shoulders > _SMALLEST)
    return ~sound


def _axis_sines(positions: Array) -> tuple[Array, Array]:
    """Sines of the angles that the hip axis and the shoulder axis make with the backbone."""
    xp = array_namespace(positions)
    backbone = unit(positions[..., 7, :] - positions[..., 8, :])
    sines = (norm(cross(unit(axis), backbone)) for axis in _body_axes(positions))
    hips, shoulders = (xp.where(xp.isfinite(sine), sine, like([0.0], positions)[0]) for sine in sines)
    return hips, shoulders


def _body_axes(positions: Array) -> tuple[Array, Array]:
    return positions[..., 1, :] - positions[..., 4, :], positions[..., 14, :] - positions[..., 11, :]


def degenerate_reasons(positions: Float[Array, "*batch 17 3"]) -> list[tuple[int, str]]:
    """(index in the flattened batch, reason) for every degenerate pose."""
    import numpy as np

    flat = np.asarray(positions, dtype=float).reshape(-1, 17, 3)
    lengths = norm(bones(flat, range(1, 17)))
    with np.errstate(invalid="ignore", divide="ignore"):
        hips, shoulders = _axis_sines(flat)
    reasons = []
    for index in np.flatnonzero(degenerate(flat)).tolist():
        if not np.isfinite(flat[index]).all():
            reasons.append((index, "a joint is missing (nan)"))
        elif lengths[index].min() <= _SMALLEST:
            reasons.append((index, f"the bone to joint {int(lengths[index].argmin()) + 1} has no length"))
        else:
            which = "hips" if hips[index] <= _SMALLEST else "shoulders"
            reasons.append((index, f"the {which} lie along the backbone"))
    return reasons
