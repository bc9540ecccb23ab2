"""Breeding and selection of one candidate after another: what evolution.eager does with whole batches.

A candidate is dropped at its first invalid direction, and nothing is drawn or worked out that nobody asks for.
"""

import numpy as np

from evopose.fused import body, draws, limbs
from evopose.fused import geometry as g
from evopose.fused.compiling import compiled
from evopose.fused.limits import head_valid, limb_verdicts
from evopose.fused.parents import CHAINS, Pair, empty_pair, kept, kept_basis, take
from evopose.fused.settings import Settings
from evopose.model.array import NDArray

DEGENERATE, LIMITS, COPIES, NEAR = range(4)
"""Places in `counts`: removed for each reason, and near copies, removed or not."""
LOCAL, TORSO, ORIENTATION, LENGTHS = 1 << 4, 1 << 5, 1 << 6, 1 << 7
"""Bits of `operators`, as evolution.operators has them."""
_DIRECTIONS = 9


@compiled
def breed(
    s: Settings,
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
    pair, child = empty_pair(), np.empty((3, 17), np.float32)
    bones, seen = np.zeros((17, 3), np.float32), np.zeros((17, 3), np.float32)
    lengths = np.zeros(17, np.float32)
    alive = 0
    for i in range(len(fathers)):
        if not (g.sound(fathers[i]) and g.sound(mothers[i])):
            counts[DEGENERATE] += 2
            continue
        take(pair, 0, fathers[i])
        take(pair, 1, mothers[i])
        base = draws.base_of(start_key, first // 2 + i)
        root = 0
        if draws.coin(keys, base, draws.EXCHANGE, 0, s.exchange):
            root = 1 + draws.below(keys, base, draws.ROOT, 0, len(s.exchanged) - 1)
        for own in range(2):
            number = first + 2 * i + own
            base = draws.base_of(start_key, number)
            done = _child(s, maps, keys, base, pair, own, root, bones, lengths, seen, child, counts)
            if done < 0:
                continue
            if body.turn(s, keys, base, child):
                done |= ORIENTATION
            body.stand(s, keys, base, pair.hip[own], child, positions[alive])
            index[alive], operators[alive] = number, done
            alive += 1
    return alive


@compiled
def _child(
    s: Settings,
    maps: NDArray,
    keys: NDArray,
    base: int,
    pair: Pair,
    own: int,
    root: int,
    bones: NDArray,
    lengths: NDArray,
    seen: NDArray,
    joints: NDArray,
    counts: NDArray,
) -> int:
    """Joints (3, 17) from the hip of a child before it is turned, and its operators; −1 if it was removed."""
    done = root
    invalid = 0
    hasty = s.limits >= draws.SURE and s.directions == _DIRECTIONS
    for chain in range(4):
        if limbs.limb(s, keys, base, pair, own, root, chain, seen):
            done |= LOCAL
        if s.limits > 0:
            joint = CHAINS[chain] + 1
            found = limb_verdicts(maps, chain, kept(seen, joint), kept(seen, joint + 1))
            invalid += 2 - (found & 1) - (found >> 1)
            if hasty and invalid:
                counts[LIMITS] += 1
                return -1
    if limbs.head(s, keys, base, pair, own, root, seen):
        done |= LOCAL
    bent = body.trunk(s, keys, base, pair, own, bones)
    longer = body.lengths(s, keys, base, pair, own, root, bones, lengths)
    if s.limits > 0:
        invalid += not head_valid(maps, limbs.head_direction(seen, lengths))
        if _DIRECTIONS - invalid < s.directions and draws.coin(keys, base, draws.LIMITS, 0, s.limits):
            counts[LIMITS] += 1
            return -1
    torso = body.frames(bones) if bent or longer else (kept_basis(pair.frames[own, 0]), kept_basis(pair.frames[own, 1]))
    body.place(torso, bones, lengths, seen, joints)
    near = min(body.distance(joints, pair.joints[own]), body.distance(joints, pair.joints[1 - own]))
    if near < s.copy_distance:
        counts[NEAR] += 1
        if draws.coin(keys, base, draws.COPIES, 0, s.copies):
            counts[COPIES] += 1
            return -1
    return done | (TORSO if bent else 0) | (LENGTHS if longer else 0)

