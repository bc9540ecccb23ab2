"""Where founders are from, for the record: hashes of files, what these say of themselves, stretches of clips."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from evopose.evolution.gathering import Part
from evopose.io import safetensors
from evopose.io.digest import digest_of
from evopose.model.pairs import Pairs
from evopose.model.population import Population

_PLAIN = ("source", "licence", "data_set")


def stretches(part: Part) -> Iterator[tuple[str, str, int]]:
    """Name and kind of the clip, and the place among the part's rows, wherever another clip begins."""
    if part.population.clip is None:
        yield "", "", 0
        return
    numbers = np.asarray(part.population.clip[part.rows])
    begins = np.flatnonzero(np.diff(numbers, prepend=numbers[:1] - 1))
    for row in begins.tolist():
        called = (_listed(part.population, key, int(numbers[row])) for key in ("clip_names", "clip_kinds"))
        yield (*called, row)  # type: ignore[misc]


def _listed(population: Population, key: str, number: int) -> str:
    values = population.metadata.get(key) or ()
    return str(values[number]) if 0 <= number < len(values) else ""


def said(data: Population | Pairs) -> dict[str, Any]:
    """What poses or views say of where they are from: source, licence and data set as strings; whose motions they are
    (`subjects`), and whether they were bred (`evolved`), where that is so.
    """
    metadata = data.metadata
    told: dict[str, Any] = {key: str(metadata[key]) for key in _PLAIN if metadata.get(key)}
    founders = [entry for entry in metadata.get("founders") or () if isinstance(entry, Mapping)]
    bred = [str(subject) for entry in founders for subject in entry.get("subjects") or ()]
    subjects = sorted({*bred, *_subjects(data)} - {""})
    return told | ({"subjects": subjects} if subjects else {}) | ({"evolved": True} if founders else {})


def _subjects(data: Population | Pairs) -> Iterator[str]:
    """Of the clips that there are rows of."""
    listed = [*(data.metadata.get("clip_subjects") or ())]
    numbers = range(len(listed)) if data.clip is None else np.unique(np.asarray(data.clip)).tolist()
    return (str(listed[number]) for number in numbers if 0 <= number < len(listed))


def content_hash(path: Path) -> str:
    """SHA-256 of a file, or of all shards of a population."""
    return digest_of(safetensors.shards_of(path) if path.suffix == ".safetensors" else [path])
