"""Numbers in MATLAB's files, both layouts: up to version 7 (its own) and 7.3 (HDF5). Nothing in them is run."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evopose.errors import BadFile, EvoError, MissingFile
from evopose.model.array import NDArray

_HDF5 = b"\x89HDF\r\n\x1a\n"
_PLACES = (0, 512)
"""Where HDF5's mark may stand: MATLAB puts 512 bytes of its own before it."""


def load_matlab(path: Path, names: Sequence[str]) -> dict[str, Any]:
    """Those of the named variables that there are, axes in MATLAB's order; cells as arrays of objects.

    MissingFile or BadFile.
    """
    if not path.exists():
        raise MissingFile(path, "MATLAB file")
    try:
        return dict(_hdf5(path, names)) if _is_hdf5(path) else dict(_classic(path, names))
    except EvoError:
        raise
    except Exception as error:  # a damaged file can make the readers raise nearly anything
        raise BadFile(path, f"not a readable .mat file ({type(error).__name__}: {error}).") from error


def variables(path: Path) -> tuple[str, ...]:
    """Names of what there is in a file; never raises, reads no more than that."""
    try:
        if _is_hdf5(path):
            import h5py

            with h5py.File(path, "r") as file:
                return tuple(str(name) for name in file if not str(name).startswith("#"))
        from scipy.io import whosmat

        return tuple(name for name, _, _ in whosmat(str(path)))
    except Exception:  # damaged, or no such file at all
        return ()


def _is_hdf5(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(_PLACES[-1] + len(_HDF5))
    return any(start[place : place + len(_HDF5)] == _HDF5 for place in _PLACES)


def _classic(path: Path, names: Sequence[str]) -> Mapping[str, Any]:
    from scipy.io import loadmat

    found = loadmat(str(path), variable_names=list(names))
    return {name: found[name] for name in names if name in found}


def _hdf5(path: Path, names: Sequence[str]) -> Iterator[tuple[str, NDArray]]:
    """HDF5 has the axes the other way round; cells are references to arrays elsewhere in the file."""
    import h5py

    with h5py.File(path, "r") as file:
        for name in names:
            if name not in file:
                continue
            stored = file[name]
            if not isinstance(stored, h5py.Dataset):
                raise BadFile(path, f"its {name} is a structure; numbers were expected.")
            yield name, _cells(file, stored) if stored.dtype == h5py.ref_dtype else np.asarray(stored[()]).T


def _cells(file: Any, stored: Any) -> NDArray:
    references = np.asarray(stored[()])
    cells = np.empty(references.shape, object)
    for place, reference in np.ndenumerate(references):
        cells[place] = np.asarray(file[reference][()]).T
    return cells.T
