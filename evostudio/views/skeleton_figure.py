"""The solid that a scene's person is drawn as: rounded cones and balls with their roles; knows no toolkit."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Bool, Float, Int

from evopose.geometry.frames import torso_frames
from evopose.model.array import NDArray
from evopose.model.limb import LIMBS
from evopose.model.part import Part, part
from evopose.model.skeleton import H36M_17
from evostudio.views.scene import Scene

NOSE, CROWN = 9, 10
BONE_RADII = {
    1: (33, 33), 2: (46, 32), 3: (34, 19), 4: (33, 33), 5: (46, 32), 6: (34, 19), 7: (40, 34), 8: (34, 38), 9: (28, 24),
    11: (27, 28), 12: (33, 24), 13: (25, 14), 14: (27, 28), 15: (33, 24), 16: (25, 14),
}  # fmt: skip
"""Where a bone begins and ends, in millimetres on an adult."""
JOINT_RADII = (49, 49, 40, 27, 49, 40, 27, 41, 46, 29, 0, 39, 31, 22, 39, 31, 22)
"""Millimetres; the head has none."""
ADULT_BACK = 0.5
"""Metres from hip to thorax of the body that the radii are of."""


@dataclass(frozen=True, eq=False)
class Figure:
    """n solids: each the hull of two balls (a lone ball where both are the same)."""

    starts: Float[NDArray, "n 3"]
    """Metres, camera frame."""
    ends: Float[NDArray, "n 3"]
    radii: Float[NDArray, "n 2"]
    """Of the two balls, in metres."""
    joints: Int[NDArray, " n"]
    """The joint that ends the bone it belongs to."""
    kinds: tuple[str, ...]
    """'bone', 'joint', 'head' or 'nose'."""
    roles: tuple[str, ...]
    """The theme's colour: 'left', 'right', 'middle' or 'invalid'."""
    selected: Bool[NDArray, " n"]
    hovered: Bool[NDArray, " n"]
    size: float
    """Of this body, an adult's being 1."""
    ground: float
    """y of the floor, in metres: below the lowest joint."""

    def __len__(self) -> int:
        return len(self.kinds)

    @cached_property
    def balls(self) -> Bool[NDArray, " n"]:
        """Which are joints."""
        return np.array([kind == "joint" for kind in self.kinds], dtype=bool)

    @cached_property
    def outlined(self) -> Bool[NDArray, " n"]:
        """Which get an outline: the selected ones, unless all are."""
        return self.selected & ~self.selected[~self.balls].all()

    @cached_property
    def begins(self) -> Bool[NDArray, "n n"]:
        """Which bones (rows) begin at which joint's ball (columns)."""
        parents = np.array(H36M_17.parents)[self.joints]
        pairs: NDArray = self._bones[:, None] & self.balls[None] & (parents[:, None] == self.joints[None])
        return pairs

    @cached_property
    def finishes(self) -> Bool[NDArray, "n n"]:
        """Which bones (rows) end at which joint's ball (columns)."""
        pairs: NDArray = self._bones[:, None] & self.balls[None] & (self.joints[:, None] == self.joints[None])
        return pairs

    @cached_property
    def _bones(self) -> Bool[NDArray, " n"]:
        return np.array([kind == "bone" for kind in self.kinds], dtype=bool)

    @cached_property
    def related(self) -> Bool[NDArray, "n n"]:
        """Which pairs share a joint."""
        touches = np.zeros((len(self), len(H36M_17.joints)), dtype=bool)
        rows = np.arange(len(self))
        touches[rows, self.joints] = True
        spans = ~self.balls
        touches[rows[spans], np.array(H36M_17.parents)[self.joints[spans]]] = True
        return np.asarray((touches[:, None] & touches[None]).any(axis=-1))


def bones_of(chosen: Part | None) -> frozenset[int]:
    """Bones (by their child joints) that a part consists of: from tip up to pivot; all of the body."""
    if chosen is None:
        return frozenset()
    if not chosen.has_direction:
        return frozenset(j for j in chosen.moves if j and (chosen.name == "body" or H36M_17.parents[j] == chosen.pivot))
    bones, joint = [], chosen.tip
    while joint not in (chosen.pivot, -1):
        bones.append(joint)
        joint = H36M_17.parents[joint]
    return frozenset(bones)


def invalid_bones(scene: Scene) -> frozenset[int]:
    """Bones of the limbs outside the joint limits."""
    return frozenset(bone for limb in scene.invalid for bone in bones_of(part(LIMBS[limb].name)))


def ahead_of(positions: Float[NDArray, "17 3"] | None) -> Float[NDArray, "3"]:
    """Where the person's body faces; nan where that cannot be told."""
    return np.full(3, np.nan) if positions is None else torso_frames(np.asarray(positions, dtype=float)).body[:, 2]


def extent(scene: Scene) -> Float[NDArray, "n 3"]:
    """All finite points that a view of the scene has to hold."""
    sets = [scene.positions, *(layer.positions for layer in (scene.ghost, scene.other) if layer)]
    points = np.concatenate(
        [np.empty((0, 3)), *(np.asarray(points, dtype=float) for points in sets if points is not None)]
    )
    finite: NDArray = points[np.isfinite(points).all(axis=-1)]
    return finite


def figure_of(scene: Scene) -> Figure | None:
    """The solids of a scene's person; None where no joint has a position."""
    if scene.positions is None or not np.isfinite(scene.positions).all(axis=-1).any():
        return None
    positions = np.asarray(scene.positions, dtype=float)
    size = body_size(positions)
    solids = [*_bones(positions), *_joints(positions), *_head(positions)]
    known = [solid for solid in solids if np.isfinite(solid.start).all() and np.isfinite(solid.end).all()]
    invalid = invalid_bones(scene)
    sides = H36M_17.sides
    joints = np.array([solid.joint for solid in known], dtype=int)
    return Figure(
        starts=np.array([solid.start for solid in known]).reshape(-1, 3),
        ends=np.array([solid.end for solid in known]).reshape(-1, 3),
        radii=np.array([solid.radii for solid in known]).reshape(-1, 2) * (size / 1000),
        joints=joints,
        kinds=tuple(solid.kind for solid in known),
        roles=tuple("invalid" if solid.joint in invalid else sides[solid.joint] for solid in known),
        selected=np.isin(joints, list(bones_of(scene.selected))),
        hovered=np.isin(joints, list(bones_of(scene.hovered))),
        size=size,
        ground=float(np.nanmax(positions[:, 1])) + 0.045 * size,
    )


def body_size(positions: Float[NDArray, "17 3"]) -> float:
    """How large a body is, an adult's being 1; 1 where its back is unknown."""
    back = float(np.linalg.norm(positions[8] - positions[0]))
    return min(max(back / ADULT_BACK, 0.02), 50.0) if np.isfinite(back) else 1.0


@dataclass(frozen=True, eq=False)
class _Solid:
    kind: str
    joint: int
    start: Float[NDArray, "3"]
    end: Float[NDArray, "3"]
    radii: Sequence[float]
    """Millimetres on an adult."""


def _bones(positions: Float[NDArray, "17 3"]) -> list[_Solid]:
    parents = H36M_17.parents
    return [_Solid("bone", j, positions[parents[j]], positions[j], radii) for j, radii in BONE_RADII.items()]


def _joints(positions: Float[NDArray, "17 3"]) -> list[_Solid]:
    return [_Solid("joint", j, positions[j], positions[j], (r, r)) for j, r in enumerate(JOINT_RADII) if r]


def _head(positions: Float[NDArray, "17 3"]) -> list[_Solid]:
    """An egg between the head's two joints, and a nose square to it that points where the shoulders face."""
    chin, crown = positions[NOSE], positions[CROWN]
    up = crown - chin
    length = float(np.linalg.norm(up))
    if not length > 1e-6:
        return []
    size = body_size(positions)
    low, high = chin + 0.30 * up, crown - min(0.082 * size, 0.45 * length) * up / length
    solids = [_Solid("head", CROWN, low, high, (64, 86))]
    ahead = torso_frames(positions).shoulder[:, 2]
    ahead = ahead - up * (ahead @ up) / length**2
    reach = float(np.linalg.norm(ahead))
    if reach > 0.05:
        middle, forward = 0.55 * low + 0.45 * high, ahead / reach * size
        solids.append(_Solid("nose", CROWN, middle + 0.060 * forward, middle + 0.104 * forward, (26, 15)))
    return solids
