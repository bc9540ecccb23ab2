"""A skeleton: named joints in a tree. H36M-17 is the one the program works in."""

from dataclasses import dataclass
from functools import cached_property

from evopose.errors import UnknownJoint


@dataclass(frozen=True)
class Skeleton:
    """Joints in a tree, parents before children. A bone is named by its child joint."""

    name: str
    joints: tuple[str, ...]
    parents: tuple[int, ...]
    """Index of each joint's parent; −1 for the root."""

    def index(self, joint: str) -> int:
        """Number of the joint called so; UnknownJoint otherwise."""
        try:
            return self.joints.index(joint)
        except ValueError:
            raise UnknownJoint(joint, self.joints) from None

    @property
    def bones(self) -> tuple[str, ...]:
        """Names of the bones, in the order of their child joints."""
        return tuple(joint for joint, parent in zip(self.joints, self.parents, strict=True) if parent >= 0)

    def subtree(self, joint: int) -> tuple[int, ...]:
        """The joint and all that hangs on it."""
        found = [joint]
        for child, parent in enumerate(self.parents):
            if parent in found:
                found.append(child)
        return tuple(found)

    @cached_property
    def mirror(self) -> tuple[int, ...]:
        """For each joint the one on the other side (itself on the middle line)."""
        return tuple(self.joints.index(_other_side(joint, self.joints)) for joint in self.joints)

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """'left', 'right' or 'middle' for each joint."""
        return tuple(
            "middle" if other == own else ("left" if joint.startswith("l") else "right")
            for own, (joint, other) in enumerate(zip(self.joints, self.mirror, strict=True))
        )


def _other_side(joint: str, joints: tuple[str, ...]) -> str:
    swapped = {"l": "r", "r": "l"}.get(joint[0], joint[0]) + joint[1:]
    return swapped if swapped in joints else joint


H36M_17 = Skeleton(
    "h36m_17",
    (
        "hip", "rhip", "rknee", "rankle", "lhip", "lknee", "lankle", "spine", "thorax",
        "neck", "head", "lshoulder", "lelbow", "lwrist", "rshoulder", "relbow", "rwrist",
    ),
    (-1, 0, 1, 2, 0, 4, 5, 0, 7, 8, 9, 8, 11, 12, 8, 14, 15),
)  # fmt: skip
"""The working skeleton: Human3.6M's 17 joints."""
