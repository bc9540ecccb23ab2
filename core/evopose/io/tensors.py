"""The safetensors container: where each tensor lies in the file, without reading it.

Eight bytes of length, a JSON header, then the tensors (huggingface.co/docs/safetensors, "Format"). The header is parsed
here, and checked against the file's size, because memory maps at its offsets read random rows some sixty times faster
than the library's slicing call.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import DTypeLike

from evopose.errors import BadFile, MissingFile
from evopose.io.aside import opened_aside
from evopose.model.array import NDArray

_DTYPES = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "|i1",
    "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "|u1", "BOOL": "|b1",
}  # fmt: skip
_NAMES = {dtype: name for name, dtype in _DTYPES.items()}
_LARGEST_HEADER = 100_000_000
"""The library's own limit."""
_CHUNK = 1 << 24


@dataclass(frozen=True)
class Place:
    """Where one tensor lies."""

    dtype: str
    """NumPy's name; '' for types that NumPy lacks."""
    shape: tuple[int, ...]
    start: int
    """Byte in the file."""


@dataclass(frozen=True)
class Header:
    """What a file says it holds; all places were found inside the file."""

    path: Path
    places: Mapping[str, Place]
    metadata: Mapping[str, str]

    def mapped(self, name: str) -> NDArray:
        """One tensor as a read-only memory map; BadFile for a type that NumPy lacks."""
        place = self.places[name]
        if not place.dtype:
            raise BadFile(self.path, f"{name} is of a type that is not read.")
        if not prod(place.shape):
            return np.empty(place.shape, place.dtype)
        return np.memmap(self.path, place.dtype, "r", place.start, place.shape)


def header_of(path: Path) -> Header:
    """MissingFile, or BadFile where the header is damaged or promises what is not there."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if size < 8 or length > _LARGEST_HEADER:
                raise BadFile(path, f"this is no safetensors file: a header of {length} bytes in a file of {size}.")
            text = file.read(length)
            if len(text) < length:
                raise _cut_short(path, text, 8 + length, size)
    except FileNotFoundError:
        raise MissingFile(path) from None
    except OSError as error:
        raise BadFile(path, f"cannot be read ({error.strerror}).") from error
    try:
        header, end = _header(path, json.loads(text), 8 + length)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadFile(path, f"its safetensors header is damaged ({type(error).__name__}: {error}).") from error
    if end > size:
        raise BadFile(path, f"it is cut short: {size:,} of {end:,} bytes are there.")
    return header


def _cut_short(path: Path, begun: bytes, least: int, size: int) -> BadFile:
    """Of a file with part of a header, if it is one."""
    if begun[:1] == b"{":
        return BadFile(path, f"it is cut short: {size:,} of more than {least:,} bytes are there.")
    return BadFile(path, f"this is no safetensors file: a header of {least - 8} bytes in a file of {size}.")


def _header(path: Path, entries: dict[str, Any], base: int) -> tuple[Header, int]:
    """And where the last tensor ends."""
    metadata = entries.pop("__metadata__", None) or {}
    if not all(isinstance(value, str) for value in metadata.values()):
        raise ValueError("its metadata are not all strings")
    places = {name: _place(name, entry, base) for name, entry in entries.items()}
    ends = [entry["data_offsets"][1] for entry in entries.values()]
    return Header(path, places, metadata), base + max(ends, default=0)


def _place(name: str, entry: Mapping[str, Any], base: int) -> Place:
    shape, (start, end) = tuple(entry["shape"]), entry["data_offsets"]
    if not all(type(number) is int and number >= 0 for number in (*shape, start, end)) or end < start:
        raise ValueError(f"{name} of shape {shape} would lie at bytes {start} to {end}")
    dtype = _DTYPES.get(entry["dtype"], "")
    if dtype and prod(shape) * np.dtype(dtype).itemsize != end - start:
        raise ValueError(f"{name} of shape {shape} and type {entry['dtype']} does not fill bytes {start} to {end}")
    return Place(dtype, shape, base + start)


def header_bytes(
    tensors: Mapping[str, tuple[DTypeLike, tuple[int, ...]]], metadata: Mapping[str, str]
) -> tuple[bytes, dict[str, Place]]:
    """What a file of tensors of these types and shapes begins with, and where each then lies in it."""
    entries: dict[str, Any] = {"__metadata__": dict(metadata)} if metadata else {}
    end = 0
    for name, (dtype, shape) in tensors.items():
        start, end = end, end + prod(shape) * np.dtype(dtype).itemsize
        entries[name] = {"dtype": _name(dtype), "shape": list(shape), "data_offsets": [start, end]}
    text = json.dumps(entries, ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    places = {
        name: Place(_DTYPES[_name(dtype)], shape, 8 + len(text) + entries[name]["data_offsets"][0])
        for name, (dtype, shape) in tensors.items()
    }
    return len(text).to_bytes(8, "little") + text, places


def write_tensors(path: Path, tensors: Mapping[str, NDArray], metadata: Mapping[str, str]) -> None:
    """One file, streamed (the tensors may be memory maps); NotWritable where that fails."""
    header, _ = header_bytes({name: (tensor.dtype, tensor.shape) for name, tensor in tensors.items()}, metadata)
    with opened_aside(path) as file:
        file.write(header)
        for tensor in tensors.values():
            _stream(file, tensor)


def _name(dtype: DTypeLike) -> str:
    return _NAMES[np.dtype(dtype).newbyteorder("<").str]


def _stream(file: IO[bytes], tensor: NDArray) -> None:
    rows = max(1, _CHUNK // max(1, tensor.nbytes // max(1, len(tensor))))
    for first in range(0, len(tensor), rows):
        chunk = tensor[first : first + rows]
        file.write(np.ascontiguousarray(chunk, chunk.dtype.newbyteorder("<")).tobytes())
