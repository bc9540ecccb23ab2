"""Forward kinematics of motion files: a rig of joints, turned frame by frame."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from evopose.geometry.vectors import axis_rotation
from evopose.model.array import NDArray


@dataclass(frozen=True, eq=False)
class Rig:
    """Joints in a tree, parents before children, as a motion file has them."""

    joints: tuple[str, ...]
    parents: tuple[int, ...]
    """−1 for the root."""
    offsets: Float[NDArray, "joint 3"]
    """From the parent, in the parent's frame; the file's unit."""

    def chain(self, joint: int) -> list[int]:
        """The joint and its ancestors, the root last."""
        found = [joint]
        while self.parents[found[-1]] >= 0:
            found.append(self.parents[found[-1]])
        return found

    def rest(self) -> Float[NDArray, "joint 3"]:
        """Positions with nothing turned and the root in the origin."""
        still = np.broadcast_to(np.eye(3), (len(self.joints), 1, 3, 3))
        places = self.offsets[:, None] * (np.array(self.parents) >= 0)[:, None, None]
        return np.asarray(forward(self.parents, still, places)[0])


@dataclass(frozen=True, eq=False)
class Motion:
    """What a motion file says of its rig."""

    rig: Rig
    rotations: Float[NDArray, "joint n 3 3"]
    """Of each joint against its parent."""
    moves: Mapping[int, Float[NDArray, "n 3"]]
    """Joints that have places in their parent's frame in place of an offset: the root, and others in some files."""
    seconds: float
    """From frame to frame; 0 where the file does not say."""

    def without_first(self) -> "Motion":
        """The same, a frame later."""
        moves = {joint: places[1:] for joint, places in self.moves.items()}
        return replace(self, rotations=self.rotations[:, 1:], moves=moves)

    def positions(self) -> Float[NDArray, "n joint 3"]:
        """Of all joints, in the file's world and unit."""
        frames = self.rotations.shape[1]
        places = np.repeat(self.rig.offsets[:, None], frames, axis=1)
        for joint, moved in self.moves.items():
            places[joint] = moved
        return forward(self.rig.parents, self.rotations, places)


def forward(
    parents: Sequence[int], rotations: Float[NDArray, "joint n 3 3"], places: Float[NDArray, "joint n 3"]
) -> Float[NDArray, "n joint 3"]:
    """Positions in the world, given each joint's turn against its parent and its place in the parent's frame."""
    turned = np.empty(rotations.shape)
    placed = np.empty((rotations.shape[1], len(parents), 3))
    for joint, parent in enumerate(parents):
        if parent < 0:
            turned[joint], placed[:, joint] = rotations[joint], places[joint]
        else:
            turned[joint] = turned[parent] @ rotations[joint]
            placed[:, joint] = placed[:, parent] + (turned[parent] @ places[joint][:, :, None])[..., 0]
    return placed


def euler(axes: Sequence[int], degrees: Float[NDArray, "*batch k"]) -> Float[NDArray, "*batch 3 3"]:
    """Product, left to right, of rotations about the axes (0, 1, 2: x, y, z): the last one acts first."""
    product = np.broadcast_to(np.eye(3), (*degrees.shape[:-1], 3, 3))
    for number, axis in enumerate(axes):
        product = product @ axis_rotation(np.eye(3)[axis], np.radians(degrees[..., number]))
    return np.asarray(product)


def to_euler_zyx(rotations: Float[NDArray, "*batch 3 3"]) -> Float[NDArray, "*batch 3"]:
    """Degrees about z, y and x whose product (`euler((2, 1, 0), …)`) these rotations are."""
    level = np.abs(rotations[..., 2, 0]) < 1 - 1e-12
    y = np.arcsin(np.clip(-rotations[..., 2, 0], -1, 1))
    z = np.where(level, np.arctan2(rotations[..., 1, 0], rotations[..., 0, 0]),
                 np.arctan2(-rotations[..., 0, 1], rotations[..., 1, 1]))  # fmt: skip
    x = np.where(level, np.arctan2(rotations[..., 2, 1], rotations[..., 2, 2]), 0.0)
    return np.asarray(np.degrees(np.stack([z, y, x], axis=-1)))


def to_z_up(points: Float[NDArray, "*batch 3"], up: int) -> Float[NDArray, "*batch 3"]:
    """Points of a right-handed world whose axis `up` points up, in one with z up."""
    if up == 2:
        return np.asarray(points)
    if up == 1:
        return np.stack([points[..., 0], -points[..., 2], points[..., 1]], axis=-1)
    return np.stack([-points[..., 2], points[..., 1], points[..., 0]], axis=-1)
