"""Poses that no body takes, made from real ones, to see whether limits turn them down."""

from dataclasses import replace

import numpy as np
from jaxtyping import Float

from evopose.geometry.frames import bones, limb_frames, torso_frames
from evopose.geometry.hierarchy import encode, to_global
from evopose.geometry.spherical import to_angles
from evopose.geometry.vectors import unit
from evopose.model.array import NDArray
from evopose.model.limb import LIMBS

HINGED = tuple(limb for limb in range(9) if LIMBS[limb].conditional)
"""Forearms and shins, in LIMBS."""
LEAST_FLEXION = 20.0
"""Degrees from straight on from where the plane that a joint bends in can be read off the pose itself."""
_FLEXES = {"shoulder": 1.0, "hip": -1.0}
"""Which way along the second axis of its frame a straight elbow or knee would bend."""
_NECK = 9


def with_random_limbs(positions: Float[NDArray, "n 17 3"], seed: np.random.Generator) -> Float[NDArray, "n 17 3"]:
    """The torsos and bone lengths of real poses with all nine limb directions drawn evenly from the sphere."""
    pose = encode(positions)
    directions = pose.directions.copy()
    for limb in LIMBS:
        directions[:, limb.end - 1] = to_angles(seed.normal(size=(len(positions), 3)))
    directions[:, _NECK - 1] = directions[:, LIMBS[0].end - 1]
    return np.asarray(to_global(replace(pose, directions=directions)))


def bent_backwards(
    positions: Float[NDArray, "n 17 3"], limb: int, bend: Float[NDArray, " n"]
) -> Float[NDArray, "n 17 3"]:
    """Real poses with one elbow or knee bent the wrong way, by `bend` radians from straight.

    The joint stays in the plane in which it bends in the real pose, and opens to the other side. Where it is nearly
    straight there (LEAST_FLEXION) the plane is that of the parent bone and the second axis of the limb's frame, in
    which elbows bend forwards and knees backwards.
    """
    end, joint = LIMBS[limb].end, LIMBS[limb].start
    along, child = unit(bones(positions, (joint,))[:, 0]), bones(positions, (end,))[:, 0]
    length = np.linalg.norm(child, axis=-1, keepdims=True)
    flexion = flexions(positions, limb)
    aside = child - np.sum(child * along, axis=-1, keepdims=True) * along
    inwards = np.where((flexion < np.radians(LEAST_FLEXION))[:, None], _usual_flexion(positions, limb), aside)
    turned = np.cos(bend)[:, None] * along - np.sin(bend)[:, None] * unit(inwards)
    moved = np.array(positions)
    moved[:, end] = positions[:, joint] + length * turned
    return moved


def flexions(positions: Float[NDArray, "n 17 3"], limb: int) -> Float[NDArray, " n"]:
    """How far each elbow or knee is from straight, in radians."""
    parent, child = (unit(bones(positions, (joint,))[:, 0]) for joint in (LIMBS[limb].start, LIMBS[limb].end))
    return np.asarray(np.arctan2(np.linalg.norm(np.cross(parent, child), axis=-1), np.sum(parent * child, axis=-1)))


def _usual_flexion(positions: Float[NDArray, "n 17 3"], limb: int) -> Float[NDArray, "n 3"]:
    frames, kind = torso_frames(positions), LIMBS[limb].frame
    torso = frames.shoulder if kind == "shoulder" else frames.body
    axes = limb_frames(torso, bones(positions, (LIMBS[limb].start,)))[:, 0]
    return np.asarray(_FLEXES[kind] * axes[..., 1])
