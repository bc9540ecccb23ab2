"""Pairs of several files as one."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from types import MappingProxyType
from typing import Any

import numpy as np

from evopose.model.array import NDArray
from evopose.model.camera import Camera
from evopose.model.pairs import Pairs

_PER_CLIP: Mapping[str, Any] = MappingProxyType(
    {"clip_names": "", "clip_kinds": "", "clip_subjects": "", "clip_seconds_per_frame": 0.0}
)
"""Lists of the metadata with an entry for each clip, and what stands for an unknown one."""


def joined(parts: Sequence[Pairs]) -> Pairs:
    """All pairs in one, with their cameras and clips; rows of populations are known only of a single part.

    Metadata that all agree on stays; of the rest only the clips' does.
    """
    if len(parts) == 1:
        return parts[0]
    counts = [_clip_count(part) for part in parts]
    shifts = np.cumsum([0, *counts[:-1]]).tolist()
    lenses, camera = _joined_cameras(parts)
    clips = [
        np.full(len(part), -1, np.int32) if part.clip is None else np.where(part.clip >= 0, part.clip + shift, -1)
        for part, shift in zip(parts, shifts, strict=True)
    ]
    known = any(part.clip is not None for part in parts)
    return Pairs(
        np.concatenate([part.pixels for part in parts]),
        np.concatenate([part.joints for part in parts]),
        lenses,
        camera,
        np.concatenate(clips).astype(np.int32) if known else None,
        None,
        _joined_metadata(parts, counts),
    )


def _joined_cameras(parts: Sequence[Pairs]) -> tuple[tuple[Camera, ...], NDArray]:
    """Each lens once."""
    found: dict[tuple[Any, ...], tuple[int, Camera]] = {}
    numbers = []
    for part in parts:
        places = [found.setdefault(astuple(lens), (len(found), lens))[0] for lens in part.cameras]
        numbers.append(np.asarray(places, np.int32)[np.asarray(part.camera)])
    return tuple(lens for _, lens in found.values()), np.concatenate(numbers)


def _clip_count(pairs: Pairs) -> int:
    used = 0 if pairs.clip is None else int(np.max(pairs.clip, initial=-1)) + 1
    return max(used, len(pairs.metadata.get("clip_names") or ()))


def _joined_metadata(parts: Sequence[Pairs], counts: Sequence[int]) -> dict[str, Any]:
    per_clip: dict[str, list[Any]] = {}
    for key, absent in _PER_CLIP.items():
        listed = [[*(part.metadata.get(key) or ())][:count] for part, count in zip(parts, counts, strict=True)]
        padded = [values + [absent] * (count - len(values)) for values, count in zip(listed, counts, strict=True)]
        per_clip[key] = [value for values in padded for value in values]
    first, *others = (part.metadata for part in parts)
    common = {key: value for key, value in first.items() if all(other.get(key) == value for other in others)}
    apart = [each for part in parts for each in part.metadata.get("apart") or ()]
    return common | per_clip | ({"apart": apart} if apart else {})
