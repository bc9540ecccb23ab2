"""Which solid is painted before which: far ones first, and where two cross on screen, by their depths at the crossing."""

import heapq

import numpy as np
from jaxtyping import Bool, Float

from evopose.model.array import NDArray

EPSILON = 1e-9


def painting_order(
    starts: Float[NDArray, "n 3"],
    ends: Float[NDArray, "n 3"],
    radii: Float[NDArray, "n"],
    related: Bool[NDArray, "n n"],
) -> list[int]:
    """Indices from the farthest to the nearest.

    `starts` and `ends` are on screen (pixel x, pixel y, depth in metres), `radii` in pixels. Pairs in `related` share
    a joint, so that their nearest points tell nothing; the depths of their middles decide. A cycle is cut at the
    farthest solid in it.
    """
    middles = (starts[:, 2] + ends[:, 2]) / 2
    near, depth = _closest(starts, ends)
    touching = (near < radii[:, None] + radii[None, :]) & ~related
    own = np.where(touching, depth, middles[:, None])
    behind = np.triu(touching | related, 1) & (own != own.T)
    firsts, seconds = np.nonzero(behind)
    swap = own[firsts, seconds] < own[seconds, firsts]
    before, after = np.where(swap, seconds, firsts), np.where(swap, firsts, seconds)
    return _sorted(middles, before.tolist(), after.tolist())


def _sorted(middles: Float[NDArray, "n"], before: list[int], after: list[int]) -> list[int]:
    count = len(middles)
    followers: list[list[int]] = [[] for _ in range(count)]
    waiting = [0] * count
    for one, other in zip(before, after, strict=True):
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
    starts: Float[NDArray, "n 3"], ends: Float[NDArray, "n 3"]
) -> tuple[Float[NDArray, "n n"], Float[NDArray, "n n"]]:
    """Distance of each pair of segments on screen, and the depth of the first one's nearest point."""
    a, along = starts[:, None, :2], (ends - starts)[:, None, :2]
    b, across = starts[None, :, :2], (ends - starts)[None, :, :2]
    gap = b - a
    turn = along[..., 0] * across[..., 1] - along[..., 1] * across[..., 0]
    safe = np.where(np.abs(turn) < EPSILON, np.inf, turn)
    s = (gap[..., 0] * across[..., 1] - gap[..., 1] * across[..., 0]) / safe
    t = (gap[..., 0] * along[..., 1] - gap[..., 1] * along[..., 0]) / safe
    crossing = (s >= 0) & (s <= 1) & (t >= 0) & (t <= 1) & (np.abs(turn) >= EPSILON)
    # Segments that do not cross come nearest at an end of one of them.
    squared = np.maximum((along**2).sum(-1), EPSILON)
    to_start = np.clip((gap * along).sum(-1) / squared, 0, 1)
    to_end = np.clip(((gap + across) * along).sum(-1) / squared, 0, 1)
    own_start, own_end = to_start.T, to_end.T
    choices = np.stack(
        [
            np.linalg.norm(a + to_start[..., None] * along - b, axis=-1),
            np.linalg.norm(a + to_end[..., None] * along - b - across, axis=-1),
            np.linalg.norm(b + own_start[..., None] * across - a, axis=-1),
            np.linalg.norm(b + own_end[..., None] * across - a - along, axis=-1),
        ]
    )
    places = np.stack([to_start, to_end, np.zeros_like(s), np.ones_like(s)])
    best = choices.argmin(axis=0)[None]
    place = np.where(crossing, s, np.take_along_axis(places, best, 0)[0])
    distance = np.where(crossing, 0.0, np.take_along_axis(choices, best, 0)[0])
    return distance, starts[:, None, 2] + place * (ends - starts)[:, None, 2]
