"""One writer at a time: an SQLite lock on a file beside what is written.

SQLite's file locks work on every system, between processes and within one, and end with the process that holds them,
however it ends: there are no stale locks to clear.
"""

import contextlib
import errno
import os
import sqlite3
from pathlib import Path
from typing import NoReturn

_TRIES = 3


class WriterLock:
    """Held from `acquire` to `release`."""

    def __init__(self, written: Path, patience: float = 0.0) -> None:
        """`patience`: seconds to wait for who just looks whether it is held."""
        self.path = written.with_name(written.name + "-lock")
        self._patience = patience
        self._db: sqlite3.Connection | None = None

    def acquire(self) -> bool:
        """Whether it is ours now; False where another has it. OSError where the folder cannot be written."""
        return any(self._attempt() for _ in range(_TRIES))

    def _attempt(self) -> bool:
        self.path.touch()
        before = self.path.stat().st_ino
        db = None
        try:
            db = sqlite3.connect(self.path, timeout=self._patience, isolation_level=None, check_same_thread=False)
            db.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if db is not None:
                db.close()
            if _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                return False
            self._refuse(error)
        if not self._still(before):
            db.close()
            return False
        self._db = db
        return True

    def _refuse(self, error: sqlite3.DatabaseError) -> NoReturn:
        """Nobody holds it: that would have been told first."""
        if _code(error) == sqlite3.SQLITE_NOTADB or self.path.is_dir():
            raise FileExistsError(
                errno.EEXIST, "something else stands where the lock belongs", str(self.path)
            ) from error
        with contextlib.suppress(OSError):
            self.path.unlink()
        number = errno.ENOSPC if _code(error) == sqlite3.SQLITE_FULL else errno.EIO
        raise OSError(number, os.strerror(number), str(self.path)) from error

    def _still(self, inode: int) -> bool:
        """Whether the file is the one that we locked: its last owner may just have removed it."""
        try:
            return self.path.stat().st_ino == inode
        except OSError:
            return False

    def held(self) -> bool:
        """Whether anybody has it; nothing is written."""
        if not self.path.exists():
            return False
        try:
            with contextlib.closing(
                sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", timeout=0, uri=True)
            ) as db:
                db.execute("SELECT * FROM sqlite_master")
        except sqlite3.Error as error:
            return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        return False

    def release(self) -> None:
        """Give it back and remove the file; harmless where it is not ours."""
        if self._db is None:
            return
        with contextlib.suppress(OSError):  # Windows removes no open file: then after closing
            self.path.unlink()
        self._db.close()
        self._db = None


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code."""
    return error.sqlite_errorcode & 0xFF
