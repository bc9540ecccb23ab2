"""Turning, moving and stretching parts of the body; everything that hangs on a part is carried (design §3)."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
from jaxtyping import Float

from evopose.errors import BadOption, EvoError
from evopose.geometry import turning
from evopose.geometry.hierarchy import to_global, to_local
from evopose.geometry.vectors import axis_rotation
from evopose.model.annotation import Annotation
from evopose.model.array import NDArray
from evopose.model.part import Part
from evopose.model.pose import Pose

POLE = np.radians(89.99)
"""φ stops just short of the poles, where θ would have no meaning."""


class NoPose(EvoError):
    """There is no 3D pose yet."""

    def __init__(self) -> None:
        super().__init__("This person has no 3D pose yet: fit one from the 2D keypoints first.")


def positions_of(annotation: Annotation) -> Float[NDArray, "17 3"]:
    """Joints in the camera's frame, in metres; NoPose if there are none."""
    if annotation.pose is None:
        raise NoPose
    return joints_of(annotation.pose).copy()


@lru_cache(maxsize=64)
def joints_of(pose: Pose) -> Float[NDArray, "17 3"]:
    """Joints of one frozen pose, in its frame, in metres, read-only; a key press asks for the same ones many times."""
    positions = np.array(to_global(pose))
    positions.flags.writeable = False
    return positions


@lru_cache(maxsize=64)
def direction_of(pose: Pose, part: Part) -> tuple[float, float]:
    """θ and φ (radians) of a part in one frozen pose; nan for the body and the pelvis."""
    theta, phi = np.asarray(turning.direction(joints_of(pose), part)).tolist()
    return theta, phi


def posed(annotation: Annotation, positions: Float[NDArray, "17 3"]) -> Annotation:
    """The annotation with the pose of `positions` (camera frame, metres); DegeneratePose if it has no frames."""
    return replace(annotation, pose=to_local(np.asarray(positions, dtype=float)))


def turned(annotation: Annotation, part: Part, axis: int, angle: float) -> Annotation:
    """`part` turned by `angle` (radians) about axis 0 … 2 of its own local frame."""
    return posed(annotation, turning.turn_about_axis(positions_of(annotation), part, axis, angle))


def turned_in_camera(annotation: Annotation, part: Part, axis: int, angle: float) -> Annotation:
    """`part` turned by `angle` (radians) about axis 0 … 2 of the camera, through its pivot."""
    rotation = axis_rotation(np.eye(3)[axis], np.asarray(angle))
    return posed(annotation, turning.turn(positions_of(annotation), part, rotation))


def nudged(annotation: Annotation, part: Part, theta: float, phi: float) -> Annotation:
    """θ and φ of a part changed by so many radians; θ goes round, φ stops at the poles."""
    if annotation.pose is None:
        raise NoPose
    now = direction_of(annotation.pose, part)
    return aimed(annotation, part, now[0] + theta, min(max(now[1] + phi, -POLE), POLE))


def aimed(annotation: Annotation, part: Part, theta: float, phi: float) -> Annotation:
    """`part` turned by the smallest rotation to θ and φ (radians) in its frame of now."""
    if not part.has_direction:
        raise BadOption(f"The {part.name} has no direction θ, φ: turn it about an axis.")
    if not (np.isfinite(theta) and np.isfinite(phi) and abs(phi) <= np.pi / 2 + 1e-9):
        raise BadOption(f"φ must lie between −90° and 90° and θ be a number, not θ {theta}, φ {phi} (radians).")
    return posed(annotation, turning.aim(positions_of(annotation), part, np.array([theta, phi])))


def stretched(annotation: Annotation, part: Part, length: float) -> Annotation:
    """The part's length set (metres); what hangs on it is carried."""
    if not part.has_direction:
        raise BadOption(f"The {part.name} has no length.")
    if not 0.01 <= length <= 2:
        raise BadOption(f"A bone of {length:.3f} m: expected 0.01 to 2 m.")
    return posed(annotation, turning.stretch(positions_of(annotation), part, length))


def moved(annotation: Annotation, offset: Float[NDArray, "3"]) -> Annotation:
    """The whole person shifted (metres, camera frame); they stay in front of the camera."""
    positions = positions_of(annotation) + np.asarray(offset, dtype=float)
    if not (positions[:, 2] > 0.05).all():
        raise BadOption("That would put the person behind the camera.")
    return posed(annotation, positions)


def moved_in_image(annotation: Annotation, pixels: tuple[float, float]) -> Annotation:
    """The whole person shifted so that the hip's image moves by `pixels`."""
    camera, root = annotation.camera, positions_of(annotation)[0]
    if camera is None:
        raise BadOption("This annotation has no camera.")
    shift = np.array([pixels[0] * root[2] / camera.focal[0], pixels[1] * root[2] / camera.focal[1], 0.0])
    return moved(annotation, shift)


def approached(annotation: Annotation, factor: float) -> Annotation:
    """The whole person moved along the ray through the hip to `factor` times its depth."""
    root = positions_of(annotation)[0]
    return moved(annotation, root * (factor - 1))
