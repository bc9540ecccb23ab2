"""What lies under the cursor on the photo, and what a button that is held down has hold of."""

from dataclasses import dataclass
from math import inf

from PySide6.QtCore import QPointF

from evostudio.views.picking import nearest_bone, nearest_joint
from evostudio.views.scene import Scene
from evostudio.views.zoom import Zoom

JOINT_REACH, BONE_REACH = 9.0, 12.0
"""How far from a keypoint or a bone the cursor may be, in logical pixels."""
STILL = 4.0
"""Pixels that the mouse may move in a click."""


@dataclass(frozen=True)
class Target:
    """What is at a place: one of these, or nothing."""

    joint: int = -1
    """Of the person's 2D keypoints."""
    bone: int = -1
    """Child joint of a bone of their projected pose."""
    other: int = -1
    """Position in `Scene.people` of somebody else."""


def target_at(scene: Scene | None, zoom: Zoom, at: QPointF) -> Target:
    """What the cursor points at; keypoints lie on top."""
    if scene is None:
        return Target()
    x, y = zoom.to_image(at.x(), at.y())
    joint = nearest_joint(scene.keypoints.xy, x, y, JOINT_REACH / zoom.scale)
    if joint >= 0:
        return Target(joint=joint)
    reach = BONE_REACH / zoom.scale
    bone = -1 if scene.pixels is None else nearest_bone(scene.pixels, x, y, reach)
    if bone >= 0:
        return Target(bone=bone)
    others = (n for n, xy in enumerate(scene.people) if nearest_bone(xy, x, y, reach) >= 0)
    return Target(other=next(others, -1))


@dataclass
class Press:
    """A button held down, until it is let go or the drag is given up."""

    target: Target
    start: QPointF
    last: QPointF
    grab: tuple[float, float] = (0.0, 0.0)
    """From the cursor to the keypoint that is dragged, in pixels of the photo."""
    moved: bool = False

    def move(self, at: QPointF) -> QPointF:
        """The way since the last event; small ones are still a click."""
        way = at - self.last
        if not self.moved and (at - self.start).manhattanLength() >= STILL:
            self.moved = True
        if self.moved:
            self.last = at
        return way

    def keypoint(self, zoom: Zoom, size: tuple[int, int]) -> tuple[float, float]:
        """Where the dragged keypoint is, in pixels of the photo; at most half a photo outside it."""
        x, y = zoom.to_image(self.last.x(), self.last.y())
        return _held(x + self.grab[0], size[0]), _held(y + self.grab[1], size[1])


def _held(value: float, length: int) -> float:
    low, high = (-0.5 * length, 1.5 * length) if length else (-inf, inf)
    return min(max(value, low), high)
