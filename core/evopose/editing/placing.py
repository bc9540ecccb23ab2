"""Placing 2D keypoints: the order in which they are clicked, and their states."""

from dataclasses import replace

import numpy as np

from evopose.model.annotation import Annotation
from evopose.model.keypoints import Keypoints, Visibility

ORDER = (3, 2, 1, 4, 5, 6, 16, 15, 14, 11, 12, 13, 8, 10, 7, 9)
"""Joints of H36M-17 in the original's click order: right ankle … left ankle, right wrist … left wrist, thorax, head
top, spine, neck/nose. The hip follows from the two hips until it is placed itself."""


def next_joint(keypoints: Keypoints) -> int | None:
    """The first in ORDER that has no position; None when all have one."""
    known = keypoints.known
    return next((joint for joint in ORDER if not known[joint]), None)


def placed(annotation: Annotation, joint: int, xy: tuple[float, float]) -> Annotation:
    """A keypoint put at `xy` (pixels). With both hips placed and no middle hip, that is put between them."""
    keypoints = annotation.keypoints.moved(joint, xy)
    if joint in (1, 4) and not keypoints.known[0] and keypoints.known[1] and keypoints.known[4]:
        middle = keypoints.xy[[1, 4]].mean(axis=0)
        keypoints = keypoints.moved(0, (float(middle[0]), float(middle[1])))
    return replace(annotation, keypoints=keypoints)


def cycled(annotation: Annotation, joint: int, fallback: np.ndarray | None = None) -> Annotation:
    """The keypoint's next state: visible → occluded → visible; a missing one appears, occluded, at `fallback`."""
    keypoints = annotation.keypoints
    if not keypoints.known[joint]:
        if fallback is None or not np.isfinite(fallback).all():
            return annotation
        return replace(
            annotation,
            keypoints=keypoints.moved(joint, (float(fallback[0]), float(fallback[1])), Visibility.OCCLUDED),
        )
    occluded = keypoints.visibility[joint] == Visibility.OCCLUDED
    return replace(
        annotation, keypoints=keypoints.marked(joint, Visibility.VISIBLE if occluded else Visibility.OCCLUDED)
    )


def removed(annotation: Annotation, joint: int) -> Annotation:
    """The keypoint without a position."""
    return replace(annotation, keypoints=annotation.keypoints.marked(joint, Visibility.MISSING))
