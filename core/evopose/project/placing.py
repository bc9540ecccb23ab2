"""Where the images lie that a keypoint file speaks of, and which file each of its names means."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from evopose.project import photos

_SAMPLE = 200
_DEPTH = 3
"""Folders below that are searched for file names: a keypoint file may lie in somebody's home."""


@dataclass(frozen=True)
class Placed:
    """Names of a keypoint file, found on the disk."""

    root: Path
    names: dict[str, str]
    """As the file has it → relative to the root. Names that were not found are absent."""


def folders_of(source: Path | None, images: Path | None = None) -> tuple[Path, ...]:
    """Where to look for the images of a keypoint file: the folder that was given, else beside it and above."""
    if images is not None:
        return (images, images / "images")
    if source is None:
        return ()
    beside = source.absolute().parent
    return (beside, beside / "images", beside.parent, beside.parent / "images")


def place(names: Sequence[str], folders: Iterable[Path]) -> Placed:
    """The folder in which most names are files; names that are none are looked for below it by file name."""
    candidates = [folder for folder in dict.fromkeys(folders) if folder.is_dir()]
    sample = names[:: max(1, len(names) // _SAMPLE)]
    best = max(candidates, key=lambda folder: _hits(folder, sample), default=Path())
    if not candidates:
        return Placed(Path.cwd(), {})
    root = best if _hits(best, sample) else candidates[0]
    found = {name: tidy(name) for name in names if (root / tidy(name)).is_file()}
    rest = [name for name in names if name not in found]
    return Placed(root, found | match(rest, photos.find(root, _DEPTH)) if rest else found)


def match(names: Iterable[str], present: Sequence[str]) -> dict[str, str]:
    """Which of the files `present` each name means: the same path, else the only one of the same file name."""
    exact, by_name = set(present), _unique(present)
    found = {name: tidy(name) if tidy(name) in exact else by_name.get(_last(name)) for name in names}
    return {name: file for name, file in found.items() if file is not None}


def tidy(name: str) -> str:
    """With forward slashes, without './'."""
    return os.path.normpath(name.replace("\\", "/")).replace(os.sep, "/")


def _hits(folder: Path, names: Sequence[str]) -> int:
    return sum((folder / tidy(name)).is_file() for name in names)


def _last(name: str) -> str:
    return PurePosixPath(tidy(name)).name


def _unique(present: Iterable[str]) -> dict[str, str]:
    found: dict[str, str | None] = {}
    for name in present:
        found[_last(name)] = None if _last(name) in found else name
    return {name: file for name, file in found.items() if file is not None}
