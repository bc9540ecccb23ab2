"""Finding images again whose folder moved or whose files were renamed."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from evopose.jobs import Job, Progress
from evopose.project import photos
from evopose.project.roots import Roots


@dataclass(frozen=True)
class Wanted:
    """An image, and the file that it should have."""

    id: int
    name: str
    path: Path
    """Where it was when it came in or was relinked last."""
    bytes: int
    hash: str


@dataclass(frozen=True)
class Search:
    """What a search found; nothing is written yet."""

    names: Mapping[int, str]
    """Image → name of its file, relative to the folder that was searched."""
    missing: tuple[str, ...]
    """Names of those that are still nowhere."""


def wanted(db: sqlite3.Connection, roots: Roots) -> Iterator[Wanted]:
    """All images; whether their files are there is not looked at."""
    for number, root, name, size, content in db.execute("SELECT id, root, name, bytes, hash FROM images ORDER BY id"):
        yield Wanted(number, name, roots.path(root) / name, size, content)


def lost(images: Sequence[Wanted]) -> Job[list[Wanted]]:
    """Those whose files are gone. Touches files only, so it may run in any thread."""
    gone = []
    for done, image in enumerate(images):
        if not image.path.is_file():
            gone.append(image)
        yield Progress(done + 1, len(images), f"{len(gone)} missing")
    return gone


def search(images: Sequence[Wanted], folder: Path) -> Job[Search]:
    """Look in `folder` for all images whose files are gone: by relative name, by name and content, by content.

    Touches files only, so it may run in any thread. MissingFile where there is no such folder.
    """
    yield Progress(0, 0, f"Looking through {folder.name}")
    available = _Available(folder)
    gone = yield from lost(images)
    numbers = {image.id for image in gone}
    available.keep(image.path for image in images if image.id not in numbers)
    found: dict[int, str] = {}
    for step in (available.by_path, available.by_name, available.by_content):
        for image in gone:
            if image.id not in found and (name := step(image)) is not None:
                found[image.id] = name
            yield Progress(len(found), len(gone), f"{len(found)} of {len(gone)} found")
    return Search(found, tuple(image.name for image in gone if image.id not in found))


def move(db: sqlite3.Connection, root: int, found: Mapping[int, str]) -> None:
    """In two steps, because two images may have changed names with each other."""
    db.executemany("UPDATE images SET root = ?, name = ? WHERE id = ?", [(root, f"\0{n}", n) for n in found])
    db.executemany("UPDATE images SET name = ? WHERE id = ?", [(name, number) for number, name in found.items()])


class _Available:
    """The photos of a folder that no image has claimed yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sizes = {name: size for name in photos.find(folder) if (size := _size(folder / name)) is not None}
        self._free = dict.fromkeys(self._sizes)
        self._named: dict[str, list[str]] = {}
        self._sized: dict[int, list[str]] = {}
        for name, size in self._sizes.items():
            self._named.setdefault(PurePosixPath(name).name, []).append(name)
            self._sized.setdefault(size, []).append(name)
        self._hashes: dict[str, str] = {}

    def keep(self, taken: Iterable[Path]) -> None:
        """Files that images have already are not for others."""
        home, places = self._folder.resolve(), dict[Path, Path]()
        for path in taken:
            parent = places[path.parent] if path.parent in places else path.parent.resolve()
            places[path.parent] = parent
            if parent.is_relative_to(home):
                self._free.pop((parent.relative_to(home) / path.name).as_posix(), None)

    def by_path(self, image: Wanted) -> str | None:
        """The same relative name (also from further down), with the same length."""
        parts = PurePosixPath(image.name).parts
        tails = ("/".join(parts[start:]) for start in range(len(parts)))
        return self._claim(name for name in tails if name in self._free and self._fits(name, image))

    def by_name(self, image: Wanted) -> str | None:
        """The same file name anywhere, with the same content."""
        return self._claim(
            name for name in self._named.get(PurePosixPath(image.name).name, ()) if self._is(name, image)
        )

    def by_content(self, image: Wanted) -> str | None:
        """Any name, with the same content."""
        return self._claim(name for name in self._sized.get(image.bytes, ()) if self._is(name, image))

    def _claim(self, names: Iterator[str]) -> str | None:
        for name in names:
            if name in self._free:
                del self._free[name]
                return name
        return None

    def _fits(self, name: str, image: Wanted) -> bool:
        return not image.bytes or self._sizes[name] == image.bytes

    def _is(self, name: str, image: Wanted) -> bool:
        if not image.hash or self._sizes[name] != image.bytes or name not in self._free:
            return False
        if name not in self._hashes:
            self._hashes[name] = _content(self._folder / name)
        return self._hashes[name] == image.hash


def _size(path: Path) -> int | None:
    """None for what is no file: a folder called so, a link to nowhere."""
    try:
        return path.stat().st_size if path.is_file() else None
    except OSError:
        return None


def _content(path: Path) -> str:
    try:
        return photos.content_hash(path)
    except OSError:
        return ""
