"""The projects that are measured on, made from code: photos with a person in each, and a very long list of images."""

from collections.abc import Sequence
from pathlib import Path
from shutil import copyfile

import numpy as np
from jaxtyping import Float
from PySide6.QtGui import QImage

from evopose.geometry.hierarchy import to_local
from evopose.geometry.projection import project as project_points
from evopose.model.annotation import Annotation, Person
from evopose.model.array import NDArray
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints
from evopose.project.project import Project
from evopose.project.records import PersonEntry, Photo

STANDING = np.array(
    [
        [0.0, 0.0, 4.0], [-0.13, 0.01, 4.0], [-0.15, 0.45, 3.9], [-0.16, 0.88, 4.05], [0.13, -0.01, 4.02],
        [0.16, 0.42, 3.85], [0.18, 0.85, 4.0], [0.0, -0.24, 4.02], [0.01, -0.48, 4.0], [0.02, -0.6, 3.93],
        [0.02, -0.72, 3.95], [0.16, -0.44, 4.01], [0.3, -0.2, 4.1], [0.25, -0.1, 3.85], [-0.15, -0.45, 3.99],
        [-0.33, -0.25, 3.95], [-0.3, -0.02, 3.8],
    ]
)  # fmt: skip
"""A person facing the camera (x right, y down, z ahead), metres."""
PHOTO_SIZE = (1920, 1280)
"""2.5 megapixels."""
TAKE = 1000
"""Images that are the same file; few file systems let a file have 100,000 names."""


def photo_project(folder: Path, images: int = 30, size: tuple[int, int] = PHOTO_SIZE) -> Path:
    """A project of JPEGs of `size`, one person in each with keypoints 10 px off, a first fit and the truth."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(0)
    photos = [Photo(f"photo_{number:03}.jpg", size) for number in range(images)]
    for photo in photos:
        _write_picture(folder / photo.name, size, rng)
    path = folder / "photos.evo"
    with Project.create(path, images_root=folder) as project:
        ids = project.add_images(photos).ids.tolist()
        project.add_people(PersonEntry(number, _person(size, rng)) for number in ids)
    return path


def long_project(folder: Path, images: int = 100_000, size: tuple[int, int] = (640, 480)) -> Path:
    """A project of so many images, one person in each; every thousand of them are one picture under many names."""
    rng = np.random.default_rng(1)
    person = _person(size, rng)
    names = [f"take {n // TAKE:03}/frame_{n:06}.jpg" for n in range(images)]
    for start in range(0, images, TAKE):
        _write_take(folder, names[start : start + TAKE], size, rng)
    path = folder / "long.evo"
    photos = (Photo(name, size, hash=f"{n:032x}", bytes=n) for n, name in enumerate(names))
    with Project.create(path, images_root=folder) as project:
        ids = project.add_images(photos).ids.tolist()
        project.add_people(PersonEntry(number, person) for number in ids)
    return path


def _write_take(folder: Path, names: Sequence[str], size: tuple[int, int], rng: np.random.Generator) -> None:
    first, *others = (folder / name for name in names)
    first.parent.mkdir(parents=True, exist_ok=True)
    _write_picture(first, size, rng)
    for other in others:
        try:
            other.hardlink_to(first)
        except OSError:
            copyfile(first, other)


def _write_picture(path: Path, size: tuple[int, int], rng: np.random.Generator) -> None:
    """Soft light and grain: as costly to decode as a photo."""
    width, height = size
    coarse = rng.uniform(40, 210, (height // 64 + 1, width // 64 + 1, 3))
    picture = np.kron(coarse, np.ones((64, 64, 1)))[:height, :width] + rng.normal(0, 9, (height, width, 3))
    pixels = np.ascontiguousarray(np.clip(picture, 0, 255).astype(np.uint8))
    image = QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
    assert image.save(str(path), "JPG", 90), path


def _person(size: tuple[int, int], rng: np.random.Generator) -> Person:
    camera = Camera.guess(size)
    true = to_local(STANDING)
    keypoints = Keypoints.from_xy(np.asarray(project_points(camera, STANDING)) + rng.normal(0, 10, (17, 2)))
    fit = to_local(_shaken(STANDING, rng))
    return Person(Annotation(keypoints, camera, fit), initial=fit, truth=true)


def _shaken(positions: Float[NDArray, "17 3"], rng: np.random.Generator) -> Float[NDArray, "17 3"]:
    return positions + rng.normal(0, 0.015, positions.shape)
