"""The nine limb directions that joint limits, crossover and distributions speak of, in the paper's order."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Limb:
    """One of the nine directions: from `start` to `end`, seen from its frame."""

    name: str
    start: int
    """Joint of H36M-17 where it begins."""
    end: int
    """Joint where it ends."""
    frame: Literal["shoulder", "hip"]
    """The torso frame that it, or for forearms and shins its parent's frame, is derived from."""
    parent: int | None = None
    """Position in LIMBS of the limb it hangs on, for forearms and shins."""

    @property
    def conditional(self) -> bool:
        """Whether what is valid depends on the parent limb's direction."""
        return self.parent is not None


LIMBS: tuple[Limb, ...] = (
    Limb("head", 8, 10, "shoulder"),
    Limb("left upper arm", 11, 12, "shoulder"),
    Limb("left forearm", 12, 13, "shoulder", parent=1),
    Limb("right upper arm", 14, 15, "shoulder"),
    Limb("right forearm", 15, 16, "shoulder", parent=3),
    Limb("left thigh", 4, 5, "hip"),
    Limb("left shin", 5, 6, "hip", parent=5),
    Limb("right thigh", 1, 2, "hip"),
    Limb("right shin", 2, 3, "hip", parent=7),
)
"""Key 1 … 9 of the editor."""
