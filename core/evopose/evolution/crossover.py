"""Crossover (paper eqs. 3–4): two parents exchange the limb bones of the sub-tree at one joint.

Numbers drawn, by the number of the pair: EXCHANGE lane 0 (coin: whether), ROOT lane 0 (below 10: position in ROOTS).
A column of a genome is a child; the first half of the columns has the fathers' skeletons, the second the mothers'.
"""

from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from evopose.evolution.draws import Draws, Stream
from evopose.evolution.genome import (
    LIMB_BONES,
    LIMB_SLOTS,
    Frames,
    Genome,
    frames,
    limbs_of,
    localised,
    seen_by,
    trunk_of,
)
from evopose.evolution.recipe import Crossover
from evopose.evolution.roots import ROOTS
from evopose.geometry import components as c

HEAD_BONES = (9, 10)
"""Neck and head, which `Crossover.head` may leave out."""


class Crossed(NamedTuple):
    """Children that have exchanged bones and nothing else."""

    genome: Genome
    frames: Frames
    root: Int[Tensor, " n"]
    """int64: position in ROOTS plus one; 0 where nothing was exchanged."""


def drawn_roots(options: Crossover, pairs: Draws) -> Int[Tensor, " m"]:
    """For each pair the position in ROOTS plus one; 0 for no exchange."""
    root = pairs.below(Stream.ROOT, len(ROOTS)) + 1
    return root * pairs.coins(Stream.EXCHANGE, options.rate, 1)[0]


def crossed(options: Crossover, joints: Float[Tensor, "3 17 n"], root: Int[Tensor, " m"]) -> Crossed:
    """The children of n/2 fathers followed by n/2 mothers (joints relative to the hip, in ORDER)."""
    trunk, vectors = trunk_of(joints), limbs_of(joints)
    torso = frames(trunk)
    lengths = torch.sqrt(c.dot(*(c.split(vectors),) * 2))
    units = vectors / lengths
    exchanged = bones_of(options, root).view(10, 1, -1)
    if options.carry == "local":
        limbs = _exchange(localised(seen_by(torso, units)), exchanged)
    else:
        limbs = localised(seen_by(torso, _exchange(units, exchanged)))
    return Crossed(Genome(joints, trunk, limbs, lengths), torso, root.repeat(2))


def bones_of(options: Crossover, root: Int[Tensor, " n"]) -> Bool[Tensor, "10 n"]:
    """Which of LIMB_BONES are exchanged."""
    trees = ((), *(root.bones for root in ROOTS))
    table = [[bone in tree and (options.head or bone not in HEAD_BONES) for tree in trees] for bone in LIMB_BONES]
    return torch.tensor(table, device=root.device).index_select(1, root)


def limbs_at(options: Crossover, root: Int[Tensor, " n"]) -> Bool[Tensor, "9 n"]:
    """Which of LIMBS are exchanged; neck and head go together."""
    return bones_of(options, root)[list(LIMB_SLOTS)]


def other_half(values: Float[Tensor, "*rows n"]) -> Float[Tensor, "*rows n"]:
    """For each child what its other parent has."""
    half = values.shape[-1] // 2
    return torch.cat([values[..., half:], values[..., :half]], dim=-1)


def _exchange(limbs: Float[Tensor, "3 10 n"], exchanged: Bool[Tensor, "10 1 m"]) -> Float[Tensor, "3 10 n"]:
    halves = (3, 10, 2, -1)
    return torch.where(exchanged, other_half(limbs).view(halves), limbs.view(halves)).view(limbs.shape)
