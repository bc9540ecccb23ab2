"""What the arrow keys do to a part of the body, in today's way and in the original tool's.

Forearms and shins: Up and Down change θ, Left and Right change φ. All other parts: Up and Down turn about the
chosen axis of the part's local frame, and (not in the original) Left and Right about the axis after it.
The original turned the whole body about the camera's axes; classic does so too.
"""

from enum import Enum
from typing import Literal

from evopose.editing.turns import nudged, turned, turned_in_camera
from evopose.model.annotation import Annotation
from evopose.model.part import BODY, Part

Mode = Literal["evoskeleton", "classic"]
AXES = ("x", "y", "z")


class Arrow(Enum):
    """An arrow key."""

    UP = (1, False)
    DOWN = (-1, False)
    LEFT = (1, True)
    RIGHT = (-1, True)

    @property
    def sign(self) -> int:
        """+1 for Up and Left, −1 for Down and Right, as in the original."""
        return self.value[0]

    @property
    def sideways(self) -> bool:
        """Left or Right."""
        return self.value[1]


def by_angles(part: Part) -> bool:
    """Whether arrows change the part's θ and φ (forearms and shins), rather than turn it about an axis."""
    return part.frame == "limb"


def pressed(annotation: Annotation, part: Part, arrow: Arrow, axis: int, step: float, mode: Mode) -> Annotation | None:
    """The annotation after one key press of `step` radians; None where the key does nothing."""
    angle = arrow.sign * step
    if by_angles(part):
        return nudged(annotation, part, 0.0 if arrow.sideways else angle, angle if arrow.sideways else 0.0)
    if mode == "classic":
        if arrow.sideways:
            return None
        turn = turned_in_camera if part == BODY else turned
        return turn(annotation, part, axis, angle)
    return turned(annotation, part, (axis + 1) % 3 if arrow.sideways else axis, angle)


def hint(part: Part, axis: int, mode: Mode) -> str:
    """What the arrow keys would do now, for the status line."""
    if by_angles(part):
        return "↑↓ θ  ←→ φ"
    if mode == "classic":
        return f"↑↓ turn about {AXES[axis]}{' of the camera' if part == BODY else ''}"
    return f"↑↓ turn about {AXES[axis]}  ←→ about {AXES[(axis + 1) % 3]}"
