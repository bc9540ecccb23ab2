"""What a pickle may call: stand-ins that check their arguments, and what becomes of them (`thaw`)."""

import math
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np

from evopose.model.array import NDArray

_LARGEST = 1 << 33
"""Bytes; a sparse matrix may claim any shape without holding as much data."""


class _Maker:
    """A function that a pickle may call but not alter (a pickle can set attributes of what it was given)."""

    __slots__ = ("_make",)

    def __init__(self, make: Callable[..., Any]) -> None:
        self._make = make

    def __call__(self, *arguments: Any) -> Any:
        return self._make(*arguments)

    def __setstate__(self, state: Any) -> None:
        raise pickle.UnpicklingError("it wants to alter a function")


class _StandIn:
    """Takes the state that a pickle gives an object; `thawed` makes the plain value once all is read."""

    __hash__ = None  # type: ignore[assignment]
    state: Any = None

    def __init__(self, *_: Any) -> None:
        pass

    def __setstate__(self, state: Any) -> None:
        self.state = state

    def thawed(self) -> Any:
        raise pickle.UnpicklingError(f"{type(self).__name__} without content")


class _Dtype(_StandIn):
    """numpy.dtype: a kind and a size, then a byte order. Forged flags and fields are never looked at."""

    def __init__(self, code: Any, *_: Any) -> None:
        if not isinstance(code, str):
            raise pickle.UnpicklingError(f"a dtype made of {code!r}")
        self._code = code

    def thawed(self) -> np.dtype[Any]:
        dtype = np.dtype(self._code)
        if dtype.kind not in "?biufcSUO" or dtype.names:
            raise pickle.UnpicklingError(f"an array of {dtype}, which is not read")
        order = self.state[1] if self.state else "="
        return dtype.newbyteorder(">" if order == ">" else "=")


class _Array(_StandIn):
    """numpy.ndarray: (version, shape, dtype, whether Fortran's order, content)."""

    def thawed(self) -> NDArray:
        if self.state is None:
            raise pickle.UnpicklingError("an array without content")
        shape, dtype, fortran, content = self.state[-4:]
        return _array(content, dtype.thawed(), shape, "F" if fortran else "C")


class _Ndarray(_StandIn):
    """The class itself, as `_reconstruct` is given it."""


class _Chumpy(_StandIn):
    """chumpy.ch.Ch: its array is `x`."""

    def thawed(self) -> Any:
        return thaw(self.state["x"])


class _Select(_StandIn):
    """chumpy.reordering.Select: some entries of another chumpy array."""

    def thawed(self) -> Any:
        chosen = np.asarray(thaw(self.state["a"])).ravel()[np.asarray(thaw(self.state["idxs"]))]
        return chosen.reshape(thaw(self.state["preferred_shape"]))


class _Sparse(_StandIn):
    """scipy.sparse.csc_matrix, made dense."""

    def thawed(self) -> NDArray:
        shape = tuple(self.state["_shape"] if "_shape" in self.state else self.state["shape"])
        data, rows, starts = (np.asarray(thaw(self.state[key])) for key in ("data", "indices", "indptr"))
        if math.prod(shape) * data.itemsize > _LARGEST:
            raise pickle.UnpicklingError(f"a sparse matrix of {shape}")
        dense = np.zeros(shape, data.dtype)
        dense[rows, np.repeat(np.arange(shape[1]), np.diff(starts))] = data
        return dense


def thaw(value: Any) -> Any:
    """The value with every stand-in in its dictionaries, lists, tuples and object arrays made plain."""
    return _Thaw().of(value)


class _Thaw:
    """Walks once through everything, also through what contains itself."""

    def __init__(self) -> None:
        self._done: dict[int, Any] = {}
        self._kept: list[Any] = []  # so that no number in _done is given to another object

    def of(self, value: Any) -> Any:
        if isinstance(value, type | _Maker):
            raise pickle.UnpicklingError("it holds a function or a class where data should be")
        if not isinstance(value, dict | list | tuple | _StandIn | np.ndarray):
            return value
        if id(value) not in self._done:
            self._kept.append(value)
            self._done[id(value)] = value
            self._done[id(value)] = self._made(value)
        return self._done[id(value)]

    def _made(self, value: Any) -> Any:
        if isinstance(value, _StandIn):
            return self.of(value.thawed())
        if isinstance(value, dict):
            value.update({key: self.of(item) for key, item in value.items()})
        elif isinstance(value, list):
            value[:] = [self.of(item) for item in value]
        elif isinstance(value, tuple):
            return tuple(self.of(item) for item in value)
        elif value.dtype.hasobject:
            for index, item in np.ndenumerate(value):
                value[index] = self.of(item)
        return value


def _array(content: Any, dtype: np.dtype[Any], shape: tuple[int, ...], order: str) -> NDArray:
    if dtype.hasobject:
        if not isinstance(content, list) or len(content) != math.prod(shape):
            raise pickle.UnpicklingError("an array of objects that is no list of them")
        flat = np.empty(len(content), dtype=object)
        for index, item in enumerate(content):
            flat[index] = item
    else:
        data = content.encode("latin1") if isinstance(content, str) else bytes(content)
        flat = np.frombuffer(data, dtype).copy() if dtype.itemsize else np.zeros(math.prod(shape), dtype)
    return flat.reshape(shape, order="F" if order == "F" else "C")


def _reconstruct(kind: Any, *_: Any) -> _Array:
    if kind is not _Ndarray:
        raise pickle.UnpicklingError(f"an array of class {kind!r}")
    return _Array()


def _frombuffer(content: Any, dtype: _Dtype, shape: tuple[int, ...], order: str, *_: Any) -> NDArray:
    return _array(content, dtype.thawed(), shape, order)


def _scalar(dtype: _Dtype, content: Any) -> Any:
    return _array(content, dtype.thawed(), (1,), "C")[0]


def _reconstructor(kind: Any, base: Any, state: Any) -> Any:
    if kind not in (_Chumpy, _Select, _Sparse) or base is not object:
        raise pickle.UnpicklingError(f"an object of class {kind!r}")
    return kind()


def _encode(text: str, encoding: str = "latin1") -> bytes:
    if encoding not in ("latin1", "latin-1", "iso-8859-1"):
        raise pickle.UnpicklingError(f"bytes written as {encoding!r}")
    return text.encode("latin1")


def _bytes(content: bytes | str = b"", encoding: str = "latin1") -> bytes:
    return _encode(content, encoding) if isinstance(content, str) else bytes(memoryview(content))


def _makers() -> dict[tuple[str, str], Any]:
    found: dict[tuple[str, str], Any] = {
        ("numpy", "dtype"): _Dtype,
        ("numpy", "ndarray"): _Ndarray,
        ("numpy", "matrix"): _Ndarray,
        ("_codecs", "encode"): _Maker(_encode),
        ("chumpy.ch", "Ch"): _Chumpy,
        ("chumpy", "Ch"): _Chumpy,
        ("chumpy.reordering", "Select"): _Select,
        ("collections", "OrderedDict"): _Maker(lambda *pairs: dict(*pairs)),
    }
    for core in ("numpy.core", "numpy._core"):
        found[core + ".multiarray", "_reconstruct"] = _Maker(_reconstruct)
        found[core + ".multiarray", "scalar"] = _Maker(_scalar)
        found[core + ".numeric", "_frombuffer"] = _Maker(_frombuffer)
    for matrix in ("numpy.matrixlib.defmatrix", "numpy.core.defmatrix"):
        found[matrix, "matrix"] = _Ndarray
    for sparse in ("scipy.sparse.csc", "scipy.sparse._csc"):
        found[sparse, "csc_matrix"] = _Sparse
    for registry in ("copyreg", "copy_reg"):
        found[registry, "_reconstructor"] = _Maker(_reconstructor)
    for builtins in ("builtins", "__builtin__"):
        found[builtins, "object"] = object
        found[builtins, "set"] = _Maker(lambda items=(): set(items))
        found[builtins, "frozenset"] = _Maker(lambda items=(): frozenset(items))
        found[builtins, "complex"] = _Maker(lambda real=0.0, imaginary=0.0: complex(float(real), float(imaginary)))
        found[builtins, "bytes"] = _Maker(_bytes)
        found[builtins, "bytearray"] = _Maker(lambda *content: bytearray(_bytes(*content)))
    return found


MAKERS = _makers()
"""By module and name as pickles of Python 2 and 3 and of NumPy 1 and 2 spell them."""
