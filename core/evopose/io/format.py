"""What a file format can do, and finding the one for a path."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from evopose.errors import BadFile, MissingFile, UnknownFormat, UnknownName
from evopose.io.pickles import load_npy, strings_at_start
from evopose.model.annotation import AnnotatedImage
from evopose.model.population import Population
from evopose.plugins import plugins


@dataclass(frozen=True)
class Format:
    """One file format. Exactly the functions of its kind are set; `None` where it cannot."""

    name: str
    title: str
    kind: Literal["population", "annotations"]
    suffixes: tuple[str, ...]
    """With the dot, lower case."""
    recognises: Callable[[Path], bool]
    """Whether an existing file (its suffix already fits) is of this format; cheap, never raises, runs no code."""
    read_population: Callable[[Path], Population] | None = None
    write_population: Callable[[Population, Path], None] | None = None
    read_annotations: Callable[[Path, Path | None], Sequence[AnnotatedImage]] | None = None
    """Second argument: the folder of the images, or None for the file's own."""
    write_annotations: Callable[[Iterable[AnnotatedImage], Path], None] | None = None


def formats() -> dict[str, Format]:
    """All formats, by name."""
    return dict(plugins("evopose.formats"))


def format_named(name: str) -> Format:
    """The format called so; UnknownName otherwise."""
    known = formats()
    if name not in known:
        raise UnknownName("format", name, known)
    return known[name]


def format_of(path: Path) -> Format:
    """The format of an existing file; MissingFile, UnknownFormat, or UnsafeFile where it carries code."""
    if not path.exists():
        raise MissingFile(path)
    for candidate in [] if path.is_dir() else _by_suffix(path):
        if candidate.recognises(path):
            return candidate
    raise _unknown(path)


def format_for_writing(path: Path, kind: Literal["population", "annotations"]) -> Format:
    """The first format of this kind that writes files with the path's suffix; UnknownFormat otherwise."""
    for candidate in _by_suffix(path):
        writes = candidate.write_population if kind == "population" else candidate.write_annotations
        if candidate.kind == kind and writes:
            return candidate
    raise not_written(path, kind)


def not_written(path: Path, kind: str = "") -> UnknownFormat:
    """That no format (of a kind) writes files with the path's suffix, and which suffixes there are."""
    written = [entry for entry in formats().values() if entry.write_population or entry.write_annotations]
    suffixes = sorted({suffix for entry in written if kind in ("", entry.kind) for suffix in entry.suffixes})
    told = f"{kind or 'nothing'} {'cannot be' if kind else 'is'} written as {path.suffix or 'a file without suffix'}"
    return UnknownFormat(path, f"{told}; there are {', '.join(suffixes)}.")


def _unknown(path: Path) -> BadFile:
    """Why nothing reads an existing file, as well as can be told."""
    if path.is_dir():
        return UnknownFormat(path, "it is a folder; expected a file.")
    if not path.stat().st_size:
        return UnknownFormat(path, "it is empty (0 bytes).")
    known = _by_suffix(path)
    if not known:
        suffixes = sorted({suffix for entry in formats().values() for suffix in entry.suffixes})
        return UnknownFormat(path, f"no format is called {path.suffix or 'so'}; there are {', '.join(suffixes)}.")
    titles = " or ".join(entry.title for entry in known)
    return _carried(path) or UnknownFormat(path, f"its name says {titles}, its content is something else.")


def _carried(path: Path) -> BadFile | None:
    """What is wrong with a `.npy` before its content matters: code, or damage."""
    try:
        if path.suffix.lower() == ".npy" and strings_at_start(path):
            load_npy(path)
    except BadFile as error:
        return error
    return None


def _by_suffix(path: Path) -> list[Format]:
    suffix = path.suffix.lower()
    return [candidate for candidate in formats().values() if suffix in candidate.suffixes]
