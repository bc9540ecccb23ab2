"""The demo project: pictures of the mannequin with keypoints, rough fits and the truth."""

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np

from evopose.demo.annotator import placed
from evopose.demo.picture import Picture, take
from evopose.demo.rough import Rough, rough_fit
from evopose.demo.stage import Staged, staged
from evopose.errors import NotWritable
from evopose.geometry.hierarchy import to_global, to_local
from evopose.jobs import Job, Progress
from evopose.model.annotation import AnnotatedImage, Annotation, Person
from evopose.project import photos
from evopose.project.project import Project
from evopose.project.records import PersonEntry

IMAGES = "images"
"""Folder of the pictures, beside the project."""
COMPARED = 3
"""The image that a second annotator has worked on as well, or the first where there are fewer."""
WORTH = 3
"""Pictures for which starting a process pays."""
SECOND = "second annotator"
_QUALITY = 93


@dataclass(frozen=True, eq=False)
class Shot:
    """One picture and all that is known of it."""

    staged: Staged
    picture: Picture
    rough: Rough
    image: AnnotatedImage


def shoot(number: int, seed: int, longer_side: int) -> Shot:
    """Picture `number` of the set with this seed; the same for the same numbers."""
    scene = staged(number, seed, longer_side)
    rng = np.random.default_rng((seed, 3, number))
    picture = take(scene.scene, rng)
    truth, camera = scene.truth, scene.scene.camera
    rough = rough_fit(truth, rng)
    annotation = Annotation(placed(camera, truth, picture.depth, rng), camera, rough.pose)
    person = Person(annotation, initial=rough.pose, truth=to_local(truth))
    name = f"{number + 1:03d}_{scene.posed.name.replace(' ', '_').replace('-', '_')}.jpg"
    return Shot(scene, picture, rough, AnnotatedImage(name, (person,), camera.size))


def make_project(path: Path, images: int, seed: int, longer_side: int) -> Job[int]:
    """A new project at `path` and its pictures in `images` beside it; how many. Raises NotWritable, BadOption."""
    folder = path.parent / IMAGES
    shots = []
    try:
        folder.mkdir(exist_ok=True)
        yield Progress(0, images, f"taking picture 1 of {images}")
        for shot in _shots(folder, images, seed, longer_side):
            shots.append(shot)
            yield Progress(len(shots), images, f"taking picture {min(len(shots) + 1, images)} of {images}")
    except OSError as error:
        raise NotWritable(f"{error.filename or folder} cannot be written: {error.strerror or error}.") from error
    yield Progress(images, images, "writing the project")
    with Project.create(path, images_root=folder, author="demo") as project:
        numbers = project.add_images([photos.probe(folder, shot.file_name) for shot in shots], folder).ids.tolist()
        entries = [
            PersonEntry(n, person, "demo") for n, shot in zip(numbers, shots, strict=True) for person in shot.people
        ]
        project.add_people(entries)
        if shots:
            compared = min(COMPARED, len(shots) - 1)
            person_id = project.people(numbers[compared])[0].id
            project.add_variant(person_id, SECOND, _second(shots[compared], seed))
    return len(shots)


def _shots(folder: Path, images: int, seed: int, longer_side: int) -> Iterator[AnnotatedImage]:
    """All pictures in order, taken on as many cores as there are; each is the same wherever it is taken."""
    take_one = partial(_shot, folder, seed, longer_side)
    workers = min(os.cpu_count() or 1, images // WORTH)
    if workers < 2:
        yield from map(take_one, range(images))
        return
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=cv2.setNumThreads, initargs=(1,))
    try:
        with _undisturbed():
            shots = pool.map(take_one, range(images))
        yield from shots
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Processes that start here do not hear Ctrl+C, which a terminal tells them all: this one ends them."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _shot(folder: Path, seed: int, longer_side: int, number: int) -> AnnotatedImage:
    shot = shoot(number, seed, longer_side)
    _write(folder / shot.image.file_name, shot.picture)
    return shot.image


def _second(image: AnnotatedImage, seed: int) -> Annotation:
    """Another annotator's work on the same person: near the truth, with errors of its own."""
    person, rng = image.people[0], np.random.default_rng((seed, 4))
    assert person.truth is not None
    fit = rough_fit(to_global(person.truth), rng)
    return Annotation(person.annotation.keypoints, person.annotation.camera, fit.pose)


def _write(path: Path, picture: Picture) -> None:
    done, data = cv2.imencode(".jpg", picture.rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    assert done
    path.write_bytes(data.tobytes())
