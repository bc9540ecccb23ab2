"""The limbs of a child: whose directions it has, and how they mutate (the twins of evolution.crossover and mutation).

Each limb ends up as unit vectors in its torso frame, which is what joint limits look at.
"""

from evopose.fused import draws
from evopose.fused import geometry as g
from evopose.fused.compiling import compiled
from evopose.fused.parents import CHAINS, Pair, keep, kept, kept_basis
from evopose.fused.settings import Settings
from evopose.fused.turning import Turn, local_turns, turned
from evopose.geometry.frames import PARENTS
from evopose.model.array import NDArray

_PARENTS = tuple(PARENTS)


@compiled
def head(s: Settings, keys: NDArray, base: int, pair: Pair, own: int, root: int, seen: NDArray) -> bool:
    """Fills in neck and head of `seen` (17, 3); whether they mutated, as one."""
    for joint in range(9, 11):
        keep(seen, joint, _from_parent(s, pair, own, s.exchanged[root, 0], 0, joint))
    if not (s.eligible[root, 0] and draws.coin(keys, base, draws.LOCAL_COIN, 0, s.local)):
        return False
    turns = local_turns(s, keys, base, 0, head_direction(seen, pair.lengths[own]))
    for joint in range(9, 11):
        keep(seen, joint, _mutated(turns, kept(seen, joint)))
    return True


@compiled
def head_direction(seen: NDArray, lengths: NDArray) -> g.Vector:
    """Unit vector thorax → head top in Rˢ."""
    return g.unit(g.plus(g.scaled(lengths[9], kept(seen, 9)), g.scaled(lengths[10], kept(seen, 10))))


@compiled
def limb(s: Settings, keys: NDArray, base: int, pair: Pair, own: int, root: int, chain: int, seen: NDArray) -> bool:
    """Fills in both bones of an arm or leg (place in CHAINS) of `seen` (17, 3); whether any of them mutated."""
    joint, place = CHAINS[chain] + 1, 2 * chain + 1
    frame = 0 if chain < 2 else 1
    upper_given, lower_given = s.exchanged[root, place], s.exchanged[root, place + 1]
    upper = _from_parent(s, pair, own, upper_given, frame, joint)
    lower = _from_parent(s, pair, own, lower_given, frame, joint + 1)
    turn_upper = s.eligible[root, place] and draws.coin(keys, base, draws.LOCAL_COIN, place, s.local)
    turn_lower = s.eligible[root, place + 1] and draws.coin(keys, base, draws.LOCAL_COIN, place + 1, s.local)
    mixed = upper_given != lower_given and not s.carry_global
    if mixed or turn_upper or turn_lower:
        parent = kept(pair.seen[1 - own if lower_given else own], joint) if mixed else upper
        local = g.into(g.limb_basis(parent), lower)
        if turn_lower:
            local = _mutated(local_turns(s, keys, base, place + 1, local), local)
        if turn_upper:
            upper = _mutated(local_turns(s, keys, base, place, upper), upper)
        lower = g.out_of(g.limb_basis(upper), local)
    keep(seen, joint, upper)
    keep(seen, joint + 1, lower)
    return bool(turn_upper or turn_lower)


@compiled
def _from_parent(s: Settings, pair: Pair, own: int, given: bool, frame: int, joint: int) -> g.Vector:
    """A bone as the child's torso frame sees it: its own, or what the other parent gave."""
    if not given:
        return kept(pair.seen[own], joint)
    if not s.carry_global:
        return kept(pair.seen[1 - own], joint)
    world = g.out_of(kept_basis(pair.frames[1 - own, frame]), kept(pair.seen[1 - own], joint))
    return g.into(kept_basis(pair.frames[own, frame]), world)


@compiled
def _mutated(turns: tuple[Turn, Turn], v: g.Vector) -> g.Vector:
    return turned(turns[1], turned(turns[0], v))
