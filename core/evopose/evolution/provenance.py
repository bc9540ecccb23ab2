"""Where founders are from, for the record: hashes of files, what these say of themselves, stretches of clips."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from evopose.evolution.gathering import Part
from evopose.io import safetensors
from evopose.model.population import Population


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


def said(population: Population) -> dict[str, str]:
    """What a population says of where it is from."""
    return {key: str(population.metadata[key]) for key in ("source", "licence") if population.metadata.get(key)}


def content_hash(path: Path) -> str:
    """SHA-256 of a file, or of all shards of a population."""
    digest = hashlib.sha256()
    shards = safetensors.shards_of(path) if path.suffix == ".safetensors" else [path]
    for shard in shards:
        with shard.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
