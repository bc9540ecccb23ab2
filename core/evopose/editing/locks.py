"""Locked parts: automatic steps give way to what an annotator has fixed."""

from dataclasses import replace

import numpy as np

from evopose.editing.turns import posed, positions_of
from evopose.geometry.hierarchy import encode, to_global
from evopose.model.annotation import Annotation
from evopose.model.limb import LIMBS
from evopose.model.part import BODY, PARTS, Part
from evopose.model.pose import Pose


def with_pose(annotation: Annotation, pose: Pose) -> Annotation:
    """`pose` in place of the annotation's own, whose locked parts keep their local directions (locked body: its frame
    and place)."""
    if annotation.pose is None or not annotation.locked:
        return replace(annotation, pose=pose)
    old = encode(positions_of(annotation))
    directions = np.array(pose.directions, dtype=float)
    for part in PARTS:
        if part.name in annotation.locked:
            for bone in bones_of(part):
                directions[bone - 1] = old.directions[bone - 1]
    kept = replace(pose, directions=directions)
    if BODY.name in annotation.locked:
        kept = replace(kept, root=old.root, frame=old.frame)
    return posed(annotation, np.asarray(to_global(kept)))


def bones_of(part: Part) -> tuple[int, ...]:
    """Child joints of the bones whose directions make up a part; none for the body."""
    if part.limb is not None and LIMBS[part.limb].name == "head":
        return (9, 10)
    if part.has_direction:
        return (part.tip,)
    return () if part == BODY else (1, 4)
