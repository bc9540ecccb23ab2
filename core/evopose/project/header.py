"""Looking at a project's first bytes before SQLite does: nothing is written while we decide whether it is one.

Source of the offsets: https://www.sqlite.org/fileformat2.html#the_database_header
"""

import struct
from pathlib import Path

from evopose.errors import BadProject, DamagedProject, MissingFile, NewerProject, NotWritable
from evopose.project.schema import APPLICATION_ID, VERSION

_MAGIC = b"SQLite format 3\0"
_LENGTH = 100
_SHOWN = 12


def recognises(path: Path) -> bool:
    """Whether the file says that it is a project (of any version)."""
    try:
        return _application(_head(path)) == APPLICATION_ID
    except (OSError, DamagedProject):
        return False


def check(path: Path) -> None:
    """MissingFile, BadProject, NewerProject or DamagedProject, unless this is a project that we can open."""
    try:
        if not path.exists():
            raise MissingFile(path, "project")
        if path.is_dir():
            raise BadProject(path, "it is a folder; expected a project file (.evo).")
        if not path.is_file():  # opening a pipe would wait for whoever writes into it
            raise BadProject(path, "it is a device, a pipe or a socket; expected a project file (.evo).")
        head = _head(path)
    except OSError as error:
        raise NotWritable(f"{path} cannot be read: {error.strerror}.") from error
    _check_kind(path, head)
    _check_length(path, head)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LENGTH)


def _application(head: bytes) -> int:
    return _number(head, 68) if len(head) == _LENGTH and head.startswith(_MAGIC) else 0


def _number(head: bytes, offset: int) -> int:
    return int(struct.unpack_from(">I", head, offset)[0])


def _check_kind(path: Path, head: bytes) -> None:
    if not head:
        raise DamagedProject(path, "it is empty (0 bytes). If there is a copy, use that.")
    if head.startswith(_MAGIC) and len(head) < _LENGTH:
        raise DamagedProject(path, f"it ends after {len(head)} bytes. If there is a copy, use that.")
    if not head.startswith(_MAGIC):
        raise BadProject(path, f"it is no project, which is an SQLite file: {_beginning(head)}.")
    if _application(head) != APPLICATION_ID:
        raise BadProject(path, f"it is an SQLite file of another program (application {_application(head):#x}).")
    if (version := _number(head, 60)) > VERSION:
        raise NewerProject(
            path, f"it is of version {version}, this program reads up to {VERSION}. Nothing was changed."
        )


def _beginning(head: bytes) -> str:
    """What a file begins with, in words."""
    words = " ".join(head.decode("utf-8", "replace").split())
    readable = words.isprintable() and "\N{REPLACEMENT CHARACTER}" not in words[:_SHOWN]
    return f"it begins with the text “{words[:_SHOWN]}”" if words and readable else "it holds other data"


def _check_length(path: Path, head: bytes) -> None:
    """A file cut short; only where no write-ahead log could hold the rest."""
    wal = path.with_name(path.name + "-wal")
    if (wal.exists() and wal.stat().st_size) or _number(head, 24) != _number(head, 92):
        return
    (page,) = struct.unpack_from(">H", head, 16)
    expected, found = _number(head, 28) * (65536 if page == 1 else page), path.stat().st_size
    if found < expected:
        raise DamagedProject(path, f"it was cut off: {found} bytes where it says {expected}. Recover what can be read.")
