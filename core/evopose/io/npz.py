"""Populations in NumPy's npz: `positions` (N, 17, 3) metres z up, and optionally `clip`, `generation`, `parents`,
`clip_names`, `clip_kinds`, `clip_seconds_per_frame` and `metadata` (a JSON string). Nothing in it is unpickled.
"""

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from evopose.errors import BadFile, MissingFile
from evopose.io.aside import opened_aside
from evopose.io.format import Format
from evopose.io.sound import check_positions, no_positions
from evopose.model.array import NDArray
from evopose.model.population import Population

_INDICES = ("generation", "parents", "clip", "operators")
_PER_CLIP = ("clip_names", "clip_kinds", "clip_seconds_per_frame")
_OURS = frozenset({"positions", *_INDICES, *_PER_CLIP, "metadata"})


def read(path: Path, metres: float = 1.0) -> Population:
    """MissingFile, or BadFile where it is damaged, carries objects, or holds no poses of 17 joints.

    `metres`: how long the file's unit is.
    """
    arrays = _arrays(path)
    if "positions" not in arrays:
        raise no_positions(path, arrays)
    positions = arrays["positions"]
    if positions.dtype.kind not in "fiu":
        raise BadFile(path, f"its positions are of type {positions.dtype}; numbers were expected.")
    positions = positions if metres == 1 else positions * metres
    check_positions(positions, path)
    generation, parents, clip, operators = (_index(arrays.get(name), name, len(positions), path) for name in _INDICES)
    return Population(np.asarray(positions, np.float32), generation, parents, clip, _metadata(arrays, path), operators)


def write(population: Population, path: Path) -> None:
    """Compressed; NotWritable where that fails."""
    metadata = dict(population.metadata)
    arrays: dict[str, NDArray] = {"positions": np.asarray(population.positions, np.float32)}
    for name in _INDICES:
        array = getattr(population, name)
        if array is not None:
            arrays[name] = np.asarray(array)
    for name in _PER_CLIP:
        if metadata.get(name):
            arrays[name] = np.asarray(metadata.pop(name))
    if metadata:
        arrays["metadata"] = np.asarray(json.dumps(metadata, ensure_ascii=False))
    with opened_aside(path) as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def _arrays(path: Path) -> dict[str, NDArray]:
    """The arrays that are ours by name, or all others as empty ones."""
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            there = [name.removesuffix(".npy") for name in archive.namelist()]
            ours = [name for name in there if name in _OURS]
            return {name: _array(archive, f"{name}.npy") for name in ours} or dict.fromkeys(there, np.empty(0))
    except FileNotFoundError:
        raise MissingFile(path, "population") from None
    except Exception as error:  # a damaged archive can make zipfile, zlib and numpy raise nearly anything
        raise BadFile(path, f"not a readable npz ({type(error).__name__}: {error}).") from error


def _array(archive: zipfile.ZipFile, name: str) -> NDArray:
    with archive.open(name) as member:
        return np.asarray(np.lib.format.read_array(member, allow_pickle=False))


def _index(array: NDArray | None, name: str, rows: int, path: Path) -> NDArray | None:
    if array is None:
        return None
    shape = (rows, 2) if name == "parents" else (rows,)
    if array.shape != shape or array.dtype.kind not in "iu":
        raise BadFile(path, f"its {name} are {array.dtype} {array.shape}; whole numbers {shape} were expected.")
    return array


def _metadata(arrays: dict[str, NDArray], path: Path) -> dict[str, Any]:
    metadata: dict[str, Any] = {}
    if "metadata" in arrays:
        try:
            metadata = dict(json.loads(str(arrays["metadata"])))
        except (ValueError, TypeError) as error:
            raise BadFile(path, f"its metadata are no JSON object ({error}).") from error
    for name in _PER_CLIP:
        if name in arrays:
            metadata[name] = [_plain(value) for value in np.atleast_1d(arrays[name]).tolist()]
    return metadata


def _plain(value: Any) -> Any:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def _recognises(path: Path) -> bool:
    """An archive with positions; a damaged one too, to tell of the damage."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "positions.npy" in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return True


FORMAT = Format(
    name="npz",
    title="Population (NumPy npz)",
    kind="population",
    suffixes=(".npz",),
    recognises=_recognises,
    read_population=read,
    write_population=write,
)
