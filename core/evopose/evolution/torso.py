"""Torso mutation: the chest turns against the pelvis; limbs keep their local directions.

Numbers drawn, by the number of the child: TORSO_COIN lane 0 (coin), TORSO_NOISE normal lanes 0 (bend), 1 (side-bend),
2 (twist). The lower back bends about the line of the hips, chest and half as much the lower back lean to the side,
and the shoulders twist about the backbone. The backbone itself does not bend forwards: the thighs' frame hangs on
it, and legs would swing along; that is what turning both thighs is for.
"""

import math

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from evopose.evolution import columns
from evopose.evolution.draws import Draws, Stream
from evopose.evolution.genome import frames
from evopose.evolution.recipe import TorsoMutation


def torso_mutated(
    options: TorsoMutation, trunk: Float[Tensor, "3 6 n"], draws: Draws
) -> tuple[Float[Tensor, "3 6 n"], Bool[Tensor, " n"]]:
    """Trunks (bone vectors, world axes), some of them bent; and which."""
    chosen = draws.coins(Stream.TORSO_COIN, options.rate, 1)[0]
    child = chosen.nonzero()[:, 0]
    old = trunk.index_select(2, child)
    return trunk.index_copy(2, child, bent(options, old, draws.of(child))), chosen


def bent(options: TorsoMutation, trunk: Float[Tensor, "3 6 k"], draws: Draws) -> Float[Tensor, "3 6 k"]:
    """All of these trunks, bent; all bones keep their lengths."""
    sigma = math.radians(options.sigma_deg)
    bend, side, twist = (sigma * draws.normal(Stream.TORSO_NOISE, lane) for lane in range(3))
    pelvis = frames(trunk)[1]
    right, ahead = pelvis[0, :, None], pelvis[2, :, None]
    backbone = columns.unit(trunk[:, 3:4])
    spine = columns.turned(ahead, side / 2, columns.turned(right, bend, trunk[:, 2:3]))
    chest = torch.cat([trunk[:, 3:4], columns.turned(backbone, twist, trunk[:, 4:])], dim=1)
    return torch.cat([trunk[:, :2], spine, columns.turned(ahead, side, chest)], dim=1)
