"""When an annotation comes in for an image that has people: whose it is, and what becomes of it."""

from collections.abc import Mapping, Sequence
from enum import Enum

import numpy as np

from evopose.model.annotation import Annotation, Status
from evopose.project.coding import encode_annotation

_NEAR = 0.35
"""Mean distance of the common joints under which two annotations are of one person, in sizes of the person."""


class Verdict(Enum):
    """What becomes of it."""

    NEW = "a new person"
    TAKE = "nobody worked on the person: it is taken"
    BESIDE = "put beside what is there"
    SAME = "already there"


def same_person(arrival: Annotation, present: Mapping[int, Sequence[Annotation]]) -> int | None:
    """Which of the people present the arrival is: the nearest, or one who is still empty; None if it is nobody.

    Of each there is the current annotation, and perhaps earlier ones, by which a file is known again.
    """
    distances = {number: min(distance(arrival, other) for other in known) for number, known in present.items()}
    near = {number: value for number, value in distances.items() if value < _NEAR}
    if near:
        return min(near, key=lambda number: near[number])
    return next((number for number, known in present.items() if is_empty(known[0])), None)


def is_empty(annotation: Annotation) -> bool:
    """Neither keypoints nor a pose, and untouched."""
    return annotation.pose is None and annotation.status is Status.UNTOUCHED and not annotation.keypoints.known.any()


def distance(one: Annotation, other: Annotation) -> float:
    """Mean distance of the joints that both have, relative to the larger extent; inf where there are none."""
    common = one.keypoints.known & other.keypoints.known
    if not common.any():
        return float("inf")
    a, b = one.keypoints.xy[common], other.keypoints.xy[common]
    extent = max(float(np.ptp(points[common], axis=0).max()) for points in (one.keypoints.xy, other.keypoints.xy))
    return float(np.linalg.norm(a - b, axis=-1).mean()) / max(extent, 1.0)


def judge(present: Annotation, arrival: Annotation) -> Verdict:
    """What becomes of an annotation of a person who is there."""
    if encode_annotation(present) == encode_annotation(arrival) or _adds_nothing(present, arrival):
        return Verdict.SAME
    if is_empty(present):
        return Verdict.TAKE
    if present.pose is None and present.status is Status.UNTOUCHED and arrival.pose is not None:
        return Verdict.TAKE
    return Verdict.BESIDE


def _adds_nothing(present: Annotation, arrival: Annotation) -> bool:
    """The same keypoints again, without a pose."""
    points = present.keypoints.xy, arrival.keypoints.xy
    return arrival.pose is None and np.array_equal(*points, equal_nan=True)
