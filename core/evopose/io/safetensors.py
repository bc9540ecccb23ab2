"""Populations in safetensors: `positions` float32 (N, 17, 3) metres z up, `generation`, `parents`, `operators`, `clip`,
metadata.

Read as memory maps. Positions may be packed (io/packing.py) to half the size. A large population may lie in shards,
NAME-00000-of-00008.safetensors, whose parents are rows of the whole.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

import numpy as np

from evopose.errors import BadFile, EvoError, MissingFile
from evopose.io.format import Format
from evopose.io.packing import unpacked
from evopose.io.rows import Decoded, Joined
from evopose.io.shards import SET, check_kin, set_of
from evopose.io.sound import check_positions, no_positions
from evopose.io.tensors import Header, header_of, write_tensors
from evopose.model.array import NDArray
from evopose.model.population import Population

INDICES = ("generation", "parents", "operators", "clip")
STEP = "step"
"""Key in the container's metadata: metres of one step of packed positions."""
_SHARD = re.compile(r"(.+)-(\d{5})-of-(\d{5})")


def read(path: Path, metres: float = 1.0) -> Population:
    """All poses, as memory maps or as rows that read them (io/rows.py); of one of several shards, those of all.

    NAME.safetensors also finds NAME-00000-of-….safetensors. `metres`: how long the file's unit is. MissingFile or
    BadFile.
    """
    shards = shards_of(path)
    parts = [read_shard(shard, metres) for shard in shards]
    if len(parts) == 1:
        return parts[0]
    check_kin(shards)
    return _whole(parts, shards)


def read_shard(path: Path, metres: float = 1.0) -> Population:
    """The poses of just this file, as `read` gives them; `parents` are rows of the whole."""
    header = header_of(path)
    positions = _positions(header, metres)
    check_positions(positions, path)
    generation, parents, operators, clip = (_indices(header, name, len(positions)) for name in INDICES)
    return Population(positions, generation, parents, clip, _metadata(header), operators)


def _positions(header: Header, metres: float) -> NDArray:
    if {"hip", "offsets"} <= header.places.keys() and "positions" not in header.places:
        return _unpacked(header, metres)
    if "positions" not in header.places:
        raise no_positions(header.path, header.places)
    positions = header.mapped("positions")
    if positions.dtype == np.float32 and metres == 1:
        return positions
    if positions.ndim != 3:
        check_positions(positions, header.path)
    return cast(NDArray, Decoded([positions], partial(_in_metres, metres)))


def _in_metres(metres: float, positions: NDArray) -> NDArray:
    return np.asarray(positions * metres if metres != 1 else positions, np.float32)


def _unpacked(header: Header, metres: float) -> NDArray:
    hip, offsets = header.mapped("hip"), header.mapped("offsets")
    shapes = offsets.ndim == 3 and (hip.shape, offsets.shape[1:]) == ((len(offsets), 3), (16, 3))
    try:
        step = float(header.metadata.get(STEP, "none"))
    except ValueError:
        step = 0.0
    if not shapes or hip.dtype != np.float32 or offsets.dtype != np.int16 or not 0 < step < 1 or metres != 1:
        told = f"hip {hip.dtype} {hip.shape}, offsets {offsets.dtype} {offsets.shape}, a step of {step:g} m"
        raise BadFile(header.path, f"its packed positions are damaged, or no metres: {told}.")
    return cast(NDArray, Decoded([hip, offsets], partial(unpacked, step=step), (17, 3)))


def shards_of(path: Path) -> list[Path]:
    """The files of the whole that `path` is (a part of), in order; MissingFile, or BadFile where some are lacking."""
    found = _SHARD.fullmatch(path.stem)
    if not found and not path.exists():
        first = next(iter(sorted(path.parent.glob(f"{path.stem}-?????-of-?????{path.suffix}"))), None)
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
    kin = {SET: set_of(population, shard_poses)}
    for start, shard in zip(starts, shards, strict=True):
        _write_rows(population, slice(start, start + shard_poses), shard, kin)
    return shards


def _write_rows(
    population: Population, rows: slice, path: Path, more: Mapping[str, str] = MappingProxyType({})
) -> None:
    first, last, _ = rows.indices(len(population))
    tensors = {"positions": cast(NDArray, _Part(population.positions, first, last, np.dtype(np.float32)))}
    for name in INDICES:
        array = getattr(population, name)
        if array is not None:
            tensors[name] = cast(NDArray, _Part(array, first, last, np.dtype(array.dtype)))
    write_tensors(path, tensors, container_metadata(population.metadata) | dict(more))


class _Part:
    """Rows `first` to `last` of an array, as a stream takes them: never all in memory."""

    def __init__(self, array: NDArray, first: int, last: int, dtype: np.dtype[Any]) -> None:
        self._array, self._first, self._last, self.dtype = array, first, last, dtype
        self.shape = (last - first, *array.shape[1:])
        self.nbytes = int(np.prod(self.shape, dtype=np.int64)) * dtype.itemsize

    def __len__(self) -> int:
        return int(self.shape[0])

    def __getitem__(self, rows: slice) -> NDArray:
        start, stop, _ = rows.indices(len(self))
        return np.asarray(self._array[self._first + start : self._first + stop], self.dtype)


def container_metadata(metadata: Mapping[str, Any], step: float | None = None) -> dict[str, str]:
    """What stands in the container's own metadata: our JSON, and the step of packed positions."""
    text = json.dumps(dict(metadata), ensure_ascii=False)
    if step is None:
        return {"format": "evopose population 1", "metadata": text}
    return {"format": "evopose population 2", STEP: repr(step), "metadata": text}


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


def _whole(parts: Sequence[Population], shards: Sequence[Path]) -> Population:
    def joined(name: str) -> NDArray | None:
        arrays = [getattr(part, name) for part in parts]
        if all(array is None for array in arrays):
            return None
        if any(array is None for array in arrays):
            raise BadFile(shards[0], f"only some of its shards have {name}.")
        return cast(NDArray, Joined(arrays))

    positions = cast(NDArray, Joined([part.positions for part in parts]))
    generation, parents, operators, clip = (joined(name) for name in INDICES)
    return Population(positions, generation, parents, clip, parts[0].metadata, operators)


def _recognises(path: Path) -> bool:
    """Anything but a sound file that holds no positions: a damaged one is ours to tell of."""
    try:
        places = header_of(path).places
        return "positions" in places or {"hip", "offsets"} <= places.keys()
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
