"""`evopose portray POP --rows 3 5 --out POSES.evo`."""

from pathlib import Path
from typing import Annotated, Any

import cv2
import numpy as np
import tyro
from pydantic import Field

from evopose.coverage.opening import opened
from evopose.demo.picture import take
from evopose.demo.portrait import portrayed
from evopose.demo.stage import PLACES, scene_of
from evopose.demo.wardrobe import random_wardrobe
from evopose.errors import BadOption, NotWritable
from evopose.geometry.degeneracy import degenerate_reasons
from evopose.geometry.hierarchy import to_local
from evopose.geometry.projection import project
from evopose.jobs import Job, Progress
from evopose.model.annotation import AnnotatedImage, Annotation, Person
from evopose.model.array import NDArray
from evopose.model.keypoints import Keypoints
from evopose.options import Options
from evopose.project import photos
from evopose.project.project import Project
from evopose.project.records import PersonEntry

MOST = 1000
IMAGES = "images"
_QUALITY = 93


class Portray(Options):
    """Make a project of some poses of a population, to refine them: a mannequin is photographed in each of them.

    Each picture comes with its keypoints and with the pose as its first fit, seen from a camera that has all of it.
    """

    population: Annotated[Path, tyro.conf.Positional]
    """A file of poses, in any format that is read."""
    rows: tuple[Annotated[int, Field(ge=0)], ...]
    """Which poses, counted from 0."""
    out: Path
    """The project to write (.evo); the pictures go to `images` beside it."""
    seed: int = 0
    """Of clothes, places, light and where the cameras stand."""
    longer_side: Annotated[int, Field(ge=128, le=4096)] = 800
    """Of the pictures, in pixels."""

    def run(self) -> Job[dict[str, Any]]:
        """`project` (path) and `people`; `left_out`: sentences of poses that have none or too few joints."""
        positions, left_out = self._poses()
        folder = self.out.parent / IMAGES
        people: list[AnnotatedImage] = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for done, (row, pose) in enumerate(positions):
                yield Progress(done, len(positions), f"taking picture {done + 1} of {len(positions)}")
                people.append(self._portrait(row, pose, folder))
        except OSError as error:
            raise NotWritable(f"{error.filename or folder} cannot be written: {error.strerror or error}.") from error
        yield Progress(len(positions), len(positions), "writing the project")
        with Project.create(self.out, images_root=folder, author="evopose portray") as made:
            ids = made.add_images([photos.probe(folder, image.file_name) for image in people], folder).ids.tolist()
            pairs = zip(ids, people, strict=True)
            made.add_people([PersonEntry(number, image.people[0], "portray") for number, image in pairs])
        return {"project": str(self.out), "people": len(people), "left_out": left_out}

    def _poses(self) -> tuple[list[tuple[int, NDArray]], list[str]]:
        if self.out.exists():
            raise BadOption(f"{self.out} exists already: choose another name.")
        if self.out.suffix != ".evo":
            raise BadOption(f"{self.out.name}: the name of a project ends in .evo.")
        if not 1 <= len(self.rows) <= MOST:
            raise BadOption(f"{len(self.rows)} poses were chosen; 1 to {MOST} can be portrayed at once.")
        population = opened(self.population)
        beyond = [row for row in self.rows if row >= len(population)]
        if beyond:
            raise BadOption(f"There is no pose {beyond[0]}: the population has {len(population)}, counted from 0.")
        positions = np.asarray(population.positions[np.asarray(self.rows)], float)
        broken = dict(degenerate_reasons(positions))
        whole = [(self.rows[place], pose) for place, pose in enumerate(positions) if place not in broken]
        left_out = [f"Pose {self.rows[place]}: {reason}." for place, reason in broken.items()]
        if not whole:
            raise BadOption(f"None of these poses can be portrayed. {left_out[0]}")
        return whole, left_out

    def _portrait(self, row: int, pose: NDArray, folder: Path) -> AnnotatedImage:
        """The same for the same row and seed, whatever else is portrayed."""
        rng = np.random.default_rng((self.seed, 7, row))
        figure = portrayed(pose)
        place = PLACES[int(rng.integers(len(PLACES)))]
        scene = scene_of(figure, random_wardrobe(rng), place, "", rng, self.longer_side)
        picture = take(scene, rng)
        seen = (figure.positions[0] - scene.viewpoint.position) @ np.asarray(scene.viewpoint.rotation).T
        local = to_local(seen)
        keypoints = Keypoints.from_xy(np.asarray(project(scene.camera, seen)))
        name = f"pose_{row:08d}.jpg"
        done, data = cv2.imencode(".jpg", picture.rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        assert done
        (folder / name).write_bytes(data.tobytes())
        extra = {"population": str(self.population), "row": row}
        person = Person(Annotation(keypoints, scene.camera, local), initial=local, extra=extra)
        return AnnotatedImage(name, (person,), scene.camera.size)
