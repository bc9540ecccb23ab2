"""What is known of the people in an image."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints
from evopose.model.pose import Pose


class Status(StrEnum):
    """How far the work on it is."""

    UNTOUCHED = "untouched"
    WORK = "work"
    DONE = "done"
    REJECTED = "rejected"


@dataclass(frozen=True, eq=False)
class Annotation:
    """2D keypoints and a 3D pose in the camera's frame."""

    keypoints: Keypoints
    camera: Camera | None = None
    """None where a file does not say; the project then guesses one from the image."""
    pose: Pose | None = None
    """Unbatched, NumPy float64, camera frame; None until there is a fit."""
    status: Status = Status.UNTOUCHED
    locked: frozenset[str] = frozenset()
    """Names of parts (`evopose.model.part`) that automatic steps must leave alone."""
    removed: bool = False
    """The person was taken out of the image; the project keeps them, so that they can be brought back."""


@dataclass(frozen=True, eq=False)
class Person:
    """One person as files bring and take it."""

    annotation: Annotation
    initial: Pose | None = None
    """The first fit (camera frame), which the annotator refines."""
    truth: Pose | None = None
    """The true pose (camera frame), where it is known: practice mode."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """What else the file holds and a writer of the same format puts back (JSON values and NumPy arrays)."""


@dataclass(frozen=True, eq=False)
class AnnotatedImage:
    """One image file and the people annotated in it."""

    file_name: str
    """As the file names it, with forward slashes; relative to the images' folder."""
    people: tuple[Person, ...] = ()
    size: tuple[int, int] | None = None
    """Width and height of the upright image in pixels, where known."""
