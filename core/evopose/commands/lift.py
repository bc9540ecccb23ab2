"""`evopose lift KEYPOINTS --out POSES`."""

from typing import Any

from evopose.dependencies import with_torch
from evopose.evaluation.lift_options import LiftOptions
from evopose.jobs import Job


class Lift(LiftOptions):
    """Lift 2D joints to 3D poses: of keypoint files, projects, recorded pairs, or poses as cameras see them.

    Poses stand on the ground with z up, as if the camera had been level; a .json has them in the camera's frame too.
    """

    def run(self) -> Job[dict[str, Any]]:
        """`written` (path), `poses`, `left_out` for want of joints, `lifter` (path)."""
        job: Job[dict[str, Any]] = _lifted().lift(self)
        return job


def _lifted() -> Any:
    return with_torch("evopose.evaluation.lifted", "Lifting needs")
