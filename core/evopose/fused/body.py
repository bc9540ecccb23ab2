"""The trunk and the lengths of a child, and its joints (the twins of evolution.torso, lengths, genome and ground).

`own`, `other` and `child` are the places of two parents and a child in `work` (record); `given` are the limbs that
come from the other parent.
"""

from math import sqrt

import numpy as np

from evopose.fused import draws
from evopose.fused import geometry as g
from evopose.fused.compiling import inlined
from evopose.fused.record import (
    ARMS,
    BONE_PARENTS,
    BONES,
    HIP,
    JOINTS,
    LEGS,
    LENGTHS,
    ORIGIN,
    SEEN,
    SHOULDER,
    TRUNK,
    frames,
    keep,
    kept,
    kept_basis,
)
from evopose.fused.settings import OTHER, OTHER_ALL, OWN, TEMPLATE, Settings
from evopose.fused.turning import body_turns, turn_by, turned
from evopose.model.array import NDArray
from evopose.model.limb import LIMBS

_LIMB_BONES = np.concatenate([ARMS, LEGS])
_LIMB_OF = np.array([next((i for i, limb in enumerate(LIMBS) if limb.end == joint), 0) for joint in range(17)])
"""Position in LIMBS of the bone that ends at each joint; the neck goes with the head."""
_HALF = np.float32(0.5)
_JOINTS = np.float32(17)


@inlined
def trunk(s: Settings, keys: NDArray, base: int, work: NDArray, own: int, child: int) -> bool:
    """Fills in the bones of the trunk; whether they were bent."""
    for joint in TRUNK:
        keep(work, child + BONES + 3 * joint, kept(work, own + BONES + 3 * joint))
    if not draws.coin(keys, base, draws.TORSO_COIN, 0, s.torso):
        return False
    right, _, ahead = kept_basis(work, own + HIP)
    bend = turn_by(right, s.torso_sigma * draws.normal(keys, base, draws.TORSO_NOISE, 0))
    side = s.torso_sigma * draws.normal(keys, base, draws.TORSO_NOISE, 1)
    angle = s.torso_sigma * draws.normal(keys, base, draws.TORSO_NOISE, 2)
    bones = child + BONES
    twist = turn_by(g.unit(kept(work, bones + 3 * 8)), angle)
    half, lean = turn_by(ahead, side * _HALF), turn_by(ahead, side)
    keep(work, bones + 3 * 7, turned(half, turned(bend, kept(work, bones + 3 * 7))))
    keep(work, bones + 3 * 8, turned(lean, kept(work, bones + 3 * 8)))
    keep(work, bones + 3 * 11, turned(lean, turned(twist, kept(work, bones + 3 * 11))))
    keep(work, bones + 3 * 14, turned(lean, turned(twist, kept(work, bones + 3 * 14))))
    return True


@inlined
def lengths(
    s: Settings,
    template: NDArray,
    lanes: NDArray,
    keys: NDArray,
    base: int,
    work: NDArray,
    own: int,
    other: int,
    child: int,
    given: int,
) -> bool:
    """Fills in the lengths of the limbs and changes those of the trunk; whether any are not its own.

    `template` and `lanes` (17,) are the lengths of `source` 'template' and the lanes of the noise, by the joint at
    which a bone ends.
    """
    every = s.lengths == OTHER_ALL and given != 0
    for joint in _LIMB_BONES:
        source = other if every or (s.lengths == OTHER and given >> _LIMB_OF[joint] & 1) else own
        work[child + LENGTHS + joint] = work[source + LENGTHS + joint]
    if s.lengths == TEMPLATE:
        _as_template(template, work, child)
    changed = s.lengths != OWN and (s.lengths == TEMPLATE or given != 0)
    if not draws.coin(keys, base, draws.LENGTH_COIN, 0, s.varied):
        return changed
    size = max(g.ONE + s.length_scale * draws.normal(keys, base, draws.LENGTH_SCALE, 0), s.least_factor)
    for joint in range(1, 17):
        noise = s.length_noise * draws.normal(keys, base, draws.LENGTH_NOISE, lanes[joint])
        factor = size * max(g.ONE + noise, s.least_factor)
        work[child + LENGTHS + joint] *= factor
        bone = child + BONES + 3 * joint
        keep(work, bone, g.scaled(factor, kept(work, bone)))
    return True


@inlined
def _as_template(template: NDArray, work: NDArray, child: int) -> None:
    for joint in _LIMB_BONES:
        work[child + LENGTHS + joint] = template[joint]
    for joint in TRUNK:
        at = child + BONES + 3 * joint
        bone = kept(work, at)
        keep(work, at, g.scaled(template[joint] / np.float32(sqrt(g.dot(bone, bone))), bone))


@inlined
def place(work: NDArray, own: int, child: int, changed: bool) -> None:
    """The joints, from trunk, lengths and limbs; the frames are its own unless the trunk has changed."""
    if changed:
        frames(work, child)
    source = child if changed else own
    shoulder, hip = kept_basis(work, source + SHOULDER), kept_basis(work, source + HIP)
    for joint in ARMS:
        _stretch(work, child, shoulder, joint)
    for joint in LEGS:
        _stretch(work, child, hip, joint)
    for axis in range(3):
        joints = child + JOINTS + 17 * axis
        work[joints] = 0
        for joint in range(1, 17):
            work[joints + joint] = work[joints + BONE_PARENTS[joint]] + work[child + BONES + 3 * joint + axis]


@inlined
def _stretch(work: NDArray, child: int, torso: g.Basis, joint: int) -> None:
    bone = g.out_of(torso, kept(work, child + SEEN + 3 * joint))
    keep(work, child + BONES + 3 * joint, g.scaled(work[child + LENGTHS + joint], bone))


@inlined
def distance(work: NDArray, a: int, b: int) -> np.float32:
    """Mean distance of the joints of two bodies, hips laid over each other."""
    total = np.float32(0)
    for joint in range(17):
        x = work[a + JOINTS + joint] - work[b + JOINTS + joint]
        y = work[a + JOINTS + 17 + joint] - work[b + JOINTS + 17 + joint]
        z = work[a + JOINTS + 34 + joint] - work[b + JOINTS + 34 + joint]
        total += np.float32(sqrt(x * x + y * y + z * z))
    return total / _JOINTS


@inlined
def turn(s: Settings, keys: NDArray, base: int, work: NDArray, child: int) -> bool:
    """Turns the whole body about the hip, or not; whether it did."""
    if not draws.coin(keys, base, draws.TURN_COIN, 0, s.turn):
        return False
    first, second = body_turns(s.turn_axis, s.turn_sigma, keys, base)
    x, y, z = child + JOINTS, child + JOINTS + 17, child + JOINTS + 34
    for joint in range(17):
        v = turned(second, turned(first, (work[x + joint], work[y + joint], work[z + joint])))
        work[x + joint], work[y + joint], work[z + joint] = v
    return True


@inlined
def stand(
    s: Settings, keys: NDArray, base: int, work: NDArray, own: int, child: int, positions: NDArray, row: int
) -> None:
    """The child as a row of `positions` (n, 17, 3) in the world: on the ground, or the hip where it was."""
    x, y, z = child + JOINTS, child + JOINTS + 17, child + JOINTS + 34
    hip = kept(work, own + ORIGIN)
    level = hip[2]
    if s.place:
        lowest = work[z]
        for joint in range(1, 17):
            lowest = min(lowest, work[z + joint])
        level = s.height + s.height_sigma * draws.normal(keys, base, draws.GROUND, 0) - lowest
    for joint in range(17):
        positions[row, joint, 0] = work[x + joint] + hip[0]
        positions[row, joint, 1] = work[y + joint] + hip[1]
        positions[row, joint, 2] = work[z + joint] + level
