"""The two last generations of a checkpoint's files: for where the last one is damaged there is the one before it.

RUN/checkpoint has the last; RUN/checkpoint-before has what it replaced. Of whatever is moved one of the two is whole.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from evopose.errors import BadFile, NotWritable
from evopose.io.aside import for_want_of_room, writing

Known = TypeVar("Known")


@dataclass(frozen=True)
class Found(Generic[Known]):
    """What could be read of one of the two."""

    value: Known
    older: bool
    """Whether it is of the one before the last."""
    trouble: BadFile | None
    """Why the last one could not be read; None where it could, or is missing."""


def before(folder: Path) -> Path:
    """The folder of what was in this one before."""
    return folder.with_name(f"{folder.name}-before")


def replace(path: Path, put: Callable[[Path], None]) -> None:
    """A newer file at `path`, which `put` writes whole or not at all; what was there moves to the folder before.

    NotWritable, and what was there stays, where that fails; on a full disk the older of the two gives its room.
    """
    newer, older = _newer(path), before(path.parent) / path.name
    try:
        put(newer)
    except NotWritable as error:
        if not (for_want_of_room(error) and older.is_file()):
            raise
        older.unlink()
        put(newer)
    with writing(path):
        older.parent.mkdir(exist_ok=True)
        if path.exists():
            path.replace(older)
        newer.replace(path)


def settle(path: Path) -> None:
    """End a `replace` that was killed between its two moves; NotWritable where that fails."""
    if _newer(path).exists() and not path.exists():
        with writing(path):
            _newer(path).replace(path)


def stand_in(path: Path) -> None:
    """What is in the folder before, in the place of what is damaged; NotWritable where that fails."""
    with writing(path):
        path.parent.mkdir(exist_ok=True)
        (before(path.parent) / path.name).replace(path)


def found(folder: Path, read: Callable[[Path], Known | None]) -> Found[Known] | None:
    """What `read` makes of the last folder, or of the one before it; None where there is nothing in either.

    What it raises of the last one where that is damaged and the other is damaged too, or not there.
    """
    trouble: BadFile | None = None
    for place in (folder, before(folder)):
        try:
            value = read(place)
        except BadFile as error:
            trouble = trouble or error
            continue
        if value is not None:
            return Found(value, place != folder, trouble)
    if trouble:
        raise trouble
    return None


def discard(folder: Path) -> None:
    """Both are gone, as far as they can be removed."""
    for place in (folder, before(folder)):
        shutil.rmtree(place, ignore_errors=True)


def _newer(path: Path) -> Path:
    return path.with_name(f"newer-{path.name}")
