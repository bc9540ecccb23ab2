"""Finding images again whose folder moved or whose files were renamed."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from evopose.project import photos
from evopose.project.records import Relinked, Watch
from evopose.project.roots import Roots


@dataclass(frozen=True)
class _Lost:
    """An image that is looked for."""

    id: int
    name: str
    path: Path
    """Where it was."""
    bytes: int
    hash: str


def relink(db: sqlite3.Connection, roots: Roots, folder: Path, watch: Watch | None = None) -> Relinked:
    """Look in `folder` for all images whose files are gone; those that are where they were stay untouched."""
    available = _Available(folder)
    lost = [image for image in _images(db, roots) if not image.path.is_file()]
    found: dict[int, str] = {}
    for step in (available.by_path, available.by_name, available.by_content):
        for done, image in enumerate(lost):
            if image.id not in found and (name := step(image)) is not None:
                found[image.id] = name
            if watch:
                watch(done + 1, len(lost))
    _move(db, roots.number(db, folder), found)
    return Relinked(len(found), tuple(image.name for image in lost if image.id not in found))


def _images(db: sqlite3.Connection, roots: Roots) -> Iterator[_Lost]:
    for number, root, name, size, content in db.execute("SELECT id, root, name, bytes, hash FROM images ORDER BY id"):
        yield _Lost(number, name, roots.path(root) / name, size, content)


def _move(db: sqlite3.Connection, root: int, found: dict[int, str]) -> None:
    """In two steps, because two images may have changed names with each other."""
    db.executemany("UPDATE images SET root = ?, name = ? WHERE id = ?", [(root, f"\0{n}", n) for n in found])
    db.executemany("UPDATE images SET name = ? WHERE id = ?", [(name, number) for number, name in found.items()])


class _Available:
    """The photos of a folder that no image has claimed yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._free = dict.fromkeys(photos.find(folder))
        self._sizes = {name: (folder / name).stat().st_size for name in self._free}
        self._named: dict[str, list[str]] = {}
        self._sized: dict[int, list[str]] = {}
        for name, size in self._sizes.items():
            self._named.setdefault(PurePosixPath(name).name, []).append(name)
            self._sized.setdefault(size, []).append(name)
        self._hashes: dict[str, str] = {}

    def by_path(self, image: _Lost) -> str | None:
        """The same relative name (also from further down), with the same length."""
        parts = PurePosixPath(image.name).parts
        tails = ("/".join(parts[start:]) for start in range(len(parts)))
        return self._claim(name for name in tails if name in self._free and self._fits(name, image))

    def by_name(self, image: _Lost) -> str | None:
        """The same file name anywhere, with the same content."""
        return self._claim(
            name for name in self._named.get(PurePosixPath(image.name).name, ()) if self._is(name, image)
        )

    def by_content(self, image: _Lost) -> str | None:
        """Any name, with the same content."""
        return self._claim(name for name in self._sized.get(image.bytes, ()) if self._is(name, image))

    def _claim(self, names: Iterator[str]) -> str | None:
        for name in names:
            if name in self._free:
                del self._free[name]
                return name
        return None

    def _fits(self, name: str, image: _Lost) -> bool:
        return not image.bytes or self._sizes[name] == image.bytes

    def _is(self, name: str, image: _Lost) -> bool:
        if not image.hash or self._sizes[name] != image.bytes:
            return False
        if name not in self._hashes:
            self._hashes[name] = photos.content_hash(self._folder / name)
        return self._hashes[name] == image.hash
