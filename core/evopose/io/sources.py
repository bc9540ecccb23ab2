"""Which files a list of files and folders means, and what each of them holds."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evopose.errors import BadFile, MissingFile
from evopose.io import safetensors
from evopose.io.format import Format, format_of, formats

_LISTED = 5
_BELONGS = frozenset({".asf"})
"""Read together with what lies beside them."""


@dataclass(frozen=True)
class Source:
    """A file and its format."""

    path: Path
    format: Format


@dataclass(frozen=True)
class Found:
    """What there is to read."""

    sources: tuple[Source, ...]
    skipped: tuple[Path, ...]
    """Files in folders that no format reads, or that hold something else than asked for."""

    @property
    def notices(self) -> tuple[str, ...]:
        """Which files were skipped, in words."""
        return skipped_told(self.skipped)


def find_sources(paths: Iterable[Path], kinds: Collection[str]) -> Found:
    """The files themselves, and what folders hold (at any depth, by name) of these kinds; one for each set of shards.

    MissingFile, UnknownFormat for a file that nothing reads, BadFile for a folder in which nothing is readable.
    """
    sources: list[Source] = []
    skipped: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside, others = _inside(path, kinds)
            if not inside:
                raise BadFile(
                    path, f"nothing in this folder is readable as {' or '.join(sorted(kinds))}{_told(others)}."
                )
            sources += inside
            skipped += others
        else:
            sources.append(_source(path))
    return Found(tuple(_one_of_each_set(sources)), tuple(skipped))


def skipped_told(skipped: Sequence[Path]) -> tuple[str, ...]:
    """One sentence that names files that were not read, or none."""
    if not skipped:
        return ()
    number = f"{len(skipped)} files were" if len(skipped) > 1 else "1 file was"
    return (f"{number} skipped, holding nothing that could be read here: {_names(skipped)}.",)


def kinds_written(suffix: str) -> set[str]:
    """What the formats with this suffix can write: 'population', 'annotations', 'pairs', some of them, or nothing."""
    return {entry.kind for entry in formats().values() if suffix.lower() in entry.suffixes and entry.writes}


def _source(path: Path) -> Source:
    if not path.exists() and path.suffix == ".safetensors":
        path = safetensors.shards_of(path)[0]
    if not path.exists():
        raise MissingFile(path)
    return Source(path, format_of(path))


def _inside(folder: Path, kinds: Collection[str]) -> tuple[list[Source], list[Path]]:
    inside, others = [], []
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not _hidden(path, folder)):
        try:
            source = Source(path, format_of(path))
        except BadFile:  # unknown, or it carries code
            others += [] if path.suffix.lower() in _BELONGS else [path]
            continue
        if source.format.kind in kinds:
            inside.append(source)
        else:
            others.append(path)
    return inside, others


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _told(others: Sequence[Path]) -> str:
    if not others:
        return "; it is empty"
    return f"; there are {_names(others)}"


def _names(paths: Sequence[Path]) -> str:
    return ", ".join(path.name for path in paths[:_LISTED]) + (" …" if len(paths) > _LISTED else "")


def _one_of_each_set(sources: Iterable[Source]) -> Iterator[Source]:
    """Without the second and later shards of a population: reading one reads all."""
    seen: set[Path] = set()
    for source in sources:
        if source.format.name == "safetensors":
            first = safetensors.shards_of(source.path)[0]
            if first in seen:
                continue
            seen.add(first)
        yield source
