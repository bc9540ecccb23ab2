"""The lifter that ships, and which file is meant where one is named or none; no torch."""

from pathlib import Path

from evopose.errors import MissingFile
from evopose.resources import resource
from evopose.runs.record import FINISHED, OPTIONS, read_run

SHIPPED = "lifters/default.safetensors"
OF_A_RUN = "lifter.safetensors"
"""What a run of training makes."""
_ORIGINAL = "model.th"
_TRAIN = "train"


def default_lifter_path() -> Path:
    """The one that ships; MissingFile where the installation lacks it. `resources/lifters/README.md` tells of it."""
    return resource(SHIPPED)


def lifter_path(named: Path | None) -> Path:
    """The file that is meant: of a run of training its lifter, if none is named the one that ships.

    MissingFile for a run that has none, or a folder where another file has to be named.
    """
    if named is None:
        return default_lifter_path()
    return _inside(named) if named.is_dir() else named


def _inside(folder: Path) -> Path:
    path = folder / OF_A_RUN
    if path.exists():
        return path
    if (folder / OPTIONS).is_file():
        raise MissingFile(path, "lifter", _why(folder))
    if (folder / _ORIGINAL).is_file():
        raise MissingFile(path, "lifter", f"There is {_ORIGINAL}, which is named by itself: {folder / _ORIGINAL}.")
    return path


def _why(folder: Path) -> str:
    """A run has no lifter."""
    record = read_run(folder)
    if record.command != _TRAIN:
        return f"This is a run of `evopose {record.command}`, which makes none."
    if record.state == FINISHED:
        return "This run is finished; its lifter is gone."
    return f"This run is {record.state} and has no lifter yet."
