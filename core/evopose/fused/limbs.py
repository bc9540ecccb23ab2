"""The limbs of a child: whose directions it has, and how they mutate (the twins of evolution.crossover and mutation).

Each ends up as unit vectors in its torso frame, which is what joint limits look at. `own` and `other` are the places
of the parents in `work`, `child` that of the child; `given` and `may` are the limbs (bits, order of LIMBS) that come
from the other parent and that may mutate.
"""

import numpy as np

from evopose.fused import draws
from evopose.fused import geometry as g
from evopose.fused.compiling import inlined
from evopose.fused.limits import CHAINS
from evopose.fused.record import HIP, LENGTHS, SEEN, SHOULDER, keep, kept, kept_basis
from evopose.fused.settings import Settings
from evopose.fused.turning import Turn, local_turns, turned
from evopose.model.array import NDArray

_NECK, _HEAD = 9, 10


@inlined
def head(
    s: Settings, keys: NDArray, base: int, work: NDArray, own: int, other: int, child: int, given: int, may: int
) -> bool:
    """Fills in neck and head; whether they mutated, as one."""
    source = other if given & 1 else own
    neck, top = kept(work, source + SEEN + 3 * _NECK), kept(work, source + SEEN + 3 * _HEAD)
    if given & 1 and s.carry_global:
        neck = _carried(work, own + SHOULDER, other + SHOULDER, neck)
        top = _carried(work, own + SHOULDER, other + SHOULDER, top)
    turn = bool(may & 1) and draws.coin(keys, base, draws.LOCAL_COIN, 0, s.local)
    if turn:
        pivot = _direction(neck, work[own + LENGTHS + _NECK], top, work[own + LENGTHS + _HEAD])
        turns = local_turns(s.local_noise, s.local_sigma, keys, base, 0, pivot)
        neck, top = _mutated(turns, neck), _mutated(turns, top)
    keep(work, child + SEEN + 3 * _NECK, neck)
    keep(work, child + SEEN + 3 * _HEAD, top)
    return turn


@inlined
def head_direction(work: NDArray, child: int) -> g.Vector:
    """Unit vector thorax → head top in Rˢ."""
    neck, top = kept(work, child + SEEN + 3 * _NECK), kept(work, child + SEEN + 3 * _HEAD)
    return _direction(neck, work[child + LENGTHS + _NECK], top, work[child + LENGTHS + _HEAD])


@inlined
def limb(
    s: Settings,
    keys: NDArray,
    base: int,
    work: NDArray,
    own: int,
    other: int,
    child: int,
    given: int,
    may: int,
    chain: int,
) -> bool:
    """Fills in both bones of an arm or leg (place in CHAINS); whether any of them mutated."""
    place, first = 2 * chain + 1, SEEN + 3 * (CHAINS[chain] + 1)
    upper_given, lower_given = bool(given >> place & 1), bool(given >> (place + 1) & 1)
    upper = kept(work, (other if upper_given else own) + first)
    lower = kept(work, (other if lower_given else own) + first + 3)
    frame = SHOULDER if chain < 2 else HIP
    if s.carry_global and upper_given:
        upper = _carried(work, own + frame, other + frame, upper)
    if s.carry_global and lower_given:
        lower = _carried(work, own + frame, other + frame, lower)
    turn_upper = bool(may >> place & 1) and draws.coin(keys, base, draws.LOCAL_COIN, place, s.local)
    turn_lower = bool(may >> (place + 1) & 1) and draws.coin(keys, base, draws.LOCAL_COIN, place + 1, s.local)
    mixed = upper_given != lower_given and not s.carry_global
    if mixed or turn_upper or turn_lower:
        parent = kept(work, (other if lower_given else own) + first) if mixed else upper
        local = g.into(g.limb_basis(parent), lower)
        for part in range(2):
            if turn_lower if part else turn_upper:
                pivot = local if part else upper
                moved = _mutated(local_turns(s.local_noise, s.local_sigma, keys, base, place + part, pivot), pivot)
                upper, local = (upper, moved) if part else (moved, local)
        lower = g.out_of(g.limb_basis(upper), local)
    keep(work, child + first, upper)
    keep(work, child + first + 3, lower)
    return turn_upper or turn_lower


@inlined
def _direction(neck: g.Vector, neck_length: np.float32, top: g.Vector, top_length: np.float32) -> g.Vector:
    return g.unit(g.plus(g.scaled(neck_length, neck), g.scaled(top_length, top)))


@inlined
def _carried(work: NDArray, own: int, other: int, v: g.Vector) -> g.Vector:
    """What keeps its direction in the world, seen from another torso frame."""
    return g.into(kept_basis(work, own), g.out_of(kept_basis(work, other), v))


@inlined
def _mutated(turns: tuple[Turn, Turn], v: g.Vector) -> g.Vector:
    return turned(turns[1], turned(turns[0], v))
