"""Rows of arrays that lie in files, decoded and put together only where they are asked for.

What `Population` holds in place of arrays where positions are packed or lie in several shards. Slices and choices of
rows are NumPy arrays; `np.asarray` gives all of them.
"""

import math
import mmap
from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from evopose.model.array import NDArray


class Rows:
    """N rows of one shape and type, read-only."""

    def __init__(self, shape: tuple[int, ...], dtype: Any) -> None:
        self.shape, self.dtype = shape, np.dtype(dtype)

    @abstractmethod
    def _taken(self, wanted: NDArray | slice) -> NDArray:
        """These rows, by non-negative numbers or by a slice."""

    @abstractmethod
    def release(self) -> None:
        """Let the system have the memory back in which files are mapped; they are mapped again as they are read."""

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, tuple):
            return self._first(key[0])[(key[1:] if _single(key[0]) else (slice(None), *key[1:]))]
        return self._first(key)

    def _first(self, key: Any) -> NDArray:
        if key is Ellipsis:
            return self._taken(slice(None))
        if isinstance(key, slice):
            return self._taken(key)
        if _single(key):
            number = range(len(self))[int(key)]
            return np.asarray(self._taken(slice(number, number + 1))[0])
        wanted = np.asarray(key)
        if wanted.dtype == bool:
            if wanted.shape != (len(self),):
                raise IndexError(f"a mask of shape {wanted.shape} for {len(self)} rows")
            wanted = np.flatnonzero(wanted)
        if wanted.size and not (-len(self) <= int(wanted.min()) and int(wanted.max()) < len(self)):
            raise IndexError(f"rows {wanted.min()} to {wanted.max()} of {len(self)}")
        flat = wanted.astype(np.int64).reshape(-1)
        return self._taken(np.where(flat < 0, flat + len(self), flat)).reshape(*wanted.shape, *self.shape[1:])

    def __iter__(self) -> Iterator[NDArray]:
        return (self[number] for number in range(len(self)))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray:
        whole = self._taken(slice(None))
        return whole if dtype is None else whole.astype(dtype, copy=False)

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """Number of values."""
        return math.prod(self.shape)

    @property
    def nbytes(self) -> int:
        """Of all of them as an array."""
        return int(self.size * self.dtype.itemsize)


class Decoded(Rows):
    """Rows worked out from those of other arrays."""

    def __init__(
        self,
        columns: Sequence[NDArray],
        decode: Callable[..., NDArray],
        shape: tuple[int, ...] = (),
        dtype: Any = np.float32,
    ) -> None:
        """`decode` takes the same rows of each column; `shape` of one row, that of the first column's if left out."""
        super().__init__((len(columns[0]), *(shape or columns[0].shape[1:])), dtype)
        self._columns, self._decode = tuple(columns), decode

    def _taken(self, wanted: NDArray | slice) -> NDArray:
        return self._decode(*(_rows(column, wanted) for column in self._columns))

    def release(self) -> None:
        for column in self._columns:
            release(column)


class Joined(Rows):
    """The rows of several arrays, one after the other."""

    def __init__(self, parts: Sequence[NDArray]) -> None:
        self._parts = tuple(parts)
        self._starts = np.cumsum([0, *(len(part) for part in parts)])
        types = [part.dtype for part in parts]
        super().__init__((int(self._starts[-1]), *parts[0].shape[1:]), np.result_type(*types))

    def _taken(self, wanted: NDArray | slice) -> NDArray:
        return self._sliced(wanted) if isinstance(wanted, slice) else self._chosen(wanted)

    def _sliced(self, wanted: slice) -> NDArray:
        start, stop, step = wanted.indices(len(self))
        if step != 1:
            return self._chosen(np.arange(start, stop, step))
        pieces = [
            part[max(start - first, 0) : max(stop - first, 0)]
            for first, part in zip(self._starts.tolist(), self._parts, strict=False)
            if first < stop and first + len(part) > start
        ]
        if len(pieces) == 1:
            return np.asarray(pieces[0], self.dtype)
        return np.concatenate([np.empty((0, *self.shape[1:]), self.dtype), *pieces])

    def _chosen(self, wanted: NDArray) -> NDArray:
        if len(self._parts) == 1:
            return _rows(self._parts[0], wanted)
        taken = np.empty((len(wanted), *self.shape[1:]), self.dtype)
        where = np.searchsorted(self._starts, wanted, side="right") - 1
        for number in np.unique(where).tolist():
            inside = where == number
            taken[inside] = _rows(self._parts[number], wanted[inside] - self._starts[number])
        return taken

    def release(self) -> None:
        for part in self._parts:
            release(part)


class Sparing(Rows):
    """Rows of a mapped file of which no more than a part stays in memory at once.

    The system maps neighbours of what is read too, so that a few thousand rows drawn from all over a file bring all of
    it. Here they are read in the order in which they lie, and what was read is let go of on the way.
    """

    def __init__(self, rows: Rows, at_once: int) -> None:
        """`at_once`: of how many neighbouring rows the memory may be taken."""
        super().__init__(rows.shape, rows.dtype)
        self._rows, self._at_once, self._read = rows, max(1, at_once), 0

    def _taken(self, wanted: NDArray | slice) -> NDArray:
        if isinstance(wanted, slice):
            taken = np.array(self._rows[wanted])
            self._read += len(taken)
            if self._read >= self._at_once:
                self.release()
            return taken
        return self._gathered(wanted)

    def _gathered(self, wanted: NDArray) -> NDArray:
        order = np.argsort(wanted, kind="stable")
        inner = np.searchsorted(wanted[order], np.arange(self._at_once, len(self), self._at_once))
        taken = np.empty((len(wanted), *self.shape[1:]), self.dtype)
        for some in np.split(order, inner):
            if len(some):
                taken[some] = self._rows[wanted[some]]
                self.release()
        return taken

    def release(self) -> None:
        self._read = 0
        self._rows.release()


def release(array: Any) -> None:
    """Unload what is mapped of an array's file; nothing where it lies in memory, or the system has no such call."""
    if isinstance(array, Rows):
        array.release()
    mapped = getattr(array, "_mmap", None)
    if isinstance(mapped, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        mapped.madvise(mmap.MADV_DONTNEED)


def _rows(array: NDArray, wanted: NDArray | slice) -> NDArray:
    """By `take` where it can be, three times as fast as an index that is an array."""
    if isinstance(wanted, slice) or not isinstance(array, np.ndarray):
        return array[wanted]
    return array.view(np.ndarray).take(wanted, axis=0)


def _single(key: Any) -> bool:
    return isinstance(key, (int, np.integer))
