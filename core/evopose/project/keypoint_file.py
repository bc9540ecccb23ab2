"""A keypoint file seen before it is read into a project: what it holds and what does not fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from evopose.model.annotation import AnnotatedImage, Person
from evopose.model.array import NDArray
from evopose.project import photos

_CHECKED = 200
"""Photos whose size is compared before anything is read; the file is opened for each."""


@dataclass(frozen=True, eq=False)
class KeypointFile:
    """One file with annotations, and which of the plan's images it speaks of."""

    path: Path
    title: str
    """Its format."""
    images: int = 0
    """Images that it annotates."""
    people: int = 0
    names: Mapping[str, str] = field(default_factory=dict)
    """Image names as the file has them → the plan's. What is not here is for images that are not there."""
    joints: str = ""
    """How many joints of H36M-17 it supplies, in words."""
    notices: tuple[str, ...] = ()
    """What does not fit."""
    annotated: Sequence[AnnotatedImage] = field(default=(), repr=False)

    def sizes(self) -> dict[str, tuple[int, int]]:
        """Sizes of the images, where the file tells them."""
        return {image.file_name: image.size for image in self.annotated if image.size}


def summary(
    path: Path, title: str, root: Path, annotated: Sequence[AnnotatedImage], names: Mapping[str, str]
) -> KeypointFile:
    """What the user should know of a file that was read."""
    people = sum(len(image.people) for image in annotated)
    notices = [*_others(annotated, names), *doubts(root, annotated, names)]
    return KeypointFile(path, title, len(annotated), people, names, _joints(annotated), tuple(notices), annotated)


def doubts(root: Path, annotated: Sequence[AnnotatedImage], names: Mapping[str, str]) -> list[str]:
    """What makes it doubtful that keypoints belong to the photos in `root` (`names`: as the file has them → there)."""
    nobody = [] if any(image.people for image in annotated) else ["Nobody in it has any keypoint."]
    return [*nobody, *_wrong_sizes(root, annotated, names), *_where_people_lie(annotated)]


def _joints(annotated: Sequence[AnnotatedImage]) -> str:
    known = [person.annotation.keypoints.known for image in annotated for person in image.people]
    return f"{int(np.any(known, axis=0).sum())} of 17 joints" if known else "no joints"


def _others(annotated: Sequence[AnnotatedImage], names: Mapping[str, str]) -> list[str]:
    other = [image.file_name for image in annotated if image.file_name not in names]
    if not other:
        return []
    return [f"{len(other)} of its {len(annotated)} images are not among these photos (such as {other[0]})."]


def _wrong_sizes(root: Path, annotated: Sequence[AnnotatedImage], names: Mapping[str, str]) -> list[str]:
    wrong = []
    for image in [image for image in annotated if image.file_name in names and image.size][:_CHECKED]:
        size = photos.probe(root, names[image.file_name]).size
        if all(size) and image.size and image.size != size:
            wrong.append((image.file_name, image.size, size))
    if not wrong:
        return []
    name, told, found = wrong[0]
    sizes = f"{name}: {told[0]}×{told[1]} in the file, {found[0]}×{found[1]} on the disk"
    return [f"{len(wrong)} photos have another size than the file says ({sizes}): its keypoints may lie wrong."]


def _where_people_lie(annotated: Sequence[AnnotatedImage]) -> list[str]:
    """People who are not in their image, whole or in part: made for other images, or in other units."""
    people = [(image, _points(person)) for image in annotated for person in image.people]
    known = [(image, points) for image, points in people if len(points)]
    tiny = [image for image, points in known if len(points) > 2 and (np.ptp(points, axis=0) < 2).all()]
    sized = [(image, points, np.asarray(image.size)) for image, points in known if image.size]
    out = [image for image, points, size in sized if not ((points >= 0) & (points <= size)).all(axis=-1).any()]
    far = [image for image, points, size in sized if ((points < -size) | (points > 2 * size)).any()]
    return [
        f"{len(found)} of {len(people)} people {words} (such as in {found[0].file_name})."
        for found, words in (
            (tiny, "are smaller than two pixels, as if positions were shares of the image and not pixels"),
            (out, "lie wholly outside their images"),
            ([image for image in far if image not in out], "have keypoints far outside their images"),
        )
        if found
    ]


def _points(person: Person) -> NDArray:
    return person.annotation.keypoints.xy[person.annotation.keypoints.known]
