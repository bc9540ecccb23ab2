"""How well an annotation agrees with its keypoints, and with the truth where that is known."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from evopose.editing.turns import joints_of
from evopose.geometry.metrics import mpjpe, pa_mpjpe
from evopose.geometry.projection import project
from evopose.model.annotation import Annotation
from evopose.model.array import NDArray
from evopose.model.keypoints import Visibility
from evopose.model.pose import Pose


@dataclass(frozen=True)
class Reprojection:
    """Distances between keypoints and the projected pose, in pixels; nan without any."""

    mean: float
    maximum: float
    worst: int
    """Joint with the maximum; −1 without any."""
    count: int
    """How many keypoints took part: those that are placed, occluded ones too."""


def reprojection(annotation: Annotation, positions: Float[NDArray, "17 3"]) -> Reprojection:
    """Of joints `positions` (camera frame, metres) against the annotation's keypoints."""
    if annotation.camera is None:
        return Reprojection(float("nan"), float("nan"), -1, 0)
    pixels = project(annotation.camera, positions)
    used = annotation.keypoints.known & (annotation.keypoints.visibility != Visibility.MISSING)
    distances = np.where(used, np.linalg.norm(pixels - annotation.keypoints.xy, axis=-1), np.nan)
    known = distances[np.isfinite(distances)]
    if not known.size:
        return Reprojection(float("nan"), float("nan"), -1, 0)
    return Reprojection(float(known.mean()), float(known.max()), int(np.nanargmax(distances)), int(known.size))


@dataclass(frozen=True)
class Score:
    """Distance from the truth, in metres (mean over 17 joints, the root's counted as zero in the first)."""

    mpjpe: float
    pa_mpjpe: float


def score(positions: Float[NDArray, "17 3"], truth: Pose) -> Score:
    """How far `positions` are from the true pose."""
    target = joints_of(truth)
    return Score(float(mpjpe(positions, target)), float(pa_mpjpe(positions, target)))
