"""Rigid turns of parts of the body: all that hangs on a part is carried (design §3, last paragraph of the editor)."""

from typing import cast

import numpy as np
from jaxtyping import Float

from evopose.geometry.frames import bones, limb_frames, torso_frames
from evopose.geometry.spherical import to_angles, to_vectors
from evopose.geometry.vectors import axis_rotation, rotation_between, unit
from evopose.model.array import Array, NDArray, array_namespace
from evopose.model.part import Part


def part_frame(positions: Float[Array, "*batch 17 3"], part: Part) -> Float[Array, "*batch 3 3"]:
    """The local frame of a part, axes as columns; for forearms and shins the one built on the parent bone."""
    frames = torso_frames(positions)
    if part.frame == "limb":
        torso = frames.shoulder if part.pivot in (12, 15) else frames.body
        return limb_frames(torso, bones(positions, (part.pivot,)))[..., 0, :, :]
    return frames.shoulder if part.frame == "shoulder" else frames.body


def turn(
    positions: Float[Array, "*batch 17 3"], part: Part, rotation: Float[Array, "*batch 3 3"]
) -> Float[Array, "*batch 17 3"]:
    """The joints with those of `part` turned about its pivot by `rotation` (in the frame of `positions`)."""
    xp = array_namespace(positions, rotation)
    pivot = positions[..., part.pivot, :][..., None, :]
    turned = (positions - pivot) @ xp.matrix_transpose(rotation) + pivot
    return xp.stack([(turned if joint in part.moves else positions)[..., joint, :] for joint in range(17)], axis=-2)


def turn_about_axis(positions: Float[NDArray, "17 3"], part: Part, axis: int, angle: float) -> Float[NDArray, "17 3"]:
    """`part` turned by `angle` (radians) about axis 0, 1 or 2 of its own local frame."""
    frame = part_frame(positions, part)
    return cast(NDArray, turn(positions, part, axis_rotation(frame[:, axis], np.asarray(angle))))


def direction(positions: Float[Array, "*batch 17 3"], part: Part) -> Float[Array, "*batch 2"]:
    """θ and φ of a part (pivot → tip) in its local frame, in radians; nan for the body and the pelvis."""
    xp = array_namespace(positions)
    vector = unit(positions[..., part.tip, :] - positions[..., part.pivot, :])
    return to_angles(xp.sum(part_frame(positions, part) * vector[..., :, None], axis=-2))


def aim(positions: Float[NDArray, "17 3"], part: Part, angles: Float[NDArray, "2"]) -> Float[NDArray, "17 3"]:
    """`part` turned by the smallest rotation so that pivot → tip has θ and φ `angles` (radians) in its frame of now."""
    target = part_frame(positions, part) @ to_vectors(np.asarray(angles, dtype=float))
    current = positions[part.tip] - positions[part.pivot]
    return cast(NDArray, turn(positions, part, rotation_between(current, target)))


def stretch(positions: Float[NDArray, "17 3"], part: Part, length: float) -> Float[NDArray, "17 3"]:
    """The distance pivot → tip set to `length` (metres); all beyond the tip is carried."""
    along = positions[part.tip] - positions[part.pivot]
    shift = along * (length / np.linalg.norm(along) - 1)
    first = set(part.moves)
    return np.stack([row + shift if joint in first else row for joint, row in enumerate(positions)])


def mirrored(positions: Float[Array, "*batch 17 3"]) -> Float[Array, "*batch 17 3"]:
    """The pose seen in a mirror: x about the hip reversed, and left and right change names."""
    from evopose.model.skeleton import H36M_17

    xp = array_namespace(positions)
    root = positions[..., :1, :]
    swapped = positions[..., list(H36M_17.mirror), :] - root
    return xp.stack([-swapped[..., 0], swapped[..., 1], swapped[..., 2]], axis=-1) + root
