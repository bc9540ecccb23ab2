"""What a file format can do, and finding the one for a path."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from evopose.errors import BadFile, MissingFile, UnknownFormat, UnknownName
from evopose.io.choosing import Choice
from evopose.io.pickles import load_npy, strings_at_start
from evopose.model.annotation import AnnotatedImage
from evopose.model.pairs import Pairs
from evopose.model.population import Population
from evopose.plugins import plugins


@dataclass(frozen=True)
class Format:
    """One file format. The functions of its kind are set; `None` where it cannot. Populations may have pairs, too."""

    name: str
    title: str
    kind: Literal["population", "annotations", "pairs"]
    suffixes: tuple[str, ...]
    """With the dot, lower case."""
    recognises: Callable[[Path], bool]
    """Whether an existing file (its suffix already fits) is of this format; cheap, never raises, runs no code."""
    read_population: Callable[[Path], Population] | None = None
    write_population: Callable[[Population, Path], None] | None = None
    read_annotations: Callable[[Path, Path | None], Sequence[AnnotatedImage]] | None = None
    """Second argument: the folder of the images, or None for the file's own."""
    write_annotations: Callable[[Iterable[AnnotatedImage], Path], None] | None = None
    read_pairs: Callable[[Path, Choice], Pairs] | None = None
    write_pairs: Callable[[Pairs, Path], None] | None = None
    stem: str = ""
    """How names of its files begin by custom: what chooses among formats of one suffix."""
    poses: Literal["all", "one", "none"] = "all"
    """Which 3D poses of a person go where other programs look for them: first fit and refined pose, one, or none."""

    @property
    def writes(self) -> bool:
        """Whether files of this format can be written."""
        return bool(self.write_population or self.write_annotations or self.write_pairs)


SPECIAL = "it is a device, a pipe or a socket; expected a file."


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
    for candidate in _by_suffix(path) if path.is_file() else []:
        if candidate.recognises(path):
            return candidate
    raise _unknown(path)


def format_for_writing(path: Path, kind: Literal["population", "annotations", "pairs"], posed: bool = False) -> Format:
    """The format of this kind that writes files of such a name; UnknownFormat where none writes the suffix.

    Where the suffix leaves a choice: the one that the name begins with, else for annotations with 3D poses (`posed`)
    the first with a place for all of them, else the first.
    """
    writing = [each for each in _by_suffix(path) if each.writes]
    fitting = [each for each in writing if each.kind == kind]
    if not fitting:
        raise not_written(path, kind)
    named = [each for each in fitting if each.stem and path.name.lower().startswith(each.stem)]
    with_poses = [each for each in fitting if posed and each.poses == "all"]
    return [*named, *with_poses, *fitting][0]


def poses_left_out(form: Format, images: Iterable[AnnotatedImage]) -> list[str]:
    """One sentence where people have 3D poses for which the format has no place, or none at all."""
    posed = posed_people(images)
    if form.poses != "none" or not posed:
        return []
    better = [each.name for each in formats().values() if each.write_annotations and each.poses != "none"]
    told = f"The 3D poses of {posed} people are left out for other programs: {form.name} has no place for them"
    return [f"{told} ({', '.join(better)} have); only what reads the field 'evostudio' finds them again."]


def posed_people(images: Iterable[AnnotatedImage]) -> int:
    """How many people have a 3D pose."""
    return sum(person.annotation.pose is not None for image in images for person in image.people)


def not_written(path: Path, kind: str = "") -> UnknownFormat:
    """That no format (of a kind) writes files with the path's suffix, and which suffixes there are."""
    written = [entry for entry in formats().values() if entry.writes]
    suffixes = sorted({suffix for entry in written if kind in ("", entry.kind) for suffix in entry.suffixes})
    told = f"{kind or 'nothing'} {'cannot be' if kind else 'is'} written as {path.suffix or 'a file without suffix'}"
    return UnknownFormat(path, f"{told}; there are {', '.join(suffixes)}.")


def _unknown(path: Path) -> BadFile:
    """Why nothing reads an existing file, as well as can be told."""
    if path.is_dir():
        return UnknownFormat(path, "it is a folder; expected a file.")
    if not path.is_file():
        return UnknownFormat(path, SPECIAL)
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
