"""The person that is fitted: bones of fixed proportions, and joints from bone directions."""

from functools import cache

import numpy as np
from jaxtyping import Float

from evopose.model.array import NDArray
from evopose.model.skeleton import H36M_17

Directions = Float[NDArray, "*batch 16 3"]
"""Unit vectors of the bones that end at joints 1 … 16."""


@cache
def chain() -> Float[NDArray, "17 16"]:
    """1 where a bone (column) lies between the hip and a joint (row): joints = chain @ bone vectors."""
    matrix = np.zeros((17, 16))
    for joint in range(1, 17):
        matrix[joint] = matrix[H36M_17.parents[joint]]
        matrix[joint, joint - 1] = 1
    return matrix


def bone_vectors(positions: Float[NDArray, "*batch 17 3"]) -> Float[NDArray, "*batch 16 3"]:
    """Child − parent of each bone, in the unit of `positions`."""
    return np.asarray(positions[..., 1:, :] - positions[..., list(H36M_17.parents[1:]), :])


def joints(directions: Directions, lengths: Float[NDArray, " 16"]) -> Float[NDArray, "*batch 17 3"]:
    """Joints with the hip at the origin, in the unit of `lengths`."""
    return np.asarray(chain() @ (directions * lengths[:, None]))


def directions_of(positions: Float[NDArray, "*batch 17 3"]) -> Directions:
    """Unit vectors of all bones."""
    vectors = bone_vectors(np.asarray(positions, dtype=float))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True))


def mirrored_directions(directions: Directions) -> Directions:
    """The pose in a mirror whose normal is x: left and right change places."""
    swap = [H36M_17.mirror[joint] - 1 for joint in range(1, 17)]
    return np.asarray(directions[..., swap, :] * np.array([-1.0, 1.0, 1.0]))


def facing_ahead(directions: Directions) -> Directions:
    """The pose turned about the vertical (z) until the person's right, from hips and shoulders, points along +x."""
    right = directions[..., 0, :] - directions[..., 3, :] + directions[..., 13, :] - directions[..., 10, :]
    angle = -np.arctan2(right[..., 1], right[..., 0])
    c, s = np.cos(angle)[..., None], np.sin(angle)[..., None]
    x, y, z = (directions[..., i] for i in range(3))
    return np.stack([c * x - s * y, s * x + c * y, z], axis=-1)
