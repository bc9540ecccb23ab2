"""What is known of one person in one image."""

from dataclasses import dataclass
from enum import StrEnum

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

    camera: Camera
    keypoints: Keypoints
    pose: Pose | None = None
    """Unbatched, NumPy float64, camera frame; None until there is a fit."""
    status: Status = Status.UNTOUCHED
    locked: frozenset[str] = frozenset()
    """Names of parts (`evopose.model.part`) that automatic steps must leave alone."""
