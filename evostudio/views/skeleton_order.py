"""Which solid is painted before which: far ones first; where two cross on screen, by their depths at the crossing."""

import heapq

import numpy as np
from jaxtyping import Bool, Float

from evopose.model.array import NDArray

EPSILON = 1e-9


def painting_order(
    starts: Float[NDArray, "n 3"],
    ends: Float[NDArray, "n 3"],
    radii: Float[NDArray, " n"],
    before: Bool[NDArray, "n n"],
) -> list[int]:
    """Indices from the farthest to the nearest.

    `starts` and `ends` are on screen (pixel x, pixel y, depth in metres), `radii` in pixels. `before` settles pairs
    that share a joint, whose nearest points tell nothing: the row's is painted before the column's. A cycle is cut
    at the farthest solid in it.
    """
    middles = (starts[:, 2] + ends[:, 2]) / 2
    lows = np.minimum(starts, ends)[:, :2] - radii[:, None]
    highs = np.maximum(starts, ends)[:, :2] + radii[:, None]
    beside = ((lows[:, None] < highs[None]) & (lows[None] < highs[:, None])).all(axis=-1)
    one, other = np.nonzero(np.triu(beside & ~(before | before.T), 1))
    gap, own, others = _closest(starts[one], ends[one], starts[other], ends[other])
    crossing = gap < radii[one] + radii[other]
    nearer = own[crossing] < others[crossing]
    one, other = one[crossing], other[crossing]
    first, second = np.nonzero(before)
    return _sorted(
        middles,
        [*np.where(nearer, other, one).tolist(), *first.tolist()],
        [*np.where(nearer, one, other).tolist(), *second.tolist()],
    )


def _sorted(middles: Float[NDArray, " n"], earlier: list[int], later: list[int]) -> list[int]:
    count = len(middles)
    followers: list[list[int]] = [[] for _ in range(count)]
    waiting = [0] * count
    for one, other in zip(earlier, later, strict=True):
        followers[one].append(other)
        waiting[other] += 1
    keys = (-middles).tolist()
    ready = [(keys[i], i) for i in range(count) if not waiting[i]]
    heapq.heapify(ready)
    order: list[int] = []
    left = set(range(count))
    while left:
        index = heapq.heappop(ready)[1] if ready else min(left, key=keys.__getitem__)
        if index not in left:
            continue
        left.discard(index)
        order.append(index)
        for follower in followers[index]:
            waiting[follower] -= 1
            if not waiting[follower]:
                heapq.heappush(ready, (keys[follower], follower))
    return order


def _closest(
    a: Float[NDArray, "m 3"], a_end: Float[NDArray, "m 3"], b: Float[NDArray, "m 3"], b_end: Float[NDArray, "m 3"]
) -> tuple[Float[NDArray, " m"], Float[NDArray, " m"], Float[NDArray, " m"]]:
    """Distance of pairs of segments on screen, and the depths of both where they are nearest."""
    along, across, gap = a_end - a, b_end - b, b - a
    turn = _turn(along, across)
    safe = np.where(np.abs(turn) < EPSILON, np.inf, turn)
    s, t = _turn(gap, across) / safe, _turn(gap, along) / safe
    crossing = (s >= 0) & (s <= 1) & (t >= 0) & (t <= 1) & (np.abs(turn) >= EPSILON)
    # Segments that do not cross come nearest at an end of one of them.
    zero, full = np.zeros_like(s), np.ones_like(s)
    on_a = np.stack([s, _foot(gap, along), _foot(gap + across, along), zero, full])
    on_b = np.stack([t, zero, full, _foot(-gap, across), _foot(along - gap, across)])
    away = gap[None] + on_b[..., None] * across - on_a[..., None] * along
    distance = np.hypot(away[..., 0], away[..., 1])
    distance[0] = np.where(crossing, 0.0, np.inf)
    best, pair = distance.argmin(axis=0), np.arange(len(s))
    return (
        distance[best, pair],
        a[:, 2] + on_a[best, pair] * along[:, 2],
        b[:, 2] + on_b[best, pair] * across[:, 2],
    )


def _turn(a: Float[NDArray, "m 3"], b: Float[NDArray, "m 3"]) -> Float[NDArray, " m"]:
    turn: NDArray = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    return turn


def _foot(point: Float[NDArray, "m 3"], along: Float[NDArray, "m 3"]) -> Float[NDArray, " m"]:
    """Where on 0 … 1 of a segment from the origin a point is nearest, on screen."""
    squared = along[:, 0] ** 2 + along[:, 1] ** 2
    share = (point[:, 0] * along[:, 0] + point[:, 1] * along[:, 1]) / np.maximum(squared, EPSILON)
    foot: NDArray = np.clip(share, 0, 1)
    return foot
