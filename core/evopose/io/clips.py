"""Clips of populations: one made, several put together, the rows of each, sound ones only, another frame rate."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Bool, Float

from evopose.model.array import NDArray
from evopose.model.population import Population

_CHUNK = 65_536
_PER_CLIP = ("clip_names", "clip_kinds", "clip_seconds_per_frame")


def clip(positions: Float[NDArray, "n 17 3"], name: str, seconds: float, more: Mapping[str, Any]) -> Population:
    """One clip; `seconds` from frame to frame, 0 where unknown; `more` joins the metadata."""
    metadata = {"clip_names": [name], "clip_kinds": [""], "clip_seconds_per_frame": [seconds], **more}
    return Population(positions, clip=np.zeros(len(positions), np.int32), metadata=metadata)


@dataclass(frozen=True, eq=False)
class ClipRows:
    """The frames of one clip."""

    name: str
    kind: str
    seconds: float
    """From frame to frame; 0 where unknown."""
    rows: NDArray


def clips_of(population: Population) -> Iterator[ClipRows]:
    """Each clip with its rows, in order; what is of no clip comes last, as one called 'poses'."""
    numbers = np.full(len(population), -1) if population.clip is None else np.asarray(population.clip)
    listed = [_listed(population.metadata, key) for key in _PER_CLIP]
    order = np.argsort(numbers, kind="stable")
    values, starts = np.unique(numbers[order], return_index=True)
    found = dict(zip(values.tolist(), np.split(order, starts[1:]), strict=True)) if len(order) else {}
    for number, rows in sorted(found.items(), key=lambda entry: (entry[0] < 0, entry[0])):
        names, kinds, seconds = ([] if number < 0 else values_[number : number + 1] for values_ in listed)
        name = str(names[0]) if names else ("poses" if number < 0 else f"clip_{number}")
        yield ClipRows(name, str(kinds[0]) if kinds else "", float(seconds[0]) if seconds else 0.0, rows)


def _listed(metadata: Mapping[str, Any], key: str) -> list[Any]:
    value = metadata.get(key)
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else []


def concatenated(populations: Sequence[Population]) -> Population:
    """All poses in one, with clips, generations and parents (rows) carried along; −1 for what is of no clip.

    Metadata that all agree on stays; of the rest only the clips' does.
    """
    if len(populations) == 1:
        return populations[0]
    sizes = [len(population) for population in populations]
    firsts = np.cumsum([0, *sizes[:-1]])
    counts = [_clip_count(population) for population in populations]
    clip_firsts = np.cumsum([0, *counts[:-1]])
    return Population(
        np.concatenate([np.asarray(population.positions) for population in populations]),
        _joined([population.generation for population in populations], sizes, 0, [0] * len(sizes)),
        _joined([population.parents for population in populations], sizes, -1, firsts.tolist()),
        _joined([population.clip for population in populations], sizes, -1, clip_firsts.tolist()),
        _common(populations) | _joined_clips(populations, counts),
        _joined([population.operators for population in populations], sizes, 0, [0] * len(sizes)),
    )


def _joined(
    arrays: Sequence[NDArray | None], sizes: Sequence[int], absent: int, shifts: Sequence[int]
) -> NDArray | None:
    """Index arrays one after the other, what is not negative raised by the shifts; None where there is none at all."""
    known = [array for array in arrays if array is not None]
    if not known:
        return None
    shape, dtype = known[0].shape[1:], known[0].dtype
    filled = (
        np.full((size, *shape), absent, dtype) if array is None else np.asarray(array, dtype)
        for array, size in zip(arrays, sizes, strict=True)
    )
    return np.concatenate([np.where(part >= 0, part + shift, part) for part, shift in zip(filled, shifts, strict=True)])


def _clip_count(population: Population) -> int:
    used = 0 if population.clip is None or not len(population) else int(np.max(population.clip)) + 1
    return max(used, len(_listed(population.metadata, "clip_names"))) if population.clip is not None else 0


def _joined_clips(populations: Sequence[Population], counts: Sequence[int]) -> dict[str, Any]:
    joined: dict[str, list[Any]] = {key: [] for key in _PER_CLIP}
    for population, count in zip(populations, counts, strict=True):
        for key, absent in zip(_PER_CLIP, ("", "", 0.0), strict=True):
            values = _listed(population.metadata, key)[:count]
            joined[key] += values + [absent] * (count - len(values))
    subjects = [_listed(population.metadata, "clip_subjects") for population in populations]
    if any(subjects):
        joined["clip_subjects"] = [
            value for values, count in zip(subjects, counts, strict=True) for value in (values + [""] * count)[:count]
        ]
    return joined if sum(counts) else {}


def _common(populations: Sequence[Population]) -> dict[str, Any]:
    first, *others = (population.metadata for population in populations)
    return {key: value for key, value in first.items() if all(key in other and other[key] == value for other in others)}


def selected(population: Population, rows: NDArray) -> Population:
    """These rows only; parents that are gone become −1."""
    places = np.full(len(population) + 1, -1)
    places[rows] = np.arange(len(rows))
    parents = None if population.parents is None else places[np.asarray(population.parents)[rows]]
    generation, numbers, operators = (
        None if array is None else np.asarray(array[rows])
        for array in (population.generation, population.clip, population.operators)
    )
    return Population(
        np.asarray(population.positions[rows]), generation, parents, numbers, population.metadata, operators
    )


def complete(population: Population) -> Bool[NDArray, " n"]:
    """Which poses have all their joints."""
    positions = population.positions
    chunks = (positions[start : start + _CHUNK] for start in range(0, len(positions), _CHUNK))
    return np.concatenate([np.empty(0, bool), *(np.isfinite(chunk).all(axis=(1, 2)) for chunk in chunks)])


def resampled(population: Population, rate: float) -> Population:
    """Every clip at about `rate` frames a second: the nearest frames, at most all; clips of unknown rate stay."""
    kept, seconds = [], list(_listed(population.metadata, "clip_seconds_per_frame"))
    for part in clips_of(population):
        step = max(1, round(1 / (rate * part.seconds))) if part.seconds > 0 else 1
        kept.append(part.rows[::step])
        if part.seconds > 0:
            seconds[int(population.clip[part.rows[0]])] = part.seconds * step  # type: ignore[index]
    rows = np.concatenate(kept) if kept else np.arange(0)
    thinned = selected(population, rows)
    metadata = {**population.metadata, "clip_seconds_per_frame": seconds}
    return Population(thinned.positions, thinned.generation, thinned.parents, thinned.clip, metadata, thinned.operators)
