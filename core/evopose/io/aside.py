"""Writing a file whole or not at all: aside, flushed to the disk, and renamed."""

import os
import tempfile
from pathlib import Path

from evopose.errors import NotWritable


def write_aside(path: Path, content: bytes | str) -> None:
    """Put `content` (text as UTF-8) at `path`; NotWritable, and the old file stays, where that cannot be done."""
    data = content.encode() if isinstance(content, str) else content
    aside: str | None = None
    try:
        handle, aside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).chmod(_mode(path))
        Path(aside).replace(path)
    except OSError as error:
        if aside is not None:
            Path(aside).unlink(missing_ok=True)
        raise NotWritable(f"{path} cannot be written: {error.strerror or error}.") from error


def _mode(path: Path) -> int:
    """Of the file that is replaced, or what other programs would give a new one."""
    if path.exists():
        return path.stat().st_mode & 0o777
    return 0o644
