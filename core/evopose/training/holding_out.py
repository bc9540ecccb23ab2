"""Which poses are kept for validation: whole clips of those that were there first, since frames of a clip are alike."""

from collections.abc import Mapping, Sequence

import numpy as np
from jaxtyping import Int

from evopose.evolution.gathering import Part
from evopose.model.array import NDArray

_STREAM = 0x4E1D


def held_out(part: Part, share: float, seed: int) -> Int[NDArray, " k"]:
    """Places among the part's rows, about so large a share of those of generation 0; never all, none of a lone pose.

    Clips are drawn until there are enough. Evolved poses know the clips of their founders by the file's metadata; what
    was bred of them stays to learn from, and is kin of them.
    """
    first = _first(part)
    wanted = round(share * len(first))
    if not wanted or len(first) < 2:
        return np.empty(0, np.int64)
    rng = np.random.default_rng((seed, _STREAM))
    clip = _clips(part)[first]
    clips = np.unique(clip)
    if len(clips) < 2:
        return np.sort(rng.choice(first, min(wanted, len(first) - 1), replace=False))
    taken = np.zeros(len(first), bool)
    for number in rng.permutation(clips)[:-1]:
        if taken.sum() >= wanted:
            break
        taken |= clip == number
    return np.asarray(first[taken])


def _first(part: Part) -> Int[NDArray, " k"]:
    """Places of poses that were not bred."""
    if part.population.generation is None:
        return np.arange(len(part.rows))
    return np.flatnonzero(np.asarray(part.population.generation[part.rows]) == 0)


def _clips(part: Part) -> Int[NDArray, " n"]:
    """A number for each row's clip; all the same where none is told."""
    if part.population.clip is not None:
        return np.asarray(part.population.clip[part.rows])
    told = part.population.metadata.get("founder_clips")
    if isinstance(told, Mapping) and isinstance(begins := told.get("first"), Sequence):
        return np.asarray(np.searchsorted(np.asarray(begins, np.int64), part.rows, side="right"))
    return np.zeros(len(part.rows), np.int64)
