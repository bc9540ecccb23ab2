"""Breeding and selection of one candidate after another: what evolution.eager does with whole batches.

A candidate whose directions are invalid has no joints worked out, and no number is drawn that nobody asks for.
"""

import numpy as np

from evopose.fused import body, draws, limbs
from evopose.fused.compiling import compiled, inlined
from evopose.fused.limits import CHAINS, head_bit, limb_bits, looked_up
from evopose.fused.record import SEEN, SIZE, kept, take
from evopose.fused.settings import Settings
from evopose.model.array import NDArray

DEGENERATE, LIMITS, COPIES, NEAR = range(4)
"""Places in `counts`: removed for each reason, and near copies, removed or not."""
LOCAL, TORSO, ORIENTATION, LENGTHS = 1 << 4, 1 << 5, 1 << 6, 1 << 7
"""Bits of `operators`, as evolution.operators has them."""
_CHILD = 2 * SIZE
"""Places in the working memory: the father from 0 on, the mother from SIZE on."""


@compiled
def drawn(keys: NDArray, start_key: int, first: int, poses: int, fathers: NDArray, mothers: NDArray) -> None:
    """Fills in the rows of the parents of pairs `first` … among so many poses; nobody breeds with themselves."""
    for i in range(len(fathers)):
        base = draws.base_of(start_key, first + i)
        father = draws.below(keys, base, draws.FATHER, 0, poses)
        fathers[i] = father
        mothers[i] = (father + 1 + draws.below(keys, base, draws.MOTHER, 0, poses - 1)) % poses


@compiled
def breed(
    s: Settings,
    template: NDArray,
    lanes: NDArray,
    maps: NDArray,
    keys: NDArray,
    start_key: int,
    first: int,
    fathers: NDArray,
    mothers: NDArray,
    index: NDArray,
    positions: NDArray,
    operators: NDArray,
    counts: NDArray,
) -> int:
    """Survivors among the 2m candidates `first` … of m pairs of poses (m, 17, 3), in metres; how many there are.

    Fills in the first so many of `index`, `positions` (2m, 17, 3) and `operators`, and adds to `counts` (4,).
    """
    work, bits = np.zeros(3 * SIZE, np.float32), np.empty(9, np.int64)
    alive = 0
    for i in range(len(fathers)):
        if not (take(work, 0, fathers, i) and take(work, SIZE, mothers, i)):
            counts[DEGENERATE] += 2
            continue
        base = draws.base_of(start_key, first // 2 + i)
        root = 0
        if draws.coin(keys, base, draws.EXCHANGE, 0, s.exchange):
            root = 1 + draws.below(keys, base, draws.ROOT, 0, len(s.exchanged) - 1)
        given, may = s.exchanged[root], s.eligible[root]
        for parent in range(2):
            number, own = first + 2 * i + parent, SIZE * parent
            base = draws.base_of(start_key, number)
            done = _child(s, template, lanes, maps, keys, base, work, own, SIZE - own, given, may, counts, bits)
            if done < 0:
                continue
            if body.turn(s, keys, base, work, _CHILD):
                done |= ORIENTATION
            body.stand(s, keys, base, work, own, _CHILD, positions, alive)
            index[alive], operators[alive] = number, root | done
            alive += 1
    return alive


@inlined
def _child(
    s: Settings,
    template: NDArray,
    lanes: NDArray,
    maps: NDArray,
    keys: NDArray,
    base: int,
    work: NDArray,
    own: int,
    other: int,
    given: int,
    may: int,
    counts: NDArray,
    bits: NDArray,
) -> int:
    """Makes a child, but for turning it; the bits of what was done, or −1 if it was removed."""
    done = 0
    for chain in range(4):
        if limbs.limb(s, keys, base, work, own, other, _CHILD, given, may, chain):
            done |= LOCAL
        upper = _CHILD + SEEN + 3 * (CHAINS[chain] + 1)
        bits[2 * chain + 1], bits[2 * chain + 2] = limb_bits(chain, kept(work, upper), kept(work, upper + 3))
    if limbs.head(s, keys, base, work, own, other, _CHILD, given, may):
        done |= LOCAL
    bent = body.trunk(s, keys, base, work, own, _CHILD)
    longer = body.lengths(s, template, lanes, keys, base, work, own, other, _CHILD, given)
    if s.limits > 0:
        bits[0] = head_bit(limbs.head_direction(work, _CHILD))
        if _few(looked_up(maps, bits), s.directions) and draws.coin(keys, base, draws.LIMITS, 0, s.limits):
            counts[LIMITS] += 1
            return -1
    body.place(work, own, _CHILD, bent or longer)
    near = min(body.distance(work, _CHILD, own), body.distance(work, _CHILD, other))
    if near < s.copy_distance:
        counts[NEAR] += 1
        if draws.coin(keys, base, draws.COPIES, 0, s.copies):
            counts[COPIES] += 1
            return -1
    return done | (TORSO if bent else 0) | (LENGTHS if longer else 0)


@inlined
def _few(verdicts: int, least: int) -> bool:
    """Whether fewer than `least` of nine bits are set."""
    valid = 0
    for limb in range(9):
        valid += verdicts >> limb & 1
    return valid < least
