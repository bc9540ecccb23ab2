"""Which shards belong together: those of one population say the same of themselves, and are equally long but the last.

Shards that are written in one go (safetensors.write) bear a digest of the population besides; those of a run say all
that its bytes depend on in their metadata.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from evopose.errors import BadFile
from evopose.io.tensors import Header, header_of
from evopose.model.population import Population

SET = "set"
"""Key in the container's metadata."""
_SAMPLE = 64
"""Poses that the digest looks at."""


def set_of(population: Population, shard_poses: int) -> str:
    """A digest of metadata, size, and some poses of a population that is cut into shards of so many."""
    rows = np.unique(np.linspace(0, max(len(population) - 1, 0), min(_SAMPLE, len(population))).astype(np.int64))
    told = json.dumps([dict(population.metadata), len(population), shard_poses], sort_keys=True)
    poses = np.ascontiguousarray(population.positions[rows], "<f4")
    return hashlib.sha256(told.encode() + poses.tobytes()).hexdigest()[:20]


def check_kin(shards: Sequence[Path]) -> None:
    """BadFile that names the one that is of another population than most."""
    headers = [header_of(shard) for shard in shards]
    said = [_said(header) for header in headers]
    common, _ = Counter(said).most_common(1)[0]
    odd = [shard for shard, words in zip(shards, said, strict=True) if words != common]
    odd = odd or _of_other_length(headers)
    if odd:
        raise BadFile(odd[0], f"it is a shard of another population than the {len(shards) - 1} with it.")


def _said(header: Header) -> tuple[str, ...]:
    return tuple(sorted(f"{key}={_canonical(text)}" for key, text in header.metadata.items()))


def _canonical(text: str) -> str:
    """JSON may have been written in another order."""
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except (ValueError, RecursionError):
        return text


def _of_other_length(headers: Sequence[Header]) -> list[Path]:
    """Of shards that we wrote those whose length does not fit; others may be cut as they like."""
    if not all(header.metadata.get("format", "").startswith("evopose population") for header in headers):
        return []
    lengths = [_rows(header) for header in headers]
    full, _ = Counter(lengths[:-1]).most_common(1)[0]
    odd = [header.path for header, length in zip(headers[:-1], lengths, strict=False) if length != full]
    return odd or ([headers[-1].path] if lengths[-1] > full else [])


def _rows(header: Header) -> int:
    place = header.places.get("positions") or header.places.get("offsets")
    return place.shape[0] if place is not None and place.shape else 0
