"""The folders that hold a project's images: stored relative to the project, so that both can move together."""

import os
import sqlite3
from pathlib import Path


class Roots:
    """The folders by number, as they are at this moment."""

    def __init__(self, project: Path) -> None:
        self._home = project.parent
        self._paths: dict[int, Path] = {}

    def load(self, db: sqlite3.Connection) -> None:
        """Read them afresh."""
        rows = db.execute("SELECT id, relative, absolute FROM roots ORDER BY id")
        self._paths = {number: self._resolved(relative, absolute) for number, relative, absolute in rows}

    @property
    def first(self) -> Path:
        """Where images are looked for that do not say."""
        return next(iter(self._paths.values()), self._home)

    def path(self, number: int) -> Path:
        """One folder; the project's own where it is not known."""
        return self._paths.get(number, self._home)

    def number(self, db: sqlite3.Connection, folder: Path) -> int:
        """Of a folder; it is written down where it is new, and known after the next `load`."""
        folder = folder.absolute()
        for number, known in self._paths.items():
            if _same(known, folder):
                return number
        values = (self._relative(folder), folder.as_posix())
        return int(db.execute("INSERT INTO roots(relative, absolute) VALUES (?, ?)", values).lastrowid or 0)

    def move(self, db: sqlite3.Connection, project: Path) -> None:
        """Write the folders, as they are seen from here, into the tables of a project that lies elsewhere."""
        there = Roots(project)
        for number, folder in self._paths.items():
            values = (there._relative(folder), folder.absolute().as_posix(), number)
            db.execute("UPDATE roots SET relative = ?, absolute = ? WHERE id = ?", values)

    def _relative(self, folder: Path) -> str:
        try:
            return Path(os.path.relpath(folder.resolve(), self._home.resolve())).as_posix()
        except ValueError:  # another drive
            return ""

    def _resolved(self, relative: str, absolute: str) -> Path:
        beside = Path(os.path.normpath(self._home / relative)) if relative else Path(absolute)
        return beside if beside.is_dir() or not Path(absolute).is_dir() else Path(absolute)


def _same(one: Path, other: Path) -> bool:
    return one == other or one.resolve() == other.resolve()
