"""Reading a damaged SQLite file row by row, around the pages that are gone."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

_HEADER = 100
_FAR = 2_000_000
"""Rows to ask for one by one, at most."""
_INDEXED = {"people": ("people_image", ("id", "image_id")), "images": ("images_name", ("id", "root", "name"))}
"""Indices that repeat columns of a table, and so remember them when the table's own page is gone."""
_DEFAULTS: dict[str, object] = {
    "number": 1, "status": 0, "people": 0, "truths": 0, "width": 0, "height": 0, "orientation": 1,
    "focal": None, "bytes": 0, "hash": "", "problem": "",
}  # fmt: skip


def opened(copy: Path, sound: Path) -> sqlite3.Connection:
    """A connection to a damaged file (a copy: it is patched). `sound` is any intact project of the same version.

    The first page lists the tables. Its content is the same in all projects of a version, because they all
    make their tables in the same order; where it is gone, the sound file's is put in its place.
    """
    _distrust_length(copy)
    if not _lists_tables(copy):
        page = bytearray(sound.read_bytes()[:4096])
        with copy.open("r+b") as file:
            file.write(page)
        _distrust_length(copy)
    return sqlite3.connect(copy, isolation_level=None)


def _distrust_length(copy: Path) -> None:
    """Make SQLite go by the length of the file: it does where bytes 92–95 are not the change counter (24–27)."""
    with copy.open("r+b") as file:
        head = file.read(_HEADER)
        if len(head) == _HEADER:
            file.seek(92)
            file.write(bytes([head[24] ^ 0xFF]) + head[25:28])


def _lists_tables(copy: Path) -> bool:
    db = sqlite3.connect(copy)
    try:
        return bool(db.execute("SELECT 1 FROM sqlite_master WHERE name = 'images'").fetchone())
    except sqlite3.Error:
        return False
    finally:
        db.close()


class Rows:
    """All rows of a table that can be read; afterwards, how many could not."""

    def __init__(self, db: sqlite3.Connection, table: str, columns: Sequence[str], highest: int) -> None:
        self._db, self._table, self._columns = db, table, tuple(columns)
        self.highest = highest
        """The highest row number seen; at first, one to look as far as."""
        self.lost = 0
        self.broken = False
        """Whether any page was damaged."""

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        seen: set[int] = set()
        for direction in ("ASC", "DESC"):
            yield from self._scan(direction, seen)
            if not self.broken:
                return
        known = self._remembered()
        self.highest = max(self.highest, *seen, *known, 0)
        for number in range(1, min(self.highest, _FAR) + 1):
            if number not in seen:
                yield from self._single(number, known)

    def _scan(self, direction: str, seen: set[int]) -> Iterator[tuple[object, ...]]:
        query = f"SELECT rowid, {', '.join(self._columns)} FROM {self._table} ORDER BY rowid {direction}"
        try:
            for number, *row in self._db.execute(query):
                if number in seen:
                    return
                seen.add(number)
                self.highest = max(self.highest, number)
                yield tuple(row)
        except sqlite3.Error:
            self.broken = True

    def _single(self, number: int, known: dict[int, tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
        query = f"SELECT {', '.join(self._columns)} FROM {self._table} WHERE rowid = ?"
        try:
            row = self._db.execute(query, (number,)).fetchone()
        except sqlite3.Error:
            row = None
        if row is None and number in known:
            self.lost += 1
            row = known[number]
        if row is not None:
            yield tuple(row)

    def _remembered(self) -> dict[int, tuple[object, ...]]:
        if self._table not in _INDEXED:
            return {}
        index, columns = _INDEXED[self._table]
        found: dict[int, tuple[object, ...]] = {}
        query = f"SELECT {', '.join(columns)} FROM {self._table} INDEXED BY {index} ORDER BY "
        for direction in (" ASC", " DESC"):
            try:
                for row in self._db.execute(query + ", ".join(name + direction for name in columns[1:])):
                    values = dict(zip(columns, row, strict=True))
                    found[int(row[0])] = tuple(values.get(name, _DEFAULTS.get(name)) for name in self._columns)
            except sqlite3.Error:
                continue
        return found
