"""What a file of torch's is, told by its directory and by what lies beside it: nothing of torch is loaded for that."""

import struct
import zipfile
from pathlib import Path

from evopose.errors import MissingFile

SUFFIXES = (".pt", ".pth", ".th", ".bin")
"""Of state dictionaries, and of TorchScript too."""
UNREADABLE = (OSError, zipfile.BadZipFile, RuntimeError, ValueError, EOFError, struct.error, OverflowError)
"""What zipfile raises of damaged archives."""


def is_archive(path: Path) -> bool:
    """Whether a file is a TorchScript archive, and no state dictionary; never raises."""
    try:
        with zipfile.ZipFile(path) as file:
            inside = [name.partition("/")[2] for name in file.namelist()]
    except UNREADABLE:
        return False
    return any(name == "constants.pkl" or name.startswith("code/") for name in inside)


def statistics_of(path: Path) -> Path:
    """The file beside the original's model that it cannot do without; MissingFile where it is not there."""
    stats = path.with_name("stats.npy")
    if not stats.is_file():
        raise MissingFile(stats, "statistics of the training set", "The original saves them beside its model.")
    return stats
