"""The file of a run that waits, as anybody may have written it: what it holds is looked at before it is a run."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evopose.errors import BadFile, EvoError
from evopose.runs.entries import Asked as Entry
from evopose.runs.entries import When
from evostudio.runs.asked import Asked, options_of

SUFFIX = ".waiting.json"
NO_NAMES = ("", ".", "..")
"""What may stand before the suffix and is no name of a folder."""
LARGEST = 1 << 20
"""Bytes of a file that is read."""


class Kept(Entry):
    """What the file holds."""

    when: When


def path_of(asked: Asked) -> Path:
    """The file of a run that waits."""
    return asked.folder.with_name(f"{asked.folder.name}.{asked.command}{SUFFIX}")


def read(path: Path, command: str) -> Asked:
    """The run of one file; its folder is told by where the file lies.

    BadFile for anything else than is written here, OSError where it cannot be read.
    """
    folder = _folder(path, command)
    kept = _kept(path)
    if kept.command != command:
        raise BadFile(path, f"this is a run of {kept.command!r}, not of {command!r}.")
    if wrong := next((each for each in _strings(kept.options) if "\0" in each), ""):
        raise BadFile(path, f"{wrong!r} holds a character (NUL) that no path and no name can have.")
    try:
        asked = Asked(command, options_of(command, {**kept.options, "out": str(folder)}), kept.when)
        asked.words()  # a preset's file may be gone
    except EvoError as error:
        raise BadFile(path, f"this run cannot be asked for. {error}") from error
    if wrong := next((each for each in _strings(asked.options.model_dump()) if each.startswith("-")), ""):
        raise BadFile(path, f"{wrong!r} would be taken for an option: no value of a run that waits begins so.")
    return asked


def _folder(path: Path, command: str) -> Path:
    """Where the run will be; BadFile where the file's name says of no folder beside it."""
    name = path.name.removesuffix(f".{command}{SUFFIX}")
    if name in NO_NAMES:
        raise BadFile(path, f"{name!r} is no name of a run: NAME.{command}{SUFFIX} was expected.")
    return path.with_name(name)


def _kept(path: Path) -> Kept:
    try:
        return Kept.model_validate_json(_content(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise BadFile(path, f"this is no run that waits ({where}: {first['msg']}).") from error


def _content(path: Path) -> bytes:
    """All of it; BadFile for what may have no end, or nobody to write it."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        what = "a folder" if stat.S_ISDIR(mode) else "a device, a pipe or a socket"
        raise BadFile(path, f"this is {what}, and no run that waits.")
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise BadFile(path, "this is too large for a run that waits.")
    return content


def _strings(value: Any) -> Iterator[str]:
    """All strings and paths in options, however deep."""
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, tuple | list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, str | Path):
        yield str(value)
