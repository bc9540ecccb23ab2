"""From what a user points at (a folder, photos, keypoint files) to a project: first the plan, then the work."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evopose.errors import BadFile, BadOption, EvoError, MissingFile, UnknownFormat
from evopose.io.format import SPECIAL, Format, format_of, formats
from evopose.jobs import Job, Progress
from evopose.model.annotation import AnnotatedImage
from evopose.project import photos
from evopose.project.keypoint_file import KeypointFile, summary
from evopose.project.placing import folders_of, match, place, tidy
from evopose.project.project import Project
from evopose.project.records import Joined, PersonEntry, Photo

_SUBFOLDER = "annotations"
_SHOWN = 3


@dataclass(frozen=True)
class Made:
    """What came of a plan."""

    path: Path
    images: int
    """In the project."""
    people: int
    """Who came in: new, or where there was somebody without work."""
    notices: tuple[str, ...]
    """What does not fit, and what became of the others."""
    variants: int = 0
    """Put beside the work of people who are there."""
    same: int = 0
    """Who were there already."""


@dataclass(frozen=True)
class Plan:
    """What would be read. Nothing is written until `create` or `add_to` runs."""

    root: Path
    """The folder of the images."""
    photos: tuple[str, ...]
    """Names of the images, relative to the root, in natural order."""
    sources: tuple[KeypointFile, ...] = ()
    """Keypoint files, those with most images first; the people of the first that knows an image are its people,
    those of the others come beside them as variants."""
    notices: tuple[str, ...] = ()

    def without(self, path: Path) -> "Plan":
        """The same, leaving out a keypoint file."""
        return replace(self, sources=tuple(source for source in self.sources if source.path != path))

    def create(self, path: Path, author: str = "") -> Job[Made]:
        """A new project. BadOption if something is there already; stopped or failed, it leaves nothing behind."""
        if path.exists():
            raise BadOption(f"{path} exists already: choose another name, or open it.")
        found = yield from self._probe()
        try:
            with Project.create(path, images_root=self.root, author=author) as project:
                return self._bring(project, found)
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def add_to(self, project: Project) -> Job[Made]:
        """Into a project that is open: nothing comes in twice, and no work is replaced."""
        found = yield from self._probe()
        return self._bring(project, found)

    def _probe(self) -> Job[list[Photo]]:
        sizes = {source.names.get(name, name): size for source in self.sources for name, size in source.sizes().items()}
        found = []
        for done, name in enumerate(self.photos):
            yield Progress(done, len(self.photos), f"looking at {name}")
            found.append(known_photo(self.root, name, sizes.get(name)))
        yield Progress(len(self.photos), len(self.photos), "writing the project")
        return found

    def _bring(self, project: Project, found: Sequence[Photo]) -> Made:
        added = project.add_images(found, self.root)
        numbers = dict(zip(self.photos, added.ids.tolist(), strict=True))
        entries = [
            PersonEntry(numbers[name], person, source.path.name)
            for source in self.sources
            for image in source.annotated
            if (name := source.names.get(image.file_name, tidy(image.file_name))) in numbers
            for person in image.people
        ]
        joined = project.add_people(entries)
        project.add_empty_people()
        return came(project, joined, (*self.notices, *added.notices, *problems(found)))


def came(project: Project, joined: Joined, notices: Iterable[str]) -> Made:
    """What came of bringing people in."""
    told = (*notices, *joined.notices)
    return Made(project.path, len(project.images), joined.added + joined.fitted, told, joined.variants, joined.same)


def known_photo(root: Path, name: str, size: tuple[int, int] | None) -> Photo:
    """The facts of a file; where there is none, what the keypoint file says of it."""
    if (root / name).is_file():
        return photos.probe(root, name)
    return Photo(name, size or (0, 0))


def plan(sources: Path | Sequence[Path], images: Path | None = None) -> Plan:
    """What a project of these would hold: a folder, photos, keypoint files, or several of them.

    `images` is the folder of the images, where it is not the one that holds them. Raises MissingFile, and
    UnknownFormat for a file that is neither a photo nor a keypoint file, and BadOption if there is nothing.
    """
    paths = [sources] if isinstance(sources, Path) else list(sources)
    if not paths:
        raise BadOption("Name photos, a folder of photos or a file with keypoints to make a project of.")
    for path in paths:
        if not path.exists():
            raise MissingFile(path)
        if not path.is_file() and not path.is_dir():
            raise UnknownFormat(path, SPECIAL)
    folders = [path for path in paths if path.is_dir()]
    pictures = [path for path in paths if path.is_file() and photos.is_photo(path)]
    files = [path for path in paths if path.is_file() and not photos.is_photo(path)]
    for path in files:
        if not any(path.suffix.lower() in form.suffixes for form in formats().values()):
            raise UnknownFormat(path, f"it is neither a photo ({_listed(photos.SUFFIXES)}) nor a file with keypoints.")
    if folders or pictures:
        return _of_photos(_root(folders, pictures, images), folders, pictures, files)
    return _of_files(files, images)


def _root(folders: Sequence[Path], pictures: Sequence[Path], images: Path | None) -> Path:
    """The folder above all of them: `images` if it is, else the lowest that there is."""
    places = [folder.absolute() for folder in folders] + [picture.absolute().parent for picture in pictures]
    if images is not None and all(place.is_relative_to(images) for place in places):
        return images
    return Path(os.path.commonpath(places))


def _of_photos(root: Path, folders: Sequence[Path], pictures: Sequence[Path], files: Sequence[Path]) -> Plan:
    names = [
        (folder.absolute() / name).relative_to(root).as_posix() for folder in folders for name in photos.find(folder)
    ]
    names += [picture.absolute().relative_to(root).as_posix() for picture in pictures]
    names = sorted(dict.fromkeys(names), key=photos.natural)
    beside = [path for folder in folders for path in keypoint_files(folder)]
    read = [_read(path, format_of(path), root, names) for path in dict.fromkeys([*files, *beside])]
    notices = [] if names else [f"There are no photos in {root}."]
    notices += [sentence for folder in folders for sentence in photos.passed_over(folder)]
    return _planned(root, names, read, tuple(notices))


def _of_files(files: Sequence[Path], images: Path | None) -> Plan:
    """Keypoint files alone: the images are looked for where `folders_of` says; those not found come in as missing."""
    opened = [(path, format_of(path)) for path in files]
    first = _annotated(*opened[0], images)
    placed = place([image.file_name for image in first], folders_of(files[0], images))
    names = list(dict.fromkeys(placed.names.get(image.file_name, tidy(image.file_name)) for image in first))
    read = [_read(path, form, placed.root, names) for path, form in opened]
    lost = [name for name in names if not (placed.root / name).is_file()]
    notices = (f"{len(lost)} of {len(names)} images are not in {placed.root} ({_some(lost)}).",) if lost else ()
    return _planned(placed.root, names, read, notices)


def _planned(root: Path, names: Sequence[str], read: Sequence[KeypointFile], notices: tuple[str, ...]) -> Plan:
    ordered = sorted(read, key=lambda source: -len(source.names))
    told = tuple(f"{source.path.name}: {notice}" for source in ordered for notice in source.notices)
    return Plan(root, tuple(names), tuple(source for source in ordered if source.names), (*notices, *told))


def keypoint_files(folder: Path) -> list[Path]:
    """Files with annotations in a folder and its `annotations`, that some reader knows."""
    suffixes = {suffix for form in formats().values() if form.kind == "annotations" for suffix in form.suffixes}
    places = [place for place in (folder, folder / _SUBFOLDER) if place.is_dir()]
    files = [path for place in places for path in sorted(place.iterdir()) if path.suffix.lower() in suffixes]
    return [path for path in files if path.is_file() and path.suffix != ".evo" and _is_annotations(path)]


def _is_annotations(path: Path) -> bool:
    try:
        return format_of(path).kind == "annotations"
    except BadFile:  # unknown, or it carries code
        return False


def _annotated(path: Path, form: Format, images: Path | None) -> Sequence[AnnotatedImage]:
    if form.read_annotations is None:
        raise UnknownFormat(path, f"it is {form.title}, which holds no people in images.")
    return form.read_annotations(path, images)


def _read(path: Path, form: Format, root: Path, names: Sequence[str]) -> KeypointFile:
    try:
        annotated = _annotated(path, form, root)
    except EvoError as error:
        return KeypointFile(path, form.title, notices=(str(error),))
    return summary(path, form.title, root, annotated, match((image.file_name for image in annotated), names))


def problems(found: Sequence[Photo]) -> list[str]:
    """One sentence about the photos that have a problem, or none."""
    odd = [f"{photo.name} ({photo.problem})" for photo in found if photo.problem]
    return [f"{len(odd)} of {len(found)} photos are not whole or cannot be read: {_some(odd)}."] if odd else []


def _listed(suffixes: Iterable[str]) -> str:
    return ", ".join(sorted(suffixes))


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
