"""Rough fits: true poses with the errors that automatic fits typically have, for the annotator to mend."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from evopose.geometry.hierarchy import to_local
from evopose.geometry.turning import stretch, turn
from evopose.geometry.vectors import axis_rotation, rotation_between, unit
from evopose.model.array import NDArray
from evopose.model.limb import LIMBS
from evopose.model.part import BODY, PARTS, Part, part
from evopose.model.pose import Pose

Joints = Float[NDArray, "17 3"]

DEGREES = (3.0, 15.0)
"""How far limbs are turned away from the truth."""
_STEEP = 0.35
"""Sine of a limb's angle to the image plane from which near and far are worth confusing."""
_TORSO = ("chest", "skull", "spine")


@dataclass(frozen=True, eq=False)
class Rough:
    """A fit with known errors."""

    pose: Pose
    """Camera frame."""
    flipped: tuple[str, ...]
    """Limbs whose near and far were confused."""
    heading: float
    """Degrees that the whole person is turned too far to the left; 0 where that is right."""


def rough_fit(truth: Joints, rng: np.random.Generator) -> Rough:
    """Joints (camera frame, metres) turned, flipped, stretched and shifted; every limb by at least 3°."""
    made = truth
    heading = float(rng.choice([-1, 1]) * rng.uniform(15, 40)) if rng.random() < 0.35 else 0.0
    if heading:
        made = turn(made, BODY, axis_rotation(made[8] - made[7], np.radians(np.asarray(heading))))
    flipped = _chosen(made, rng)
    for name in flipped:
        made = flip(made, part(name))
    for candidate in (*(part(name) for name in _TORSO), *PARTS[1:10]):
        largest = DEGREES[1] if candidate.limb is not None else 6.0
        made = _nudged(made, candidate, rng.uniform(DEGREES[0], largest), rng)
    for limb in LIMBS:
        bone = part(limb.name)
        made = stretch(made, bone, float(np.linalg.norm(made[bone.tip] - made[bone.pivot])) * rng.normal(1, 0.03))
    shift = rng.normal(0, 0.015, 3) + made[0] * rng.normal(0, 0.03)
    return Rough(to_local(made + shift), flipped, heading)


def flip(positions: Joints, limb: Part) -> Joints:
    """The limb's other meeting with its viewing ray, nearly: mirrored in the plane square to the ray at its start."""
    bone = positions[limb.tip] - positions[limb.pivot]
    ray = unit(positions[limb.pivot])
    return np.asarray(turn(positions, limb, rotation_between(bone, bone - 2 * (bone @ ray) * ray)))


def _chosen(positions: Joints, rng: np.random.Generator) -> tuple[str, ...]:
    """None, one or two limbs that point towards the camera or away from it."""
    depths = [
        abs(float(unit(positions[limb.end] - positions[limb.start]) @ unit(positions[limb.start]))) for limb in LIMBS
    ]
    steep = [limb.name for limb, depth in zip(LIMBS, depths, strict=True) if depth > _STEEP and limb.name != "head"]
    count = min(len(steep), int(rng.choice([0, 1, 2], p=[0.25, 0.5, 0.25])))
    return tuple(str(name) for name in rng.choice(steep, count, replace=False)) if count else ()


def _nudged(positions: Joints, limb: Part, degrees: float, rng: np.random.Generator) -> Joints:
    """Turned by `degrees` about a random axis square to it."""
    bone = unit(positions[limb.tip] - positions[limb.pivot])
    axis = np.cross(bone, rng.normal(size=3))
    return np.asarray(turn(positions, limb, axis_rotation(axis, np.radians(np.asarray(degrees)))))
