"""Turning whole bodies about the hip.

Numbers drawn, by the number of the child: TURN_COIN lane 0 (coin), TURN_NOISE normal lane 0 (the angle). TURN_AXIS:
'any' uniform lanes 0 (height on the sphere) and 1 (azimuth); 'coordinate' lane 0 (below 3: x, y or z); 'heading'
uniform lanes 0 (yaw) and 1 (azimuth of the level axis of the tilt, which comes before the yaw).
"""

import math

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from evopose.evolution import columns
from evopose.evolution.draws import Draws, Stream
from evopose.evolution.recipe import Orientation


def reoriented(
    options: Orientation, joints: Float[Tensor, "3 17 n"], draws: Draws
) -> tuple[Float[Tensor, "3 17 n"], Bool[Tensor, " n"]]:
    """Joints relative to the hip, some bodies turned; and which."""
    chosen = draws.coins(Stream.TURN_COIN, options.rate, 1)[0]
    child = chosen.nonzero()[:, 0]
    moved = joints.index_select(2, child)
    for axis, angle in turns(options, draws.of(child)):
        moved = columns.turned(axis[:, None], angle, moved)
    return joints.index_copy(2, child, moved), chosen


def turns(options: Orientation, draws: Draws) -> list[tuple[Float[Tensor, "3 k"], Float[Tensor, " k"]]]:
    """Unit axes and angles of the turns, one after another, of these bodies."""
    angle = math.radians(options.sigma_deg) * draws.normal(Stream.TURN_NOISE)
    if options.axis == "coordinate":
        axis = torch.nn.functional.one_hot(draws.below(Stream.TURN_AXIS, 3), 3)
        return [(axis.T.to(angle.dtype), angle)]
    first = draws.uniform(Stream.TURN_AXIS, 0)
    azimuth = 2 * torch.pi * draws.uniform(Stream.TURN_AXIS, 1)
    level = torch.stack([torch.cos(azimuth), torch.sin(azimuth), torch.zeros_like(azimuth)])
    vertical = angle.new_tensor([0, 0, 1])[:, None]
    if options.axis == "any":
        height = 2 * first - 1
        return [(level * torch.sqrt(1 - height * height) + vertical * height, angle)]
    return [(level, angle), (vertical.expand_as(level), 2 * torch.pi * first)]
