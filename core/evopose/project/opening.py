"""Creating and opening project files: who may write, and what the user should know."""

import errno
import getpass
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from evopose.errors import BadOption, BadProject, NotWritable
from evopose.io.lock import WriterLock
from evopose.project import header, schema, store
from evopose.project.roots import Roots
from evopose.project.store import Store
from evopose.project.table import ImageTable

TAKEN = "Another window has this project open: this one is read-only."


def refused(path: Path, notices: tuple[str, ...], there: str) -> NotWritable:
    """Why a project that opened with these notices is not changed, and the way out (`there`: the window's command)."""
    if TAKEN in notices:
        return NotWritable(f"{path} is open in a window: close it there, or use {there} in that window.")
    return NotWritable(f"{path} cannot be changed. {' '.join(notices) or 'It was opened for reading only.'}")


@dataclass(frozen=True, eq=False)
class Opened:
    """The parts of an open project."""

    store: Store
    lock: WriterLock
    roots: Roots
    images: ImageTable
    notices: tuple[str, ...]
    author: str


def create(path: Path, images_root: Path | None, author: str) -> Opened:
    """A new, empty project; BadOption if something is there, NotWritable if the folder cannot be written."""
    path = path.absolute()
    try:
        path.open("xb").close()
    except FileExistsError:
        raise BadOption(f"{path} exists already: choose another name, or open it.") from None
    except OSError as error:
        raise NotWritable(f"No project can be made at {path}: {error.strerror}.") from error
    try:
        _lay_out(path, images_root or path.parent, author)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return open_project(path, read_only=False)


def _lay_out(path: Path, images_root: Path, author: str) -> None:
    try:
        db = sqlite3.connect(path, isolation_level=None)
        try:
            schema.migrate(db)
            Roots(path).number(db, images_root)
            db.execute("INSERT INTO meta(key, value) VALUES ('author', ?)", (author,))
        finally:
            db.close()
    except sqlite3.Error as error:
        raise store.explained(path, error) from error


def open_project(path: Path, read_only: bool) -> Opened:
    """An existing project, for writing where that is possible."""
    path = path.absolute()
    header.check(path)
    path = path.resolve()
    lock = WriterLock(path)
    notices: tuple[str, ...] = ()
    if not read_only:
        read_only, notices = _claim(path, lock)
    try:
        opened, more = store.open_readable(path) if read_only else store.open_writable(path)
    except BaseException:
        lock.release()
        raise
    return _loaded(opened, lock, (*notices, *more))


def _claim(path: Path, lock: WriterLock) -> tuple[bool, tuple[str, ...]]:
    """Whether it must be opened read-only, and why."""
    try:
        path.open("r+b").close()
    except OSError as error:
        return True, (_reading("file is write-protected", error),)
    try:
        return (False, ()) if lock.acquire() else (True, (TAKEN,))
    except OSError as error:
        return True, (_reading("folder cannot be written", error),)


def _reading(refused: str, error: OSError) -> str:
    """Why a project is not opened for writing, and what to do where the drive is full."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full: the project is open for reading only. Make room and open it again."
    reason = "" if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) else f" ({error.strerror})"
    return f"The project's {refused}{reason}: it is open for reading only."


def _loaded(opened: Store, lock: WriterLock, notices: tuple[str, ...]) -> Opened:
    roots, images = Roots(opened.path), ImageTable()
    try:
        with opened.reading() as db:
            _bring_up_to_date(opened, db)
            roots.load(db)
            images.load(db)
            author = db.execute("SELECT value FROM meta WHERE key = 'author'").fetchone()
    except BaseException:
        opened.close()
        lock.release()
        raise
    return Opened(opened, lock, roots, images, notices, (author[0] if author else "") or _user())


def _bring_up_to_date(opened: Store, db: sqlite3.Connection) -> None:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version == schema.VERSION:
        return
    if opened.read_only:
        raise BadProject(opened.path, f"it is of the older version {version}; open it for writing once to update it.")
    schema.migrate(db)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
