"""Poses that are there more than once, found by a number for each."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float, UInt64

from evopose.evolution.gathering import Part
from evopose.model.array import NDArray


def hashed(poses: Float[NDArray, "n 17 3"]) -> UInt64[NDArray, " n"]:
    """64 bits of each pose's bytes: equal for equal poses, and for others next to never."""
    words = np.ascontiguousarray(poses + np.float32(0)).reshape(-1, 51).view(np.uint32).astype(np.uint64)
    keys = np.random.default_rng(0x9E3779B9).integers(1, 2**63, (2, 51), dtype=np.uint64) | np.uint64(1)
    mixed = (words + keys[0]) * keys[1]
    mixed ^= mixed >> np.uint64(29)
    return np.asarray((mixed * keys[0]).sum(axis=1, dtype=np.uint64))


def without_doubles(parts: list[Part], hashes: list[NDArray], dropped: dict[str, int]) -> Iterator[Part]:
    """The first of equal poses stays."""
    whole = np.concatenate(hashes) if hashes else np.empty(0, np.uint64)
    first = np.zeros(len(whole), bool)
    first[np.unique(whole, return_index=True)[1]] = True
    dropped["duplicates"] += int((~first).sum())
    starts = np.cumsum([0, *(len(part.rows) for part in parts)])
    for part, start in zip(parts, starts.tolist(), strict=False):
        yield Part(part.path, part.population, part.rows[first[start : start + len(part.rows)]])
