"""MATLAB's own files, up to version 7: arrays of numbers in them, also those in cells and structures.

"MAT-File Format", The MathWorks, level 5.

SciPy reads far more of them, but a damaged one can end its reader, and with it the program, by a segmentation fault.
"""

import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from evopose.errors import BadFile
from evopose.model.array import NDArray

_HEADER = 128
_MATRIX, _COMPRESSED = 14, 15
_NUMBERS = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8", 13: "u8"}
"""Types of elements."""
_CELL, _STRUCTURE = 1, 2
_CLASSES = {1: "a cell", 2: "a structure", 3: "an object", 4: "text", 5: "sparse"}
"""Of arrays that are no plain numbers, which are 6 to 15."""
_COMPLEX = 0x08
_START = 1 << 16
"""Bytes that are unpacked for a name."""
_ROOM, _RATIO = 1 << 26, 8
"""Bytes that any file may be unpacked to, and how many more for each of its own: measurements do not pack so well."""
_MOST_AXES = 32
"""That are looked at: an array of more does not fit its numbers."""
_DEEPEST = 16
"""Cells and structures within each other."""
_EMPTY: NDArray = np.zeros((0, 0))
_EMPTY.setflags(write=False)


@dataclass(frozen=True)
class _Element:
    """A tag and what follows it."""

    kind: int
    content: memoryview
    size: int
    """Bytes with the tag and the padding."""


@dataclass(frozen=True)
class Other:
    """What is there and is not read."""

    kind: str
    """With its article."""


class _Room:
    """How much a file may yet be unpacked to."""

    def __init__(self, path: Path) -> None:
        self.path, self.left = path, most_unpacked(path)

    def take(self, size: int) -> None:
        """BadFile where there is no room for so many bytes."""
        self.left -= size
        if self.left < 0:
            raise too_much(self.path)


def most_unpacked(path: Path) -> int:
    """Bytes that all that is read of a file may come to."""
    return _ROOM + _RATIO * path.stat().st_size


def too_much(path: Path) -> BadFile:
    """For a small file that would fill the memory."""
    size, most = path.stat().st_size / 1e6, most_unpacked(path) / 1e6
    return BadFile(path, f"it is {size:.1f} MB and would be more than {most:.0f} MB unpacked; it was not unpacked.")


def names(path: Path) -> Iterator[str]:
    """Of all variables; anything may be raised where the file is damaged."""
    for element, order in _variables(path):
        if (matrix := _unpacked(element, order)) is not None:
            yield _described(matrix, order)[0]


def arrays(path: Path, wanted: Collection[str]) -> Iterator[tuple[str, NDArray]]:
    """Those that are wanted, axes in MATLAB's order.

    BadFile for what is no numbers, and for what is unpacked to more than is plausible; anything for a damaged file.
    """
    room = _Room(path)
    for element, order in _variables(path):
        begun = _unpacked(element, order)
        if begun is None or _described(begun, order)[0] not in wanted:
            continue
        name, kind, shape, rest = _described(_whole(element, order, room), order)
        if kind in _CLASSES or rest is None:
            raise BadFile(path, f"its {name} is {_CLASSES.get(kind, 'complex')}; an array of numbers was expected.")
        yield name, _numbers(rest, order, shape)


def values(path: Path) -> Iterator[tuple[str, Any]]:
    """All variables: arrays of numbers, cells as arrays of objects, a structure as a dictionary, and Other.

    Axes are in MATLAB's order. BadFile for what is unpacked to more than is plausible; anything for a damaged file.
    """
    room = _Room(path)
    for element, order in _variables(path):
        if _unpacked(element, order) is not None:
            matrix = _whole(element, order, room)
            yield _described(matrix, order)[0], _value(matrix, order, _DEEPEST)


def _variables(path: Path) -> Iterator[tuple[_Element, str]]:
    """Elements of the file, packed as they are, and the order of bytes."""
    content = path.read_bytes()
    order = {b"IM": "<", b"MI": ">"}[content[126:128]]
    place, view = _HEADER, memoryview(content)
    while place + 8 <= len(view):
        element = _element(view[place:], order)
        place += element.size
        yield element, order


def _unpacked(element: _Element, order: str, most: int = _START) -> memoryview | None:
    """Content of a variable, as far as `most` bytes if it is packed; None for what is none."""
    if element.kind == _COMPRESSED:
        element = _element(memoryview(zlib.decompressobj().decompress(element.content, most)), order)
    return element.content if element.kind == _MATRIX else None


def _whole(element: _Element, order: str, room: _Room) -> memoryview:
    """All of a variable, which says first how large it is."""
    if element.kind == _COMPRESSED:
        tag = zlib.decompressobj().decompress(element.content, 8)
        size = 8 + int(np.frombuffer(tag, f"{order}u4")[1])
        room.take(size)
        return _unpacked(element, order, size) or memoryview(b"")
    return element.content


def _element(view: memoryview, order: str) -> _Element:
    kind, size = (int(number) for number in np.frombuffer(view[:8], f"{order}u4"))
    if kind >> 16:  # a small one: its size, and its content in place of a size
        return _Element(kind & 0xFFFF, view[4 : 4 + (kind >> 16)], 8)
    padding = 0 if kind == _COMPRESSED else -size % 8
    return _Element(kind, view[8 : 8 + size], 8 + size + padding)


def _described(matrix: memoryview, order: str) -> tuple[str, int, tuple[int, ...], memoryview | None]:
    """Name, class and shape of a variable, and the elements of its numbers; None where these are complex."""
    flags = _element(matrix, order)
    word = int(np.frombuffer(flags.content[:4], f"{order}u4")[0])
    shape = _element(matrix[flags.size :], order)
    name = _element(matrix[flags.size + shape.size :], order)
    rest = matrix[flags.size + shape.size + name.size :]
    sizes = tuple(int(size) for size in np.frombuffer(shape.content[: 4 * _MOST_AXES], f"{order}i4"))
    return bytes(name.content).decode("ascii"), word & 0xFF, sizes, None if word >> 8 & _COMPLEX else rest


def _numbers(rest: memoryview, order: str, shape: tuple[int, ...]) -> NDArray:
    """Stored in the smallest type that holds them, columns first."""
    element = _element(rest, order)
    found = np.frombuffer(element.content, order + _NUMBERS[element.kind])
    if min(shape) < 0 or len(found) != prod(shape):
        raise ValueError(f"{len(found)} numbers for an array of {shape}")
    return found.astype(found.dtype.newbyteorder("=")).reshape(shape, order="F")


def _value(matrix: memoryview, order: str, deep: int) -> Any:
    """Of a variable, or of what a cell or a structure has in it."""
    if not len(matrix):
        return _EMPTY
    _, kind, shape, rest = _described(matrix, order)
    if rest is None:
        return Other("complex")
    if kind == _CELL:
        return _cell([_value(each, order, deep - 1) for each in _inside(rest, order, deep)], shape)
    if kind == _STRUCTURE:
        return _structure(rest, order, deep) if prod(shape) == 1 else Other("an array of structures")
    return Other(_CLASSES[kind]) if kind in _CLASSES else _numbers(rest, order, shape)


def _cell(contents: list[Any], shape: tuple[int, ...]) -> NDArray:
    if len(contents) != prod(shape):
        raise ValueError(f"{len(contents)} entries in a cell of {shape}")
    found = np.empty(len(contents), object)
    for place, content in enumerate(contents):  # arrays of one shape would be taken for one array if put in at once
        found[place] = content
    return found.reshape(shape, order="F")


def _structure(rest: memoryview, order: str, deep: int) -> dict[str, Any]:
    """Names are of one length, filled up with zeros; values follow in their order."""
    length = _element(rest, order)
    listed = _element(rest[length.size :], order)
    width, text = int(np.frombuffer(length.content[:4], f"{order}i4")[0]), bytes(listed.content)
    fields = (text[start : start + width].partition(b"\0")[0].decode("ascii") for start in range(0, len(text), width))
    contents = _inside(rest[length.size + listed.size :], order, deep)
    return {name: _value(each, order, deep - 1) for name, each in zip(fields, contents, strict=True)}


def _inside(rest: memoryview, order: str, deep: int) -> Iterator[memoryview]:
    """Contents of the matrices in a cell or a structure."""
    if not deep:
        raise ValueError(f"more than {_DEEPEST} cells within each other")
    place = 0
    while place + 8 <= len(rest):
        element = _element(rest[place:], order)
        place += element.size
        if element.kind != _MATRIX:
            raise ValueError(f"an element of type {element.kind} in a cell")
        yield element.content
