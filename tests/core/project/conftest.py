"""A project with three images and two people in the first."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from evopose.model.annotation import Annotation, Person, Status
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints
from evopose.model.pose import Pose
from evopose.project.coding import encode_annotation
from evopose.project.project import Project
from evopose.project.records import PersonEntry, Photo

Make = Callable[..., Annotation]


def made(seed: int, *, pose: bool = True, status: Status = Status.UNTOUCHED, at: float = 0.0) -> Annotation:
    """An annotation of numbers that differ from those of any other seed."""
    rng = np.random.default_rng(seed)
    keypoints = Keypoints.from_xy(rng.uniform(0, 300, (17, 2)) + at)
    camera = Camera.guess((640, 480))
    numbers = Pose(rng.normal(size=3), np.eye(3), rng.uniform(0.1, 0.5, 16), rng.uniform(-1, 1, (16, 2)))
    return Annotation(keypoints, camera, numbers if pose else None, status, frozenset({"left shin"}))


@pytest.fixture
def make() -> Make:
    return made


@pytest.fixture
def same() -> Callable[[Annotation, Annotation], bool]:
    return lambda one, other: encode_annotation(one) == encode_annotation(other)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed project: images 1 … 3, people 1 and 2 in image 1, person 3 in image 2."""
    path = tmp_path / "small.evo"
    with Project.create(path, author="Ada") as project:
        project.add_images(Photo(f"walk/{n}.jpg", (640, 480), hash=f"{n}") for n in range(3))
        people = [(1, made(1)), (1, made(2, at=5000.0)), (2, made(3))]
        project.add_people(PersonEntry(image, Person(annotation)) for image, annotation in people)
    return path


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    with Project.open(path) as project:
        yield project
