"""A keypoint file seen before it is read into a project: what it holds and what does not fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from evopose.model.annotation import AnnotatedImage, Person
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
    notices = [*_others(annotated, names), *_wrong_sizes(root, annotated, names), *_outside(annotated)]
    return KeypointFile(path, title, len(annotated), people, names, _joints(annotated), tuple(notices), annotated)


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
        if all(size) and image.size != size:
            wrong.append((image.file_name, image.size, size))
    if not wrong:
        return []
    name, told, found = wrong[0]
    sizes = f"{name}: {told} in the file, {found} on the disk" if told else name
    return [f"{len(wrong)} photos have another size than the file says ({sizes}): its keypoints may lie wrong."]


def _outside(annotated: Sequence[AnnotatedImage]) -> list[str]:
    """People none of whose joints lie in their image: made for other images, or in other units."""
    out = [
        image.file_name for image in annotated for person in image.people if image.size and _is_out(person, image.size)
    ]
    return [f"{len(out)} people lie wholly outside their images (such as in {out[0]})."] if out else []


def _is_out(person: Person, size: tuple[int, int]) -> bool:
    points = person.annotation.keypoints.xy[person.annotation.keypoints.known]
    return len(points) > 0 and not ((points >= 0) & (points <= np.asarray(size))).all(axis=-1).any()
