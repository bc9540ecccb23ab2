"""Pairs of several sources as one, and which of their poses hang together."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from jaxtyping import Int

from evopose.model.array import NDArray
from evopose.model.pairs import Pairs

_PER_CLIP = ("clip_names", "clip_kinds", "clip_subjects")


def joined(parts: Sequence[Pairs]) -> Pairs:
    """One after the other; each keeps its cameras and clips (−1: of none). Rows stay those of its own population."""
    sizes = [len(part) for part in parts]
    cameras = np.cumsum([0, *(len(part.cameras) for part in parts)])
    clips = [_clip_count(part) for part in parts]
    firsts = np.cumsum([0, *clips])
    return Pairs(
        np.concatenate([np.asarray(part.pixels, np.float32) for part in parts]),
        np.concatenate([np.asarray(part.joints, np.float32) for part in parts]),
        tuple(camera for part in parts for camera in part.cameras),
        np.concatenate([np.asarray(part.camera) + first for part, first in zip(parts, cameras.tolist(), strict=False)]),
        np.concatenate([_clips(part, first) for part, first in zip(parts, firsts.tolist(), strict=False)]),
        np.concatenate(
            [
                np.arange(size) if part.row is None else np.asarray(part.row)
                for part, size in zip(parts, sizes, strict=True)
            ]
        ),
        {
            key: [each for part, n in zip(parts, clips, strict=True) for each in _listed(part.metadata, key, n)]
            for key in _PER_CLIP
        },
    )


def together(pairs: Pairs, source: Int[NDArray, " n"]) -> Int[NDArray, " n"]:
    """The same number for what intervals count as one: a clip, or, where none is told, a pose that was seen."""
    clip = np.full(len(pairs), -1) if pairs.clip is None else np.asarray(pairs.clip)
    row = np.arange(len(pairs)) if pairs.row is None else np.asarray(pairs.row)
    keys = np.stack([clip, np.where(clip < 0, source, 0), np.where(clip < 0, row, 0)])
    return np.asarray(np.unique(keys, axis=1, return_inverse=True)[1]).reshape(-1)


def called(pairs: Pairs, key: str) -> NDArray:
    """What the metadata's `clip_…` list says of each pair's clip; '' for those of none."""
    names = np.array([*map(str, pairs.metadata.get(key) or ()), ""], dtype=object)
    clip = np.full(len(pairs), -1) if pairs.clip is None else np.asarray(pairs.clip)
    return np.asarray(names[np.where((clip >= 0) & (clip < len(names) - 1), clip, len(names) - 1)])


def _clip_count(part: Pairs) -> int:
    used = 0 if part.clip is None or not len(part) else int(np.max(part.clip)) + 1
    return max(used, *(len(part.metadata.get(key) or ()) for key in _PER_CLIP)) if part.clip is not None else 0


def _clips(part: Pairs, first: int) -> NDArray:
    if part.clip is None:
        return np.full(len(part), -1)
    clip = np.asarray(part.clip, np.int64)
    return np.where(clip >= 0, clip + first, -1)


def _listed(metadata: Mapping[str, Any], key: str, count: int) -> list[str]:
    values = [str(value) for value in metadata.get(key) or ()][:count]
    return values + [""] * (count - len(values))
