"""Writing files whole or not at all: aside, flushed to the disk, and renamed."""

import errno
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from evopose.errors import NotWritable


def write_aside(path: Path, content: bytes | str) -> None:
    """Put `content` (text as UTF-8) at `path`; NotWritable, and the old file stays, where that cannot be done."""
    with opened_aside(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)


@contextmanager
def opened_aside(path: Path) -> Iterator[IO[bytes]]:
    """A file to write what becomes `path` when the block ends well; errors as `write_aside`."""
    aside: Path | None = None
    try:
        with writing(path):
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            aside = Path(name)
            with os.fdopen(handle, "wb") as file:
                yield file
                _settle(file)
            aside.chmod(_mode(path))
            aside.replace(path)
        aside = None
    finally:
        if aside is not None:
            aside.unlink(missing_ok=True)


def write_all_aside(files: Iterable[tuple[Path, Callable[[IO[bytes]], None]]]) -> None:
    """Several files, by what fills each: all are written before the first is put in place; errors as `write_aside`."""
    asides: dict[Path, Path] = {}
    try:
        for path, fill in files:
            with writing(path):
                handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
                asides[path] = Path(name)
                with os.fdopen(handle, "wb") as file:
                    fill(file)
                    _settle(file)
                Path(name).chmod(_mode(path))
        for path in tuple(asides):
            with writing(path):
                asides[path].replace(path)
                del asides[path]
    finally:
        for aside in asides.values():
            aside.unlink(missing_ok=True)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """What the system refuses within the block is told of `path`: NotWritable."""
    try:
        yield
    except OSError as error:
        raise NotWritable(f"{path} cannot be written: {error.strerror or error}.") from error


def for_want_of_room(error: NotWritable) -> bool:
    """Whether the disk is full, or what its user may have of it; anything else does not mend itself by more room."""
    cause = error.__cause__
    return isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT)


def _settle(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _mode(path: Path) -> int:
    """Of the file that is replaced, or what other programs would give a new one."""
    if path.exists():
        return path.stat().st_mode & 0o777
    return 0o644
