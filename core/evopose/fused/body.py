"""The trunk and the lengths of a child, and its joints (the twins of evolution.torso, lengths, genome and ground)."""

from math import sqrt

import numpy as np

from evopose.fused import draws
from evopose.fused import geometry as g
from evopose.fused.compiling import compiled
from evopose.fused.parents import ARMS, LEGS, Pair, between, keep, kept, kept_basis
from evopose.fused.settings import OTHER, TEMPLATE, Settings
from evopose.fused.turning import body_turns, turn_by, turned
from evopose.geometry.frames import PARENTS
from evopose.model.array import NDArray
from evopose.model.limb import LIMBS

_PARENTS = tuple(PARENTS)
_TRUNK = (1, 4, 7, 8, 11, 14)
_LIMB_BONES = ARMS + LEGS
_LIMB_OF = np.array([next((i for i, limb in enumerate(LIMBS) if limb.end == joint), 0) for joint in range(17)])
"""Position in LIMBS of the bone that ends at each joint; the neck goes with the head."""
_HALF = np.float32(0.5)


@compiled
def trunk(s: Settings, keys: NDArray, base: int, pair: Pair, own: int, bones: NDArray) -> bool:
    """Fills in the bone vectors of the trunk, rows of `bones` (17, 3); whether they were bent."""
    for joint in _TRUNK:
        keep(bones, joint, between(pair.joints[own], _PARENTS[joint], joint))
    if not draws.coin(keys, base, draws.TORSO_COIN, 0, s.torso):
        return False
    pelvis = kept_basis(pair.frames[own, 1])
    bend = turn_by(pelvis[0], s.torso_sigma * draws.normal(keys, base, draws.TORSO_NOISE, 0))
    side = s.torso_sigma * draws.normal(keys, base, draws.TORSO_NOISE, 1)
    twist = turn_by(g.unit(kept(bones, 8)), s.torso_sigma * draws.normal(keys, base, draws.TORSO_NOISE, 2))
    lean = turn_by(pelvis[2], side)
    keep(bones, 7, turned(turn_by(pelvis[2], side * _HALF), turned(bend, kept(bones, 7))))
    keep(bones, 8, turned(lean, kept(bones, 8)))
    keep(bones, 11, turned(lean, turned(twist, kept(bones, 11))))
    keep(bones, 14, turned(lean, turned(twist, kept(bones, 14))))
    return True


@compiled
def lengths(
    s: Settings, keys: NDArray, base: int, pair: Pair, own: int, root: int, bones: NDArray, limbs: NDArray
) -> bool:
    """Fills in the lengths `limbs` (17,) and changes those of the trunk's `bones`; whether any are not its own."""
    for joint in _LIMB_BONES:
        other = s.lengths == OTHER and s.exchanged[root, _LIMB_OF[joint]]
        limbs[joint] = s.template[joint] if s.lengths == TEMPLATE else pair.lengths[1 - own if other else own, joint]
    if s.lengths == TEMPLATE:
        for joint in _TRUNK:
            bone = kept(bones, joint)
            keep(bones, joint, g.scaled(s.template[joint] / np.float32(sqrt(g.dot(bone, bone))), bone))
    changed = s.lengths == TEMPLATE or (s.lengths == OTHER and root > 0)
    if not draws.coin(keys, base, draws.LENGTH_COIN, 0, s.varied):
        return bool(changed)
    size = _factor(s, s.length_scale * draws.normal(keys, base, draws.LENGTH_SCALE, 0))
    for joint in _LIMB_BONES:
        limbs[joint] *= size * _noise(s, keys, base, joint)
    for joint in _TRUNK:
        keep(bones, joint, g.scaled(size * _noise(s, keys, base, joint), kept(bones, joint)))
    return True


@compiled
def _noise(s: Settings, keys: NDArray, base: int, joint: int) -> np.float32:
    return _factor(s, s.length_noise * draws.normal(keys, base, draws.LENGTH_NOISE, s.length_lane[joint]))


@compiled
def _factor(s: Settings, change: np.float32) -> np.float32:
    return max(g.ONE + change, s.least_factor)


@compiled
def frames(bones: NDArray) -> tuple[g.Basis, g.Basis]:
    """Rˢ and Rʰ of a trunk."""
    backbone = g.scaled(-g.ONE, kept(bones, 8))
    shoulders = g.minus(kept(bones, 14), kept(bones, 11))
    return g.gram_schmidt(shoulders, backbone), g.gram_schmidt(g.minus(kept(bones, 1), kept(bones, 4)), backbone)


@compiled
def place(torso: tuple[g.Basis, g.Basis], bones: NDArray, limbs: NDArray, seen: NDArray, joints: NDArray) -> None:
    """Joints (3, 17) from the hip, of a trunk with these frames and of limbs with these lengths and directions."""
    for joint in ARMS:
        keep(bones, joint, g.scaled(limbs[joint], g.out_of(torso[0], kept(seen, joint))))
    for joint in LEGS:
        keep(bones, joint, g.scaled(limbs[joint], g.out_of(torso[1], kept(seen, joint))))
    for axis in range(3):
        joints[axis, 0] = 0
        for joint in range(1, 17):
            joints[axis, joint] = joints[axis, _PARENTS[joint]] + bones[joint, axis]


@compiled
def distance(joints: NDArray, others: NDArray) -> np.float32:
    """Mean distance of the joints (3, 17) of two bodies."""
    total = np.float32(0)
    for joint in range(17):
        x, y = joints[0, joint] - others[0, joint], joints[1, joint] - others[1, joint]
        z = joints[2, joint] - others[2, joint]
        total += np.float32(sqrt(x * x + y * y + z * z))
    return total / np.float32(17)


@compiled
def turn(s: Settings, keys: NDArray, base: int, joints: NDArray) -> bool:
    """Turns the whole body, joints (3, 17) from the hip, or not; whether it did."""
    if not draws.coin(keys, base, draws.TURN_COIN, 0, s.turn):
        return False
    turns = body_turns(s, keys, base)
    for joint in range(17):
        v = turned(turns[1], turned(turns[0], (joints[0, joint], joints[1, joint], joints[2, joint])))
        joints[0, joint], joints[1, joint], joints[2, joint] = v
    return True


@compiled
def stand(s: Settings, keys: NDArray, base: int, hip: NDArray, joints: NDArray, positions: NDArray) -> None:
    """Positions (17, 3) in the world of joints (3, 17) from the hip: on the ground, or the hip where it was."""
    level = hip[2]
    if s.place:
        lowest = joints[2, 0]
        for joint in range(1, 17):
            lowest = min(lowest, joints[2, joint])
        level = s.height + s.height_sigma * draws.normal(keys, base, draws.GROUND, 0) - lowest
    for joint in range(17):
        positions[joint, 0] = joints[0, joint] + hip[0]
        positions[joint, 1] = joints[1, joint] + hip[1]
        positions[joint, 2] = joints[2, joint] + level
