"""What a project tells of its images, people and edits: frozen values."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jaxtyping import Int

from evopose.model.annotation import Annotation, Person, Status
from evopose.model.array import NDArray


@dataclass(frozen=True)
class Photo:
    """An image file as it was found."""

    name: str
    """Relative to the folder of the images, with forward slashes."""
    size: tuple[int, int] = (0, 0)
    """Width and height of the upright image, in pixels; zeros where nobody knows."""
    orientation: int = 1
    """EXIF's, 1 … 8; 1 is upright."""
    hash: str = ""
    """Of the content (`photos.content_hash`); empty where it could not be read."""
    bytes: int = 0
    """Size of the file."""
    focal: float | None = None
    """From EXIF, in pixels."""
    problem: str = ""
    """Why it cannot be shown; empty where it can."""


@dataclass(frozen=True)
class PersonEntry:
    """A person to bring into a project."""

    image_id: int
    person: Person
    source: str = "import"
    """Where it comes from (a file's name): the name of the variant, where it meets work that it must not replace."""


@dataclass(frozen=True, eq=False)
class Imported:
    """What bringing in images did."""

    ids: Int[NDArray, " n"]
    """Image of each entry, in their order."""
    added: int
    """How many are new."""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Joined:
    """What bringing in people did."""

    added: int = 0
    """New people."""
    fitted: int = 0
    """People who were there and took the new annotation, being without work."""
    variants: int = 0
    """Annotations put beside existing work, for comparing."""
    same: int = 0
    """Already there."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What became of those who are not among `added` and `fitted`, in words."""
        beside, there = _people(self.variants), _people(self.same)
        told = (
            f"{beside} had been annotated already: what was read stands beside as a variant, for comparing, and is "
            "named after its file.",
            f"{there} had been read before and stayed as they are.",
        )
        return tuple(sentence for sentence, number in zip(told, (self.variants, self.same), strict=True) if number)


def _people(number: int) -> str:
    return f"{number} {'person' if number == 1 else 'people'}"


@dataclass(frozen=True)
class ImageRecord:
    """One image of a project."""

    id: int
    name: str
    """Relative to its folder, with forward slashes."""
    size: tuple[int, int]
    """Width and height of the upright image, in pixels; zeros where unknown."""
    orientation: int
    hash: str
    missing: bool
    """No file is there at this moment."""
    status: Status
    focal: float | None = None
    """From EXIF, in pixels."""
    problem: str = ""
    """Why it cannot be shown."""


@dataclass(frozen=True)
class PersonRecord:
    """One person in an image."""

    id: int
    image_id: int
    number: int
    """From 1, within the image."""
    status: Status
    fits: tuple[str, ...] = ()
    """Names of the other annotations of the same person."""

    @property
    def name(self) -> str:
        """For lists."""
        return f"Person {self.number}"


@dataclass(frozen=True, eq=False)
class Edit:
    """One row of the log."""

    id: int
    person_id: int
    image_id: int
    label: str
    before: Annotation
    after: Annotation
    author: str
    time: float
    """Seconds since 1970, UTC."""
    gesture: str | None
    state: Literal["done", "undone", "replaced"]
    """`undone` can be redone; `replaced` was undone and something else came in its place."""
    people: int = 1
    """How many it changed: undo and redo take all edits of a gesture, also those of others, and tell the last."""

    @property
    def held(self) -> Annotation:
        """What the person holds by it: its end, or its start once undone."""
        return self.after if self.state == "done" else self.before


@dataclass(frozen=True)
class Relinked:
    """What looking for moved images found."""

    found: int
    missing: tuple[str, ...]
    """Names of those that are still nowhere."""


@dataclass(frozen=True)
class Recovered:
    """What could be copied out of a damaged project."""

    path: Path
    """The new project."""
    images: int
    people: int
    edits: int
    lost: tuple[str, ...]
    """What could not be read, in words; empty where everything could."""
