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
from evopose.geometry.alignment import laid
from evopose.geometry.degeneracy import degenerate_reasons
from evopose.geometry.hierarchy import to_local
from evopose.geometry.projection import project
from evopose.jobs import Job, Progress
from evopose.model.annotation import AnnotatedImage, Annotation, Person
from evopose.model.array import NDArray
from evopose.model.keypoints import Keypoints
from evopose.options import OptionalPath, Options
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
    starts: OptionalPath = None
    """A file of as many poses, beside those of the population, as a lifter saw them: annotations begin with these, and
    the population's are kept as the truth to compare with."""
    names: tuple[Annotated[str, Field(pattern=r"^[\w.-]{1,100}$")], ...] = ()
    """Of the pictures, one for each row, without a suffix; `pose_ROW` where there are none."""

    def run(self) -> Job[dict[str, Any]]:
        """`project` (path) and `people`; `left_out`: sentences of poses that have none or too few joints."""
        positions, left_out = self._poses()
        starts = self._starts()
        folder = self.out.parent / IMAGES
        people: list[AnnotatedImage] = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for done, (row, pose) in enumerate(positions):
                yield Progress(done, len(positions), f"taking picture {done + 1} of {len(positions)}")
                people.append(self._portrait(row, pose, starts.get(row), folder))
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

    def _starts(self) -> dict[int, NDArray]:
        """By row, the poses to begin with; those that lack a joint are not among them."""
        if self.names and len(set(self.names)) != len(self.rows):
            raise BadOption(
                f"{len(set(self.names))} names for {len(self.rows)} poses: give each one of its own, or none."
            )
        if self.starts is None:
            return {}
        found = opened(self.starts)
        if len(found) <= max(self.rows):
            raise BadOption(f"{self.starts.name} has {len(found)} poses: pose {max(self.rows)} has none to begin with.")
        poses = np.asarray(found.positions[np.asarray(self.rows)], float)
        return {row: pose for row, pose in zip(self.rows, poses, strict=True) if np.isfinite(pose).all()}

    def _portrait(self, row: int, pose: NDArray, start: NDArray | None, folder: Path) -> AnnotatedImage:
        """The same for the same row and seed, whatever else is portrayed."""
        rng = np.random.default_rng((self.seed, 7, row))
        figure = portrayed(pose)
        place = PLACES[int(rng.integers(len(PLACES)))]
        scene = scene_of(figure, random_wardrobe(rng), place, "", rng, self.longer_side)
        picture = take(scene, rng)
        seen = (figure.positions[0] - scene.viewpoint.position) @ np.asarray(scene.viewpoint.rotation).T
        local = to_local(seen)
        keypoints = Keypoints.from_xy(np.asarray(project(scene.camera, seen)))
        name = f"{self.names[self.rows.index(row)] if self.names else f'pose_{row:08d}'}.jpg"
        done, data = cv2.imencode(".jpg", picture.rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        assert done
        (folder / name).write_bytes(data.tobytes())
        extra = {"population": str(self.population), "row": row}
        begun = local if start is None else to_local(laid(start, pose, seen))
        truth = None if start is None else local
        person = Person(Annotation(keypoints, scene.camera, begun), initial=begun, truth=truth, extra=extra)
        return AnnotatedImage(name, (person,), scene.camera.size)
