"""Populations in safetensors: `positions` float32 (N, 17, 3) metres z up, `generation`, `parents`, `clip`, metadata.

Read as memory maps. A large population may lie in shards, NAME-00000-of-00008.safetensors, whose parents are rows of
the whole.
"""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from evopose.errors import BadFile, EvoError, MissingFile
from evopose.io.format import Format
from evopose.io.sound import check_positions
from evopose.io.tensors import Header, header_of, write_tensors
from evopose.model.array import NDArray
from evopose.model.population import Population

_SHARD = re.compile(r"(.+)-(\d{5})-of-(\d{5})")


def read(path: Path) -> Population:
    """One file's poses as memory maps; for one of several shards all of them, in memory.

    NAME.safetensors also finds NAME-00000-of-….safetensors. MissingFile or BadFile.
    """
    shards = shards_of(path)
    parts = [read_shard(shard) for shard in shards]
    return parts[0] if len(parts) == 1 else _whole(parts, shards)


def read_shard(path: Path) -> Population:
    """The poses of just this file, as memory maps; `parents` are rows of the whole."""
    header = header_of(path)
    if "positions" not in header.places:
        there = ", ".join(sorted(header.places)[:8]) or "nothing"
        raise BadFile(path, f"it holds no positions, so it is no population; it holds {there}.")
    positions = header.mapped("positions")
    check_positions(positions, path)
    if positions.dtype != np.float32:
        positions = np.asarray(positions, np.float32)
    generation, parents, clip = (_indices(header, name, len(positions)) for name in ("generation", "parents", "clip"))
    return Population(positions, generation, parents, clip, _metadata(header))


def shards_of(path: Path) -> list[Path]:
    """The files of the whole that `path` is (a part of), in order; MissingFile, or BadFile where some are lacking."""
    found = _SHARD.fullmatch(path.stem)
    if not found and not path.exists():
        first = next(iter(sorted(path.parent.glob(f"{path.stem}-00000-of-?????{path.suffix}"))), None)
        found = _SHARD.fullmatch(first.stem) if first else None
    if not found:
        if not path.exists():
            raise MissingFile(path, "population")
        return [path]
    shards = [path.with_name(shard_name(found[1], number, int(found[3]))) for number in range(int(found[3]))]
    lacking = [shard.name for shard in shards if not shard.exists()]
    if lacking or not shards:
        raise BadFile(path, f"of its {len(shards)} shards {len(lacking)} are not there: {', '.join(lacking[:3])} …")
    return shards


def shard_name(name: str, number: int, count: int) -> str:
    """File name of one shard."""
    return f"{name}-{number:05d}-of-{count:05d}.safetensors"


def write(population: Population, path: Path, shard_poses: int | None = None) -> list[Path]:
    """Write one file, or shards of at most so many poses; gives back what was written. NotWritable where that fails."""
    if shard_poses is None:
        _write_rows(population, slice(None), path)
        return [path]
    starts = list(range(0, max(1, len(population)), shard_poses))
    shards = [path.with_name(shard_name(path.stem, number, len(starts))) for number in range(len(starts))]
    for start, shard in zip(starts, shards, strict=True):
        _write_rows(population, slice(start, start + shard_poses), shard)
    return shards


def _write_rows(population: Population, rows: slice, path: Path) -> None:
    tensors = {"positions": np.asarray(population.positions[rows], np.float32)}
    for name, array in (("generation", population.generation), ("parents", population.parents)):
        if array is not None:
            tensors[name] = np.asarray(array[rows], np.int64)
    if population.clip is not None:
        tensors["clip"] = np.asarray(population.clip[rows], np.int32)
    text = json.dumps(dict(population.metadata), ensure_ascii=False)
    write_tensors(path, tensors, {"format": "evopose population 1", "metadata": text})


def _metadata(header: Header) -> dict[str, Any]:
    """Our JSON, or the plain strings that another program put there."""
    text = header.metadata.get("metadata")
    if text is None:
        return dict(header.metadata)
    try:
        metadata = json.loads(text)
    except ValueError as error:
        raise BadFile(header.path, f"its metadata are no JSON ({error}).") from error
    if not isinstance(metadata, dict):
        raise BadFile(header.path, "its metadata are no JSON object.")
    return metadata


def _indices(header: Header, name: str, rows: int) -> NDArray | None:
    if name not in header.places:
        return None
    array = header.mapped(name)
    shape = (rows, 2) if name == "parents" else (rows,)
    if array.shape != shape or array.dtype.kind not in "iu":
        raise BadFile(header.path, f"its {name} are {array.dtype} {array.shape}; whole numbers {shape} were expected.")
    return array


def _whole(parts: list[Population], shards: list[Path]) -> Population:
    def joined(name: str) -> NDArray | None:
        arrays = [getattr(part, name) for part in parts]
        if all(array is None for array in arrays):
            return None
        if any(array is None for array in arrays):
            raise BadFile(shards[0], f"only some of its shards have {name}.")
        return np.concatenate(arrays)

    positions = np.concatenate([part.positions for part in parts])
    return Population(positions, joined("generation"), joined("parents"), joined("clip"), parts[0].metadata)


def _recognises(path: Path) -> bool:
    """Anything but a sound file that holds no positions: a damaged one is ours to tell of."""
    try:
        return "positions" in header_of(path).places
    except EvoError:
        return True


def _write(population: Population, path: Path) -> None:
    write(population, path)


FORMAT = Format(
    name="safetensors",
    title="Population (safetensors)",
    kind="population",
    suffixes=(".safetensors",),
    recognises=_recognises,
    read_population=read,
    write_population=_write,
)
