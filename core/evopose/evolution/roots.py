"""The ten joints at which sub-trees change places in crossover, and which bones hang on each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Root:
    """A joint of H36M-17 and the bones (by their child joint) of its sub-tree."""

    name: str
    joint: int
    bones: tuple[int, ...]


ROOTS: tuple[Root, ...] = (
    Root("hip", 0, (2, 3, 5, 6)),
    Root("rhip", 1, (2, 3)),
    Root("rknee", 2, (3,)),
    Root("lhip", 4, (5, 6)),
    Root("lknee", 5, (6,)),
    Root("thorax", 8, (9, 10, 12, 13, 15, 16)),
    Root("lshoulder", 11, (12, 13)),
    Root("lelbow", 12, (13,)),
    Root("rshoulder", 14, (15, 16)),
    Root("relbow", 15, (16,)),
)
"""Limb bones alone: those of the trunk (hips, spine, shoulders) stay with the skeleton they belong to. Head and neck
belong to the thorax (in the original they never move)."""
