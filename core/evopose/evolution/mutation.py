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

from evopose.evolution.draws import Draws, Stream
from evopose.evolution.genome import HEAD, LIMB_SLOTS, head_direction
from evopose.evolution.recipe import LocalMutation
from evopose.geometry import components as c


class Turn(NamedTuple):
    """Rotations about unit axes."""

    axis: c.Vector
    cosine: Tensor
    sine: Tensor


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
    chosen = draws.coins(Stream.LOCAL_COIN, options.rate, 9) & eligible
    limb, child = chosen.nonzero().unbind(1)
    heads = int((limb == 0).sum())
    count = limbs.shape[-1]
    place = torch.tensor(LIMB_SLOTS, device=limb.device)[limb] * count + child
    place = torch.cat([place, HEAD * count + child[:heads]])
    flat = limbs.reshape(3, -1)
    old = flat.index_select(1, place)
    pivot = old[:, : len(limb)].clone()
    pivot[:, :heads] = torch.stack(head_direction(limbs[..., child[:heads]], lengths[:, child[:heads]]))
    new = old
    for turn in turns(options, c.split(pivot), limb, draws.of(child)):
        new = torch.stack(turned(_repeated(turn, heads), c.split(new)))
    return Mutated(flat.index_copy(1, place, new).view(limbs.shape), chosen.any(0))


def turns(options: LocalMutation, pivot: c.Vector, limb: Int[Tensor, " k"], draws: Draws) -> list[Turn]:
    """The rotations, one after another, of limbs that point to `pivot` (unit vectors in their local frames)."""
    sigma = math.radians(options.sigma_deg)
    if options.noise == "sphere":
        return [_spherical(sigma, pivot, limb, draws)]
    first = sigma * draws.normal(Stream.LOCAL_NOISE, 2 * limb)
    if options.noise == "axis":
        axis = draws.below(Stream.LOCAL_AXIS, 3, limb)
        x, y, z = ((axis == k).to(first.dtype) for k in range(3))
        return [_turn((x, y, z), first)]
    second = sigma * draws.normal(Stream.LOCAL_NOISE, 2 * limb + 1)
    return [_turn(_across_meridian(pivot), second), _turn(_vertical(first), first)]


def turned(turn: Turn, vectors: c.Vector) -> c.Vector:
    """Vectors rotated (Rodrigues)."""
    along = c.scaled(c.dot(turn.axis, vectors) * (1 - turn.cosine), turn.axis)
    beside = c.scaled(turn.sine, c.cross(turn.axis, vectors))
    kept = c.scaled(turn.cosine, vectors)
    return kept[0] + beside[0] + along[0], kept[1] + beside[1] + along[1], kept[2] + beside[2] + along[2]


def _spherical(sigma: float, pivot: c.Vector, limb: Int[Tensor, " k"], draws: Draws) -> Turn:
    """To a direction of the von Mises–Fisher distribution about the old one, κ = 1/σ² (exact inverse on the sphere)."""
    least = math.exp(-2 / sigma**2) if sigma > 0 else 0.0
    far = 1 - draws.uniform(Stream.LOCAL_NOISE, 4 * limb)
    versine = -(sigma**2) * torch.log(far + (1 - far) * least)
    azimuth = 2 * torch.pi * draws.uniform(Stream.LOCAL_NOISE, 4 * limb + 1)
    first, second = _tangents(pivot)
    cosine, sine = torch.cos(azimuth), torch.sin(azimuth)
    axis = tuple(cosine * a + sine * b for a, b in zip(first, second, strict=True))
    return Turn((axis[0], axis[1], axis[2]), 1 - versine, torch.sqrt(torch.clamp(versine * (2 - versine), min=0)))


def _tangents(v: c.Vector) -> tuple[c.Vector, c.Vector]:
    """Two unit vectors square to unit vectors and to each other, without a pole (Duff et al., JCGT 2017)."""
    x, y, z = v
    sign = torch.copysign(torch.ones_like(z), z)
    a = -1 / (sign + z)
    b = x * y * a
    return (1 + sign * x * x * a, sign * b, -sign * x), (b, sign + y * y * a, -y)


def _across_meridian(v: c.Vector) -> c.Vector:
    """The level axis about which a direction climbs towards +z; at a pole that of θ = 0."""
    x, y, _ = v
    level = torch.sqrt(x * x + y * y)
    off = level > 0
    return torch.where(off, y / level, 0.0), torch.where(off, -x / level, -1.0), torch.zeros_like(x)


def _vertical(like: Tensor) -> c.Vector:
    zero = torch.zeros_like(like)
    return zero, zero, torch.ones_like(like)


def _turn(axis: c.Vector, angle: Tensor) -> Turn:
    return Turn(axis, torch.cos(angle), torch.sin(angle))


def _repeated(turn: Turn, heads: int) -> Turn:
    """The same turn for necks and for heads, which stand at the end."""
    x, y, z, cosine, sine = (torch.cat([part, part[:heads]]) for part in (*turn.axis, turn.cosine, turn.sine))
    return Turn((x, y, z), cosine, sine)
