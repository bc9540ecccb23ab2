"""Pairs of files: our own, and data sets with 2D and 3D, which are told apart by their names and contents."""

from pathlib import Path

from evopose.errors import BadFile, BadOption, MissingFile, UnknownFormat
from evopose.io import mpi_inf_3dhp
from evopose.io.choosing import selected
from evopose.io.format import Format, formats
from evopose.io.pairs_file import read as read_own
from evopose.io.pairs_file import write as write_pairs
from evopose.io.selection import ALL, Selection
from evopose.model.pairs import Pairs

__all__ = ["ALL", "Selection", "read_pairs", "write_pairs"]


def read_pairs(path: Path, select: Selection = ALL) -> Pairs:
    """What is selected of a file of pairs or of a data set; of a data set the file of its 2D, or the folder it is in.

    A file of Human3.6M's 3D gives what its four cameras saw, without a detector's errors (P1*). Clips are motions,
    whichever cameras saw them. MissingFile (also for files that belong to it), UnknownFormat, UnsafeFile, BadFile, or
    BadOption where nothing is left.
    """
    if not path.exists():
        raise MissingFile(path, "file of pairs")
    if path.is_dir():
        return _of_folder(path, select)
    if path.suffix.lower() == ".safetensors":
        return selected(read_own(path), select, path)
    found = _format_of(path)
    if found is None or found.read_pairs is None:
        titles = "; ".join(form.title for form in formats().values() if form.read_pairs)
        raise UnknownFormat(path, f"it holds no pairs of 2D and 3D that are known here. There are: {titles}.")
    return found.read_pairs(path, select)


def _format_of(path: Path) -> Format | None:
    """The format that has pairs in this existing file, if one has."""
    candidates = (form for form in formats().values() if form.read_pairs and path.suffix.lower() in form.suffixes)
    return next((form for form in candidates if form.recognises(path)), None)


def _of_folder(folder: Path, select: Selection) -> Pairs:
    """All sequences of a test set of MPI-INF-3DHP, or the one file with 2D in it."""
    if any(folder.glob(f"[Tt][Ss]*/{mpi_inf_3dhp.NAME}")):
        return mpi_inf_3dhp.read_pairs(folder, select)
    known = [(path, _format_of(path)) for path in sorted(folder.iterdir()) if path.is_file()]
    files = [path for path, form in known if form is not None and form.kind == "pairs"]
    if len(files) > 1:
        raise BadOption(f"{folder} has several files of pairs: {', '.join(path.name for path in files)}; name one.")
    if not files:
        raise BadFile(folder, "no file in this folder has pairs of 2D and 3D.")
    return read_pairs(files[0], select)
