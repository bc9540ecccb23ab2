"""Pairs of files: our own, and data sets with 2D and 3D, which are told apart by their names and contents."""

from pathlib import Path

from evopose.errors import MissingFile, UnknownFormat
from evopose.io import pairs_file
from evopose.io.pairs_file import write as write_pairs
from evopose.io.selection import ALL, Selection, selected
from evopose.model.pairs import Pairs

__all__ = ["ALL", "Selection", "read_pairs", "write_pairs"]


def read_pairs(path: Path, select: Selection = ALL) -> Pairs:
    """What is selected of a file of pairs or of a data set; of a data set the file of its 2D, or the folder it is in.

    Clips are motions, whichever cameras saw them. MissingFile (also for files that belong to it), UnknownFormat,
    UnsafeFile, BadFile, or BadOption where nothing is left.
    """
    if not path.exists():
        raise MissingFile(path, "file of pairs")
    if path.suffix.lower() == ".safetensors" and path.is_file():
        return selected(pairs_file.read(path), select, path)
    raise UnknownFormat(path, "it holds no pairs of 2D and 3D that are known here.")
