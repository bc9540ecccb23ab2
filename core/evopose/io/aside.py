"""Writing a file whole or not at all: aside, flushed to the disk, and renamed."""

import os
import tempfile
from collections.abc import Iterator
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
    aside: str | None = None
    try:
        handle, aside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(aside).chmod(_mode(path))
        Path(aside).replace(path)
        aside = None
    except OSError as error:
        raise NotWritable(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        if aside is not None:
            Path(aside).unlink(missing_ok=True)


def _mode(path: Path) -> int:
    """Of the file that is replaced, or what other programs would give a new one."""
    if path.exists():
        return path.stat().st_mode & 0o777
    return 0o644
