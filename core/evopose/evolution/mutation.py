"""Local mutation (paper eq. 5): turning single limbs in their local frames.

Numbers drawn, by the number of the child; l = 0 … 8 is the limb in LIMBS (0 turns neck and head as one):
LOCAL_COIN lane l (coin); LOCAL_NOISE: 'angles' normal lanes 2l (θ) and 2l + 1 (φ), 'axis' normal lane 2l (angle),
'sphere' uniform lanes 4l (how far) and 4l + 1 (which way); LOCAL_AXIS lane l (below 3: x, y or z).
"""

import math
from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from evopose.evolution import columns
from evopose.evolution.draws import Draws, Stream
from evopose.evolution.genome import HEAD, LIMB_SLOTS, head_direction
from evopose.evolution.recipe import LocalMutation


class Turn(NamedTuple):
    """Rotations about unit axes."""

    axis: Float[Tensor, "3 k"]
    cosine: Float[Tensor, " k"]
    sine: Float[Tensor, " k"]


class Mutated(NamedTuple):
    """Limbs after mutation."""

    limbs: Float[Tensor, "3 10 n"]
    touched: Bool[Tensor, " n"]
    """Children of whom any limb was turned."""


def mutated(
    options: LocalMutation,
    limbs: Float[Tensor, "3 10 n"],
    lengths: Float[Tensor, "10 n"],
    eligible: Bool[Tensor, "9 n"],
    draws: Draws,
) -> Mutated:
    """Limbs (unit, local), some of them turned: of those `eligible`."""
    count = limbs.shape[-1]
    chosen = (draws.coins(Stream.LOCAL_COIN, options.rate, 9) & eligible).view(-1).nonzero()[:, 0]
    limb = chosen // count
    child = chosen - limb * count
    heads = int((limb == 0).sum())
    place = torch.tensor(LIMB_SLOTS, device=limb.device)[limb] * count + child
    place = torch.cat([place, HEAD * count + child[:heads]])
    flat = limbs.reshape(3, -1)
    old = flat.index_select(1, place)
    pivot = old[:, : len(limb)].clone()
    pivot[:, :heads] = head_direction(limbs[..., child[:heads]], lengths[:, child[:heads]])
    new = old
    for turn in turns(options, pivot, limb, draws.of(child)):
        new = columns.rotated(*_repeated(turn, heads), new)
    touched = torch.zeros(count, dtype=torch.bool, device=limb.device).index_fill_(0, child, True)
    return Mutated(flat.index_copy(1, place, new).view(limbs.shape), touched)


def turns(options: LocalMutation, pivot: Float[Tensor, "3 k"], limb: Int[Tensor, " k"], draws: Draws) -> list[Turn]:
    """The rotations, one after another, of limbs that point to `pivot` (unit vectors in their local frames)."""
    sigma = math.radians(options.sigma_deg)
    if options.noise == "sphere":
        return [_spherical(sigma, pivot, limb, draws)]
    if options.noise == "axis":
        axis = torch.nn.functional.one_hot(draws.below(Stream.LOCAL_AXIS, 3, limb), 3)
        return [_turn(axis.T.to(pivot.dtype), sigma * draws.normal(Stream.LOCAL_NOISE, 2 * limb))]
    around, upwards = sigma * draws.normal(Stream.LOCAL_NOISE, torch.stack([2 * limb, 2 * limb + 1]))
    vertical = pivot.new_tensor([0, 0, 1])[:, None].expand_as(pivot)
    return [_turn(_across_meridian(pivot), upwards), _turn(vertical, around)]


def _spherical(sigma: float, pivot: Float[Tensor, "3 k"], limb: Int[Tensor, " k"], draws: Draws) -> Turn:
    """To a direction of the von Mises–Fisher distribution about the old one, κ = 1/σ² (exact inverse on the sphere)."""
    least = math.exp(-2 / sigma**2) if sigma > 0 else 0.0
    far = 1 - draws.uniform(Stream.LOCAL_NOISE, 4 * limb)
    versine = -(sigma**2) * torch.log(far + (1 - far) * least)
    azimuth = 2 * torch.pi * draws.uniform(Stream.LOCAL_NOISE, 4 * limb + 1)
    first, second = _tangents(pivot)
    axis = torch.cos(azimuth) * first + torch.sin(azimuth) * second
    return Turn(axis, 1 - versine, torch.sqrt(torch.clamp(versine * (2 - versine), min=0)))


def _tangents(v: Float[Tensor, "3 k"]) -> tuple[Tensor, Tensor]:
    """Two unit vectors square to unit vectors and to each other, without a pole (Duff et al., JCGT 2017)."""
    x, y, z = v.unbind(0)
    sign = torch.copysign(torch.ones_like(z), z)
    a = -1 / (sign + z)
    b = x * y * a
    return torch.stack([1 + sign * x * x * a, sign * b, -sign * x]), torch.stack([b, sign + y * y * a, -y])


def _across_meridian(v: Float[Tensor, "3 k"]) -> Float[Tensor, "3 k"]:
    """The level axis about which a direction climbs towards +z; at a pole that of θ = 0."""
    x, y, _ = v.unbind(0)
    level = torch.sqrt(x * x + y * y)
    off = level > 0
    return torch.stack([torch.where(off, y / level, 0.0), torch.where(off, -x / level, -1.0), torch.zeros_like(x)])


def _turn(axis: Float[Tensor, "3 k"], angle: Float[Tensor, " k"]) -> Turn:
    return Turn(axis, torch.cos(angle), torch.sin(angle))


def _repeated(turn: Turn, heads: int) -> Turn:
    """The same turn for necks and for heads, which stand at the end."""
    return Turn(*(torch.cat([part, part[..., :heads]], dim=-1) for part in turn))
