"""Left for right: poses and views as a mirror shows them."""

from collections.abc import Sequence

import torch
from jaxtyping import Float
from torch import Tensor

from evopose.errors import BadOption
from evopose.model.skeleton import H36M_17

SIDES = list(H36M_17.mirror)
"""For each joint of H36M-17 the one on the other side."""


def mirrored_joints(joints: Float[Tensor, "n 17 3"]) -> Float[Tensor, "n 17 3"]:
    """Of poses in a camera's frame: x turned round, left and right exchanged. Twice is nothing."""
    return joints[:, SIDES] * joints.new_tensor((-1, 1, 1))


def mirrored_pixels(pixels: Float[Tensor, "n 17 2"], centre: Float[Tensor, " n"] | float) -> Float[Tensor, "n 17 2"]:
    """Of views: u mirrored at the column `centre` (one for all, or each its own), left and right exchanged."""
    swapped = pixels[:, SIDES]
    column = centre[:, None] if isinstance(centre, Tensor) else centre
    return torch.stack([2 * column - swapped[..., 0], swapped[..., 1]], dim=-1)


def order(joints: Sequence[int]) -> list[int]:
    """For each of some joints, where among them its other side is; BadOption where that is not among them."""
    alone = [joint for joint in joints if SIDES[joint] not in joints]
    if alone:
        names = ", ".join(H36M_17.joints[joint] for joint in alone)
        raise BadOption(f"Flipping needs both sides of each joint; {names} stand alone.")
    return [list(joints).index(SIDES[joint]) for joint in joints]
