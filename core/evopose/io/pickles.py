"""Pickles and `.npy` files of objects, read without running anything that they carry, and written whole or not at all.

A pickle is a program for a small machine that may call any importable function. Here it may call only the few makers
below: NumPy arrays and scalars, plain containers, and the chumpy and sparse arrays of SMPL files (as plain arrays).
Even these are stand-ins that check what they are given, because NumPy's own would take raw memory for object
pointers from a forged dtype. Whatever else a file asks for is refused by name before it is imported.
"""

import io
import pickle
import pickletools
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np

from evopose.errors import BadFile, EvoError, MissingFile, UnsafeFile
from evopose.io.aside import write_aside
from evopose.io.pickle_makers import MAKERS, thaw
from evopose.model.array import NDArray


def load_pickle(path: Path) -> Any:
    """What a pickle (Python 2's too) holds; MissingFile, UnsafeFile naming what it wanted to call, or BadFile."""
    with _opened(path) as file:
        return _unpickled(file, path)


def load_npy(path: Path) -> Any:
    """What `np.save` put there: an array, or the object that a 0-d object array wraps. Errors as `load_pickle`."""
    with _opened(path) as file:
        return _npy(file, path)


def load_npz(path: Path, names: Sequence[str]) -> dict[str, Any]:
    """What `np.savez` put there under those of the names that there are, each as `load_npy` gives it."""
    try:
        with _opened(path) as file, zipfile.ZipFile(file) as archive:
            there = [name for name in names if f"{name}.npy" in archive.namelist()]
            return {name: _member(archive, f"{name}.npy", path) for name in there}
    except EvoError:
        raise
    except Exception as error:  # a damaged archive can make zipfile and zlib raise nearly anything
        raise BadFile(path, f"not a readable npz ({type(error).__name__}: {error}).") from error


def names_in_npz(path: Path) -> tuple[str, ...]:
    """What the arrays of an npz are called; nothing where it is none. Never raises."""
    try:
        with zipfile.ZipFile(path) as archive:
            return tuple(name.removesuffix(".npy") for name in archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return ()


def save_npy(path: Path, content: Any) -> None:
    """As `np.save`, readable by every NumPy since 1.7, written aside and renamed; NotWritable where that fails."""
    array = content if isinstance(content, np.ndarray) else _boxed(content)
    buffer = io.BytesIO()
    if array.dtype.hasobject:
        np.lib.format.write_array_header_1_0(buffer, np.lib.format.header_data_from_array_1_0(array))
        buffer.write(_for_older_numpy(pickle.dumps(array, protocol=3)))
    else:
        np.save(buffer, array, allow_pickle=False)
    write_aside(path, buffer.getvalue())


def strings_at_start(path: Path, length: int = 1 << 18) -> tuple[str, ...]:
    """The strings in the first `length` bytes of a `.npy` file of objects, to recognise it by; never raises.

    Nothing is unpickled; the strings are dictionary keys among others, in the order of the file.
    """
    try:
        with path.open("rb") as file:
            if not _object_array(file, path):
                return ()
            return tuple(_strings(file.read(length)))
    except (OSError, EvoError):
        return ()


def _member(archive: zipfile.ZipFile, name: str, path: Path) -> Any:
    with archive.open(name) as member:
        return _npy(member, path)


def _npy(file: IO[bytes], path: Path) -> Any:
    if _object_array(file, path):
        array = _unpickled(file, path)
        return array.item() if isinstance(array, np.ndarray) and array.ndim == 0 else array
    file.seek(0)
    return _plain_array(file, path)


class _Unpickler(pickle.Unpickler):
    """Knows the makers and nothing else."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        super().__init__(file, encoding="latin1")
        self._path = path

    def find_class(self, module: str, name: str) -> Any:
        maker = MAKERS.get((module, name))
        if maker is None:
            raise UnsafeFile(self._path, f"it wants to call {module}.{name}, which data do not need; nothing was run.")
        return maker

    def persistent_load(self, pid: Any) -> Any:
        raise UnsafeFile(self._path, f"it refers to something outside itself ({str(pid)[:40]!r}); nothing was run.")


def _unpickled(file: IO[bytes], path: Path) -> Any:
    try:
        return thaw(_Unpickler(file, path).load())
    except EvoError:
        raise
    except Exception as error:  # a damaged pickle can make the unpickler raise nearly anything
        raise BadFile(path, f"not a readable pickle ({type(error).__name__}: {error}).") from error


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise MissingFile(path) from None
    except OSError as error:
        raise BadFile(path, f"cannot be read ({error.strerror}).") from error


def _object_array(file: IO[bytes], path: Path) -> bool:
    """Whether a `.npy` file holds pickled objects; the file then stands at the pickle's first byte."""
    try:
        version = np.lib.format.read_magic(file)
        if version not in ((1, 0), (2, 0)):
            return False
        read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # NumPy tells of headers that Python 2 wrote
            dtype = read(file)[2]
    except Exception as error:
        raise BadFile(path, f"not a .npy file ({error}).") from error
    if dtype.hasobject and dtype != np.dtype(object):
        raise BadFile(path, f"an array of {dtype}, which mixes objects and numbers, is not read.")
    return bool(dtype.hasobject)


def _plain_array(file: IO[bytes], path: Path) -> NDArray:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            array: NDArray = np.load(file, allow_pickle=False)
    except Exception as error:
        raise BadFile(path, f"not a readable .npy file ({error}).") from error
    return array


def _boxed(content: Any) -> NDArray:
    box = np.empty((), dtype=object)
    box[()] = content
    return box


def _for_older_numpy(data: bytes) -> bytes:
    """NumPy 2 names a module that NumPy before 1.26 lacks; its old name works in both. Protocol 3 names each once."""
    return data.replace(b"cnumpy._core.multiarray\n", b"cnumpy.core.multiarray\n", 2)


def _strings(data: bytes) -> Iterator[str]:
    try:
        for _, argument, _ in pickletools.genops(io.BytesIO(data)):
            if isinstance(argument, str):
                yield argument
    except Exception:  # the cut end, or no pickle at all
        return
