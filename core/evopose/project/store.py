"""The SQLite connection of a project: how it is opened, its transactions, its errors in the user's words."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from evopose.errors import BadProject, DamagedProject, EvoError, NotWritable, UnsafeFile
from evopose.project.coding import UnreadableValue
from evopose.project.roots import Roots

_CACHE_KB = 16_000


class Store:
    """One open file."""

    def __init__(self, path: Path, db: sqlite3.Connection, read_only: bool) -> None:
        self.path, self.db, self.read_only = path, db, read_only
        self.scratch: tempfile.TemporaryDirectory[str] | None = None
        """Holds the copy that is read where the file itself cannot be."""
        self._file = _identity(path)

    @property
    def gone(self) -> bool:
        """Whether the file that is open lies no longer at its path."""
        return _identity(self.path) != self._file

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """For queries: SQLite's errors become ours."""
        try:
            yield self.db
        except sqlite3.Error as error:
            raise explained(self.path, error) from error
        except UnreadableValue as error:
            raise DamagedProject(self.path, str(error)) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or, whatever is raised, nothing."""
        if self.read_only:
            raise NotWritable(f"{self.path} is open for reading only.")
        if self.gone:
            raise ProjectGone(self.path)
        with self.reading() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    def copy_to(self, target: Path, roots: Roots) -> None:
        """All of it, also where its file has been deleted meanwhile; NotWritable where that cannot be.

        Wherever the copy lies, its images are those in `roots`.
        """
        if target.exists():
            raise NotWritable(f"{target} exists already: choose another name.")
        copy: sqlite3.Connection | None = None
        try:
            copy = sqlite3.connect(target)
            self.db.backup(copy)
            with copy:
                roots.move(copy, target.absolute())
        except sqlite3.Error as error:
            raise explained(target, error) from error
        finally:
            if copy is not None:
                copy.close()

    def close(self) -> None:
        """Put the log into the file and close it."""
        with self.reading() as db:
            db.close()
        if self.scratch:
            self.scratch.cleanup()


class ProjectGone(NotWritable):
    """The file of an open project was deleted, moved or replaced: what is written to it would be lost."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} was deleted, moved or replaced while it was open, so nothing more is written to it. "
            "File → Save a copy keeps everything done so far."
        )


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file lies there; None for none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def open_writable(path: Path, vfs: str = "") -> tuple[Store, tuple[str, ...]]:
    """For the one writer, with what the user should know. WAL; a rollback journal where that does not work."""
    store = Store(path, _connect(path, "rw", vfs), read_only=False)
    try:
        with store.reading():
            notices = _journal(store, vfs)
            _settings(store.db)
            _refuse_code(path, store.db)
    except BaseException:
        store.db.close()
        raise
    return store, notices


def open_readable(path: Path) -> tuple[Store, tuple[str, ...]]:
    """For everybody else; works in folders that cannot be written.

    Opened as a writer would, but changing nothing: a connection of mode `ro` cannot take `-wal` and `-shm` away
    when it closes last. SQLite itself falls back to reading where the file is write-protected.
    """
    try:
        return _readable(path, "rw"), ()
    except NotWritable:
        wal = path.with_name(path.name + "-wal")
        if not wal.exists() or not wal.stat().st_size:
            return _readable(path, "ro&immutable=1"), ()
        return _copied(path, wal), ("It was not closed properly and its folder cannot be written: a copy is shown.",)


def _copied(path: Path, wal: Path) -> Store:
    """A copy with its log: SQLite reads a log only where it may write beside it."""
    scratch = tempfile.TemporaryDirectory(prefix="evopose-")
    try:
        copy = Path(scratch.name) / path.name
        for file in (path, wal):
            shutil.copyfile(file, copy.with_name(file.name))
        store = _readable(copy, "rw")
    except OSError as error:
        scratch.cleanup()
        raise NotWritable(f"{path} cannot be copied to be read: {error.strerror}.") from error
    except BaseException:
        scratch.cleanup()
        raise
    store.path, store.scratch = path, scratch
    return store


def _readable(path: Path, mode: str) -> Store:
    store = Store(path, _connect(path, mode), read_only=True)
    try:
        with store.reading() as db:
            db.execute("PRAGMA query_only = ON")
            _settings(db)
            _refuse_code(path, db)
    except BaseException:
        store.db.close()
        raise
    return store


def _connect(path: Path, mode: str, vfs: str = "") -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode={mode}" + (f"&vfs={vfs}" if vfs else "")
    try:
        return sqlite3.connect(address, uri=True, isolation_level=None, timeout=2.0, check_same_thread=False)
    except sqlite3.Error as error:
        raise explained(path, error) from error


def _settings(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")
    db.execute(f"PRAGMA cache_size = -{_CACHE_KB}")


def _refuse_code(path: Path, db: sqlite3.Connection) -> None:
    """A project has neither triggers nor views: somebody's SQL would run when we write."""
    query = "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view') OR sql LIKE 'CREATE VIRTUAL%'"
    if found := db.execute(query).fetchone():
        raise UnsafeFile(path, f"it carries SQL of its own ({found[0]} {found[1]!r}); projects have none. Not opened.")


def _journal(store: Store, vfs: str) -> tuple[str, ...]:
    """WAL with synchronous NORMAL: what is committed outlives the process, and the disk is not waited for."""
    try:
        (mode,) = store.db.execute("PRAGMA journal_mode = WAL").fetchone()
        store.db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (
            sqlite3.SQLITE_CANTOPEN,
            sqlite3.SQLITE_IOERR,
            sqlite3.SQLITE_PROTOCOL,
        ):
            raise
        mode = _without_shared_memory(store, vfs)
    if mode == "wal":
        store.db.execute("PRAGMA synchronous = NORMAL")
        return ()
    store.db.execute("PRAGMA synchronous = FULL")
    return ("This drive knows no write-ahead log (a network drive?): a rollback journal is used, which is slower.",)


def _without_shared_memory(store: Store, vfs: str) -> str:
    """Away from WAL on a drive that cannot share memory: SQLite does that only while it has the file for itself."""
    store.db.close()
    store.db = _connect(store.path, "rw", vfs)
    store.db.execute("PRAGMA locking_mode = EXCLUSIVE")
    (mode,) = store.db.execute("PRAGMA journal_mode = DELETE").fetchone()
    store.db.execute("PRAGMA locking_mode = NORMAL")
    store.db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return str(mode)


def explained(path: Path, error: sqlite3.Error) -> EvoError:
    """The EvoError that says what an SQLite error means for the user."""
    code: Any = getattr(error, "sqlite_errorcode", 0)
    kind = code & 0xFF
    if kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DamagedProject(path, f"it is damaged ({error}). Recover what can be read into a new project.")
    if code in (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ):
        return DamagedProject(path, f"the drive does not give it back ({error}).")
    if kind in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return NotWritable(
            f"{path} cannot be written: the disk is full or was taken away ({error}). Nothing was changed."
        )
    if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return NotWritable(f"{path} is locked by another program ({error}). Nothing was changed.")
    if kind in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return NotWritable(f"{path} or its folder cannot be written ({error}).")
    return BadProject(path, f"SQLite says: {error}.")
