"""A population on disk while it grows: shards of a fixed capacity that rows are written into, one after the other.

Each shard is a safetensors file whose header promises its full capacity; what was not reached yet is a hole. Rows are
written, not mapped, so that a full disk is an error. How many rows count is for a checkpoint to say: what lies
behind them is written over.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
from jaxtyping import Float, Int

from evopose.io.aside import writing
from evopose.io.packing import packed, unpacked
from evopose.io.rows import Decoded, Joined
from evopose.io.safetensors import container_metadata, shard_name
from evopose.io.tensors import Place, header_bytes, header_of, write_tensors
from evopose.model.array import NDArray

NAME = "evolved"
_LINEAGE = {"generation": (np.uint16, ()), "parents": (np.int32, (2,)), "operators": (np.uint16, ())}


@dataclass(frozen=True)
class Layout:
    """What all shards have in common."""

    step: float | None
    """Metres of packed positions; None for float32."""
    capacity: int
    """Rows of a shard."""
    metadata: Mapping[str, Any]

    @property
    def columns(self) -> dict[str, tuple[Any, tuple[int, ...]]]:
        """Type and shape of a row of each tensor."""
        packed_ = {"hip": (np.float32, (3,)), "offsets": (np.int16, (16, 3))}
        return (packed_ if self.step else {"positions": (np.float32, (17, 3))}) | _LINEAGE

    @cached_property
    def begin(self) -> tuple[bytes, Mapping[str, Place]]:
        """The header of a full shard, and where its tensors lie."""
        tensors = {name: (dtype, (self.capacity, *shape)) for name, (dtype, shape) in self.columns.items()}
        return header_bytes(tensors, container_metadata(self.metadata, self.step))

    def decoded(self, columns: Mapping[str, NDArray]) -> NDArray:
        """Positions of a shard's tensors, or rows that give them."""
        if not self.step:
            return columns["positions"]
        return cast(NDArray, Decoded([columns["hip"], columns["offsets"]], partial(unpacked, step=self.step), (17, 3)))


class Growing:
    """The shards in a folder, open for appending."""

    def __init__(self, folder: Path, layout: Layout, rows: int = 0) -> None:
        """`rows` of them count; what was written behind is forgotten."""
        self._folder, self._layout, self.rows = folder, layout, rows
        self._file: IO[bytes] | None = None
        self._shard = -1
        for number in range(-(-rows // layout.capacity), len(list(folder.glob("poses-*.safetensors")))):
            self._path(number).unlink(missing_ok=True)

    def append(
        self,
        positions: Float[NDArray, "k 17 3"],
        generation: int,
        parents: Int[NDArray, "k 2"],
        operators: Int[NDArray, " k"],
    ) -> None:
        """More rows (positions that fit the layout's precision); NotWritable where the disk does not take them."""
        count = len(positions)
        columns = self._encoded(positions) | {
            "generation": np.full(count, generation, np.uint16),
            "parents": np.asarray(parents, np.int32),
            "operators": np.asarray(operators, np.uint16),
        }
        done = 0
        while done < count:
            shard, row = divmod(self.rows + done, self._layout.capacity)
            some = min(count - done, self._layout.capacity - row)
            with writing(self._folder):
                self._write(shard, row, {name: array[done : done + some] for name, array in columns.items()})
            done += some
        self.rows += count

    def _encoded(self, positions: NDArray) -> dict[str, NDArray]:
        if not self._layout.step:
            return {"positions": np.asarray(positions, np.float32)}
        hip, offsets = packed(positions, self._layout.step)
        return {"hip": hip, "offsets": offsets}

    def _write(self, shard: int, row: int, columns: Mapping[str, NDArray]) -> None:
        file = self._opened(shard)
        for name, array in columns.items():
            place = self._layout.begin[1][name]
            file.seek(place.start + row * (array.nbytes // max(1, len(array))))
            _write_all(file, np.ascontiguousarray(array, array.dtype.newbyteorder("<")))

    def _opened(self, shard: int) -> IO[bytes]:
        if self._file is not None and self._shard == shard:
            return self._file
        self.sync()
        self._close()
        path = self._path(shard)
        new = not path.exists()
        self._file, self._shard = path.open("w+b" if new else "r+b", buffering=0), shard
        if new:
            header, places = self._layout.begin
            _write_all(self._file, np.frombuffer(header, np.uint8))
            last = places["operators"]
            self._file.truncate(last.start + self._layout.capacity * np.dtype(last.dtype).itemsize)
        return self._file

    def view(self, rows: int) -> Joined:
        """Positions of the first `rows`, as float32 (17, 3), mapped."""
        return Joined([self._layout.decoded(columns) for columns in self._mapped(rows)])

    def _mapped(self, rows: int) -> Iterator[dict[str, NDArray]]:
        """Each shard's tensors, no longer than what counts."""
        capacity = self._layout.capacity
        for number in range(max(1, -(-rows // capacity))):
            header = header_of(self._path(number))
            count = min(rows - number * capacity, capacity)
            yield {name: header.mapped(name)[:count] for name in self._layout.columns}

    def sync(self) -> None:
        """All that was appended is on the disk; NotWritable where that fails."""
        if self._file is not None:
            with writing(self._folder):
                os.fsync(self._file.fileno())

    def close(self) -> None:
        """Give the file back."""
        self._close()

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def finish(self, folder: Path) -> list[Path]:
        """Put the shards in place as evolved.safetensors or evolved-00000-of-…; a second time it does what is left.

        Full ones are renamed, a last one that is not is written anew. NotWritable where that fails.
        """
        self.sync()
        self._close()
        finals = placed(folder, self.rows, self._layout.capacity)
        for number, final in enumerate(finals):
            if self._path(number).exists():
                self._place(number, final)
        return finals

    def _place(self, number: int, final: Path) -> None:
        source, rows = self._path(number), self.rows - number * self._layout.capacity
        if rows >= self._layout.capacity:
            with writing(final):
                source.replace(final)
            return
        header = header_of(source)
        columns = {name: header.mapped(name)[:rows] for name in self._layout.columns}
        write_tensors(final, columns, container_metadata(self._layout.metadata, self._layout.step))
        del columns
        source.unlink()

    def _path(self, number: int) -> Path:
        return shard_path(self._folder, number)


def shard_path(folder: Path, number: int) -> Path:
    """Of a shard while it grows."""
    return folder / f"poses-{number:05d}.safetensors"


def placed(folder: Path, rows: int, capacity: int) -> list[Path]:
    """Where the shards of so many rows come to lie."""
    count = max(1, -(-rows // capacity))
    names = [f"{NAME}.safetensors"] if count == 1 else [shard_name(NAME, number, count) for number in range(count)]
    return [folder / name for name in names]


def _write_all(file: IO[bytes], array: NDArray) -> None:
    """Unbuffered files may take less than they are given."""
    left = memoryview(array.reshape(-1).view(np.uint8).data)
    while left:
        left = left[file.write(left) :]


__all__: Sequence[str] = ["NAME", "Growing", "Layout", "placed", "shard_path"]
