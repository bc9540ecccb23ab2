"""From the document and the selection to what the views draw."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from evopose.editing.agreement import Reprojection, Score, reprojection, score
from evopose.editing.arrows import by_angles
from evopose.editing.placing import next_joint
from evopose.editing.turns import positions_of
from evopose.geometry.projection import project
from evopose.geometry.turning import part_frame
from evopose.limits import default as default_limits
from evopose.model.annotation import Annotation
from evopose.model.array import NDArray
from evopose.model.limits import JointLimits
from evostudio.documents.document import Document
from evostudio.documents.selection import Selection
from evostudio.views.scene import Overlay, Scene

JOINTS = (
    "hip", "right hip", "right knee", "right ankle", "left hip", "left knee", "left ankle", "spine", "thorax",
    "neck", "head top", "left shoulder", "left elbow", "left wrist", "right shoulder", "right elbow", "right wrist",
)  # fmt: skip
"""Joints of H36M-17 as people say them."""


@lru_cache(maxsize=1)
def limits() -> JointLimits:
    """The joint limits in use."""
    return default_limits()


def invalid(positions: NDArray | None) -> frozenset[int]:
    """Positions in LIMBS of the directions outside the joint limits."""
    if positions is None:
        return frozenset()
    return frozenset(np.flatnonzero(~np.asarray(limits().valid(positions))).tolist())


def variants(document: Document) -> dict[str, Annotation]:
    """Other annotations of the person that can be laid over: the truth, other annotators', other fits."""
    if document.project is None or document.person_id is None or document.annotation is None:
        return {}
    truth = {} if document.truth is None else {"truth": replace(document.annotation, pose=document.truth)}
    return truth | document.project.variants(document.person_id)


def scene(document: Document, selection: Selection, people: tuple[NDArray, ...] = ()) -> Scene | None:
    """What the photo and the 3D view draw; None without a person. `people` are the `others` of the image."""
    shown = document.shown
    if shown is None:
        return None
    positions, part = document.positions, selection.part
    other = variants(document).get(selection.compare) if selection.compare else None
    return Scene(
        keypoints=shown.keypoints,
        positions=positions,
        pixels=_pixels(shown, positions),
        selected=part,
        hovered=selection.hovered,
        axis=None if by_angles(part) else selection.axis,
        part_frame=None if positions is None else part_frame(positions, part),
        invalid=invalid(positions),
        locked=shown.locked,
        ghost=_overlay(document.initial, shown, "initial fit") if selection.ghost else None,
        other=_overlay(other, shown, selection.compare or ""),
        placing=next_joint(shown.keypoints) if selection.placing else None,
        people=people,
    )


def _pixels(annotation: Annotation, positions: NDArray | None) -> NDArray | None:
    if positions is None or annotation.camera is None:
        return None
    return np.asarray(project(annotation.camera, positions))


def _overlay(annotation: Annotation | None, shown: Annotation, title: str) -> Overlay | None:
    """Another pose, or where it has none its keypoints, which then are drawn on the photo alone."""
    if annotation is None:
        return None
    if annotation.pose is None:
        return Overlay(np.full((17, 3), np.nan), annotation.keypoints.xy, title)
    positions = positions_of(annotation)
    pixels = _pixels(annotation if annotation.camera is not None else shown, positions)
    return Overlay(positions, np.full((17, 2), np.nan) if pixels is None else pixels, title)


def others(document: Document) -> tuple[NDArray, ...]:
    """Reprojections of the other people in the image, in pixels; they do not change while this one is edited."""
    project_, image_id = document.project, document.image_id
    if project_ is None or image_id is None:
        return ()
    records = [person for person in project_.people(image_id) if person.id != document.person_id]
    return tuple(_outline(project_.annotation(person.id)) for person in records)


def _outline(annotation: Annotation) -> NDArray:
    positions = None if annotation.pose is None else positions_of(annotation)
    pixels = _pixels(annotation, positions)
    return annotation.keypoints.xy if pixels is None else pixels


def agreement(document: Document) -> Reprojection | None:
    """Of what is shown with its keypoints; None before a fit."""
    if document.shown is None or document.positions is None:
        return None
    return reprojection(document.shown, document.positions)


def practice(document: Document) -> Score | None:
    """The distance from the truth, where it is known."""
    if document.truth is None or document.positions is None:
        return None
    return score(document.positions, document.truth)
