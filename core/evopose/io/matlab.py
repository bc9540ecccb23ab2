"""Numbers in MATLAB's files: its own layout (up to version 7), and arrays alone in HDF5 (7.3). Nothing is run."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from evopose.errors import BadFile, EvoError, MissingFile
from evopose.io import matlab5
from evopose.model.array import NDArray

_HDF5 = b"\x89HDF\r\n\x1a\n"
_PLACES = (0, 512)
"""Where HDF5's mark may stand: MATLAB puts 512 bytes of its own before it."""


def load_matlab(path: Path, names: Sequence[str]) -> dict[str, NDArray]:
    """Those of the named variables that there are, axes in MATLAB's order; MissingFile or BadFile."""
    with _reading(path):
        return dict(_hdf5(path, names) if _is_hdf5(path) else matlab5.arrays(path, names))


def load_everything(path: Path) -> dict[str, Any]:
    """All variables of a file of MATLAB's own layout, as matlab5.values has them; MissingFile or BadFile."""
    with _reading(path):
        if _is_hdf5(path):
            raise BadFile(path, "MATLAB's 7.3 format is not read; save it again with `save -v7`.")
        return dict(matlab5.values(path))


def variables(path: Path) -> tuple[str, ...]:
    """Names of what there is in a file; never raises, reads no more than that."""
    try:
        if not _is_hdf5(path):
            return tuple(matlab5.names(path))
        import h5py

        with h5py.File(path, "r") as file:
            return tuple(str(name) for name in file if not str(name).startswith("#"))
    except Exception:  # damaged, or no such file at all
        return ()


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """MissingFile or BadFile for whatever goes wrong within."""
    if not path.exists():
        raise MissingFile(path, "MATLAB file")
    try:
        yield
    except EvoError:
        raise
    except Exception as error:  # a damaged file can make the readers raise nearly anything
        raise BadFile(path, f"not a readable .mat file ({type(error).__name__}: {error}).") from error


def _is_hdf5(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(_PLACES[-1] + len(_HDF5))
    return any(start[place : place + len(_HDF5)] == _HDF5 for place in _PLACES)


def _hdf5(path: Path, names: Sequence[str]) -> Iterator[tuple[str, NDArray]]:
    """HDF5 has the axes the other way round."""
    import h5py

    room = matlab5.most_unpacked(path)
    with h5py.File(path, "r") as file:
        for name in names:
            stored: Any = file.get(name)
            if stored is None:
                continue
            if not isinstance(stored, h5py.Dataset) or stored.dtype.kind not in "fiub":
                raise BadFile(path, f"its {name} is no array of numbers.")
            room -= stored.nbytes
            if room < 0:
                raise matlab5.too_much(path)
            yield name, np.asarray(stored[()]).T
