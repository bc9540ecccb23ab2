"""Crossover (paper eqs. 3–4): two parents exchange the limb bones of the sub-tree at one joint.

Numbers drawn, by the number of the pair: EXCHANGE lane 0 (coin: whether), ROOT lane 0 (below 10: position in ROOTS).
A column of a genome is a child; the first half of the columns has the fathers' skeletons, the second the mothers'.
"""

from collections.abc import Sequence

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from evopose.evolution import columns
from evopose.evolution.draws import Draws, Stream
from evopose.evolution.genome import (
    LIMB_BONES,
    Genome,
    frames,
    limbs_of,
    localised,
    seen_by,
    trunk_of,
)
from evopose.evolution.recipe import Crossover
from evopose.evolution.roots import ROOTS
from evopose.model.limb import LIMBS

HEAD_BONES = (9, 10)
"""Neck and head, which `Crossover.head` may leave out."""


def drawn_roots(options: Crossover, pairs: Draws) -> Int[Tensor, " m"]:
    """For each pair the position in ROOTS plus one; 0 for no exchange."""
    root = pairs.below(Stream.ROOT, len(ROOTS)) + 1
    return root * pairs.coins(Stream.EXCHANGE, options.rate, 1)[0]


def crossed(options: Crossover, joints: Float[Tensor, "3 17 n"], root: Int[Tensor, " m"]) -> Genome:
    """The children of n/2 = m fathers followed by m mothers (joints relative to the hip, in ORDER)."""
    trunk, vectors = trunk_of(joints), limbs_of(joints)
    torso = frames(trunk)
    lengths = torch.sqrt(columns.dot(vectors, vectors))
    seen = vectors / lengths
    if options.carry == "global":
        seen = exchanged(seen, bones_of(options, root))
    limbs = localised(seen_by(torso, seen))
    if options.carry == "local":
        limbs = exchanged(limbs, bones_of(options, root))
    return Genome(joints, trunk, torso, limbs, lengths)


def exchanged(values: Float[Tensor, "*xyz 10 n"], bones: Bool[Tensor, "10 m"]) -> Float[Tensor, "*xyz 10 n"]:
    """These bones' values of fathers' children (the first half) and mothers' have changed places, bit by bit."""
    bits = values.view(torch.int32 if values.element_size() == 4 else torch.int64)
    halves = bits.view(*values.shape[:-1], 2, -1)
    own, other = halves.unbind(-2)
    change = (own ^ other) & -bones.to(halves.dtype)
    return torch.stack([own ^ change, other ^ change], dim=-2).flatten(-2).view(values.dtype)


def bones_of(options: Crossover, root: Int[Tensor, " m"]) -> Bool[Tensor, "10 m"]:
    """Which of LIMB_BONES are exchanged."""
    return _there(options, LIMB_BONES, root)


def limbs_at(options: Crossover, root: Int[Tensor, " m"]) -> Bool[Tensor, "9 m"]:
    """Which of LIMBS are exchanged; neck and head go together."""
    return _there(options, [limb.end for limb in LIMBS], root)


def _there(options: Crossover, bones: Sequence[int], root: Int[Tensor, " m"]) -> Bool[Tensor, "k m"]:
    trees = ((), *(root.bones for root in ROOTS))
    table = [[bone in tree and (options.head or bone not in HEAD_BONES) for tree in trees] for bone in bones]
    return torch.tensor(table, device=root.device).index_select(1, root)


def other_half(values: Float[Tensor, "*rows n"]) -> Float[Tensor, "*rows n"]:
    """For each child what its other parent has."""
    half = values.shape[-1] // 2
    return torch.cat([values[..., half:], values[..., :half]], dim=-1)
