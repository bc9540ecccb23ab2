"""The parts of the body that the editor turns: the whole, the nine limbs, and the bones of the torso."""

from dataclasses import dataclass
from typing import Literal

from evopose.errors import UnknownName
from evopose.model.limb import LIMBS
from evopose.model.skeleton import H36M_17

Frame = Literal["body", "shoulder", "hip", "limb"]


@dataclass(frozen=True)
class Part:
    """Something one can select and turn rigidly: the joints in `moves` about `pivot`."""

    name: str
    pivot: int
    """Joint that stays."""
    tip: int
    """Joint whose direction from the pivot is shown; the pivot itself where there is none."""
    moves: tuple[int, ...]
    """Joints that are carried."""
    frame: Frame
    """The local frame of its axes; 'limb' is that of forearms and shins, built on their parent bone."""
    limb: int | None = None
    """Position in LIMBS, if it is one of the nine."""

    @property
    def has_direction(self) -> bool:
        """Whether θ and φ mean something for it."""
        return self.tip != self.pivot


def _limb(number: int) -> Part:
    limb = LIMBS[number]
    first = 9 if limb.name == "head" else limb.end
    return Part(
        limb.name, limb.start, limb.end, H36M_17.subtree(first), "limb" if limb.conditional else limb.frame, number
    )


def _torso(name: str, joint: int, frame: Frame = "body") -> Part:
    return Part(name, H36M_17.parents[joint], joint, H36M_17.subtree(joint), frame)


BODY = Part("body", 0, 0, tuple(range(17)), "body")
PELVIS = Part("pelvis", 0, 0, (1, 2, 3, 4, 5, 6), "body")

PARTS: tuple[Part, ...] = (
    BODY,
    *(_limb(number) for number in range(9)),
    _torso("spine", 7),
    _torso("chest", 8),
    PELVIS,
    _torso("left hip", 4),
    _torso("right hip", 1),
    _torso("left shoulder", 11),
    _torso("right shoulder", 14),
    _torso("neck", 9, "shoulder"),
    _torso("skull", 10, "shoulder"),
)
"""In the order of Tab: the body (key 0), the nine limbs (keys 1 … 9), the torso."""


def part(name: str) -> Part:
    """The part called so; UnknownName otherwise."""
    for candidate in PARTS:
        if candidate.name == name:
            return candidate
    raise UnknownName("body part", name, [candidate.name for candidate in PARTS])


def part_of_bone(joint: int) -> Part:
    """The part that is selected when the bone ending at `joint` (1 … 16 of H36M-17) is clicked."""
    by_tip = {candidate.tip: candidate for candidate in reversed(PARTS) if candidate.has_direction}
    return by_tip.get(joint, BODY)
