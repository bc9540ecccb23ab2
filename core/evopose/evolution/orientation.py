"""Turning whole bodies about the hip.

Numbers drawn, by the number of the child: TURN_COIN lane 0 (coin), TURN_NOISE normal lane 0 (the angle). TURN_AXIS:
'any' uniform lanes 0 (height on the sphere) and 1 (azimuth); 'coordinate' lane 0 (below 3: x, y or z); 'heading'
uniform lanes 0 (yaw) and 1 (azimuth of the level axis of the tilt, which comes before the yaw).
"""

import math

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from evopose.evolution.draws import Draws, Stream
from evopose.evolution.mutation import Turn, turned
from evopose.evolution.recipe import Orientation
from evopose.geometry import components as c


def reoriented(
    options: Orientation, joints: Float[Tensor, "3 17 n"], draws: Draws
) -> tuple[Float[Tensor, "3 17 n"], Bool[Tensor, " n"]]:
    """Joints relative to the hip, some bodies turned; and which."""
    chosen = draws.coins(Stream.TURN_COIN, options.rate, 1)[0]
    child = chosen.nonzero()[:, 0]
    moved = c.split(joints.index_select(2, child))
    for turn in turns(options, draws.of(child)):
        moved = turned(turn, moved)
    return joints.index_copy(2, child, torch.stack(moved)), chosen


def turns(options: Orientation, draws: Draws) -> list[Turn]:
    """The rotations, one after another, of these bodies."""
    angle = math.radians(options.sigma_deg) * draws.normal(Stream.TURN_NOISE)
    if options.axis == "coordinate":
        axis = draws.below(Stream.TURN_AXIS, 3)
        x, y, z = ((axis == k).to(angle.dtype) for k in range(3))
        return [_turn((x, y, z), angle)]
    first = draws.uniform(Stream.TURN_AXIS, 0)
    azimuth = 2 * torch.pi * draws.uniform(Stream.TURN_AXIS, 1)
    if options.axis == "any":
        height = 2 * first - 1
        level = torch.sqrt(1 - height * height)
        return [_turn((level * torch.cos(azimuth), level * torch.sin(azimuth), height), angle)]
    zero = torch.zeros_like(angle)
    tilt = _turn((torch.cos(azimuth), torch.sin(azimuth), zero), angle)
    return [tilt, _turn((zero, zero, zero + 1), 2 * torch.pi * first)]


def _turn(axis: c.Vector, angle: Tensor) -> Turn:
    return Turn(axis, torch.cos(angle), torch.sin(angle))
