"""A made-up person for the tests of the 3D view: upright, arms apart, in the camera's frame, facing the camera."""

import numpy as np
from PySide6.QtCore import QPoint

from evopose.geometry.frames import bone_frames, torso_frames
from evopose.model.array import NDArray
from evopose.model.keypoints import Keypoints
from evopose.model.part import BODY, Part
from evopose.model.skeleton import H36M_17
from evostudio.views.scene import Overlay, Scene
from evostudio.views.skeleton_view import SkeletonView

CENTRE = np.array([0.4, 0.2, 4.0])
SIDE = 480
"""Pixels of the view."""


def standing(x: float = 0.0, z: float = 0.0) -> NDArray:
    """(17, 3) metres, moved by x and z. Facing the camera, so that the right side is on the picture's left."""
    upright = np.zeros((17, 3))
    upright[[7, 8, 9, 10]] = [[0, -0.25, 0], [0, -0.5, 0], [0, -0.6, -0.06], [0, -0.82, -0.02]]
    upright[[1, 2, 3]] = [[-0.13, 0, 0], [-0.17, 0.43, -0.04], [-0.18, 0.86, 0.02]]
    upright[[14, 15, 16]] = [[-0.18, -0.47, 0], [-0.36, -0.25, 0.03], [-0.56, -0.1, -0.06]]
    for left, right in ((4, 1), (5, 2), (6, 3), (11, 14), (12, 15), (13, 16)):
        upright[left] = upright[right] * [-1, 1, 1]
    return upright + CENTRE + np.array([x, 0.0, z])


def scene_of(positions: NDArray | None, selected: Part = BODY, **more: object) -> Scene:
    """A scene of it, with the axes of the part."""
    frame = None
    if positions is not None:
        frame = bone_frames(positions)[selected.tip - 1] if selected.has_direction else torso_frames(positions).body
    return Scene(Keypoints.empty(), positions, selected=selected, part_frame=frame, **more)  # type: ignore[arg-type]


def overlay(positions: NDArray, title: str) -> Overlay:
    """A second skeleton."""
    return Overlay(positions, np.full((17, 2), np.nan), title)


def middle_of(view: SkeletonView, joint: int) -> QPoint:
    """The pixel of a bone's middle."""
    positions = standing()
    seen = view.orbit.project((positions[joint] + positions[H36M_17.parents[joint]]) / 2, (SIDE, SIDE))
    return QPoint(*np.round(seen[:2]).astype(int).tolist())
