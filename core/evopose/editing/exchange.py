"""Taking a pose over from another annotation: as it is, or mirrored, and placed on the keypoints."""

import numpy as np
from jaxtyping import Float

from evopose.editing.turns import posed
from evopose.geometry.hierarchy import to_global
from evopose.geometry.projection import normalise
from evopose.geometry.turning import mirrored
from evopose.model.annotation import Annotation
from evopose.model.array import NDArray
from evopose.model.pose import Pose

MINIMUM = 3
"""Keypoints that place a person."""


def pasted(annotation: Annotation, pose: Pose, mirror: bool = False) -> Annotation:
    """`annotation` with another's pose (mirrored left to right if asked), moved to where the keypoints are.

    Without enough keypoints it stands where the annotation's own pose stood, or else where it came from.
    """
    positions = np.asarray(to_global(pose), dtype=float)
    if mirror:
        positions = mirrored(positions)
    if annotation.camera is not None and int(annotation.keypoints.known.sum()) >= MINIMUM:
        shift = placement(annotation, positions)
        if np.isfinite(shift).all() and (positions[:, 2] + shift[2] > 0.05).all():
            return posed(annotation, positions + shift)
    if annotation.pose is not None:
        positions = positions - positions[0] + np.asarray(annotation.pose.root)
    return posed(annotation, positions)


def placement(annotation: Annotation, positions: Float[NDArray, "17 3"]) -> Float[NDArray, "3"]:
    """The shift (metres) that lays the joints on the rays of the keypoints best, in linear least squares."""
    assert annotation.camera is not None
    known = annotation.keypoints.known
    rays = normalise(annotation.camera, annotation.keypoints.xy[known])
    joints = positions[known]
    rows, values = [], []
    for axis in (0, 1):
        row = np.zeros((len(joints), 3))
        row[:, axis], row[:, 2] = 1, -rays[:, axis]
        rows.append(row)
        values.append(rays[:, axis] * joints[:, 2] - joints[:, axis])
    solution, *_ = np.linalg.lstsq(np.concatenate(rows), np.concatenate(values), rcond=None)
    return np.asarray(solution)
