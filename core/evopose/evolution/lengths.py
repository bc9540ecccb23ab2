"""Bone lengths of children: the other parent's, a template's, and noise that is the same left and right.

Numbers drawn, by the number of the child: LENGTH_COIN lane 0 (coin for noise and scale), LENGTH_NOISE normal lanes
0 … 9 in the order of PAIRS, LENGTH_SCALE normal lane 0 (the whole body). A factor is never below LEAST.
"""

from typing import NamedTuple

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from evopose.evolution.crossover import other_half
from evopose.evolution.draws import Draws, Stream
from evopose.evolution.genome import LIMB_BONES, joints_of, limbs_of, trunk_of
from evopose.evolution.recipe import Lengths

TRUNK_BONES = (4, 1, 7, 8, 11, 14)
"""Bones of a genome's trunk, by their child joint."""
PAIRS = ((1, 4), (2, 5), (3, 6), (7,), (8,), (9,), (10,), (11, 14), (12, 15), (13, 16))
"""Bones (by their child joint) that share their noise."""
LEAST = 0.25


class Lengthened(NamedTuple):
    """The parts of a genome that have lengths."""

    trunk: Float[Tensor, "3 6 n"]
    lengths: Float[Tensor, "10 n"]
    changed: Bool[Tensor, " n"]
    """Children whose lengths are not those of their own skeleton."""


def changes(options: Lengths) -> bool:
    """Whether these options do anything."""
    return options.source != "own" or options.rate * (options.noise + options.scale) > 0


def template_of(positions: Float[Tensor, "n 17 3"]) -> Float[Tensor, " 16"]:
    """Mean length of each bone (order of child joints 1 … 16), metres."""
    joints = joints_of(positions.to(torch.float64))
    vectors = torch.cat([trunk_of(joints - joints[:, :1]), limbs_of(joints)], dim=1)
    means = torch.linalg.vector_norm(vectors, dim=0).mean(1)
    order = [(*TRUNK_BONES, *LIMB_BONES).index(bone) for bone in range(1, 17)]
    template: Tensor = means[order].to(torch.float32)
    return template


def relengthened(
    options: Lengths,
    trunk: Float[Tensor, "3 6 n"],
    lengths: Float[Tensor, "10 n"],
    exchanged: Bool[Tensor, "10 n"],
    template: Float[Tensor, " 16"],
    draws: Draws,
) -> Lengthened:
    """The lengths of children that exchanged these of LIMB_BONES."""
    changed = torch.zeros_like(exchanged[0])
    if options.source == "other":
        changed = exchanged.any(0)
        swapped = exchanged if options.bones == "exchanged" else changed
        lengths = torch.where(swapped, other_half(lengths), lengths)
    elif options.source == "template":
        own = torch.sqrt((trunk[0] * trunk[0] + trunk[1] * trunk[1]) + trunk[2] * trunk[2])
        trunk = trunk * (_of(template, TRUNK_BONES) / own)
        lengths, changed = _of(template, LIMB_BONES).expand_as(lengths), ~changed
    if options.rate * (options.noise + options.scale) > 0:
        chosen = draws.coins(Stream.LENGTH_COIN, options.rate, 1)[0]
        factors = torch.where(chosen, _factors(options, draws), 1.0)
        trunk, lengths = trunk * _per_bone(factors, TRUNK_BONES), lengths * _per_bone(factors, LIMB_BONES)
        changed = changed | chosen
    return Lengthened(trunk, lengths, changed)


def _factors(options: Lengths, draws: Draws) -> Float[Tensor, "10 n"]:
    """For each of PAIRS what its length is multiplied with."""
    each = 1 + options.noise * draws.lanes(draws.normal, Stream.LENGTH_NOISE, len(PAIRS))
    whole = 1 + options.scale * draws.normal(Stream.LENGTH_SCALE)
    return torch.clamp(each, min=LEAST) * torch.clamp(whole, min=LEAST)


def _per_bone(factors: Float[Tensor, "10 n"], bones: tuple[int, ...]) -> Float[Tensor, "k n"]:
    return factors[[next(place for place, pair in enumerate(PAIRS) if bone in pair) for bone in bones]]


def _of(template: Float[Tensor, " 16"], bones: tuple[int, ...]) -> Float[Tensor, "k 1"]:
    return template[[bone - 1 for bone in bones]][:, None]
