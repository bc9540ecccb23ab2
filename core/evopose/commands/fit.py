"""`evopose fit PROJECT`."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import numpy as np
import tyro

from evopose.errors import DamagedProject, EvoError, NotWritable
from evopose.fitting import CannotFit, fit
from evopose.fitting import Fit as Fitted
from evopose.geometry.hierarchy import to_global
from evopose.geometry.metrics import mpjpe, pa_mpjpe
from evopose.jobs import Job, Progress
from evopose.model.annotation import Annotation
from evopose.model.array import NDArray
from evopose.options import OptionalPath, Options
from evopose.project.opening import refused
from evopose.project.project import Project
from evopose.project.records import PersonRecord

SOURCE = "first fit"


class Fit(Options):
    """Fit a 3D pose to the 2D keypoints of everybody in a project; what was worked on by hand stays."""

    project: Annotated[Path, tyro.conf.Positional]
    """The project (.evo)."""
    only_missing: bool = False
    """Leave those alone who have a pose already, imported or by hand."""
    sheet: OptionalPath = None
    """Draw all fits, over the photos and from the side, into this picture (.jpg, .png)."""

    def run(self) -> Job[dict[str, Any]]:
        """Person by person; stopped, it has kept those who are done."""
        with Project.open(self.project) as project:
            return (yield from fit_people(project, self.only_missing, self.sheet))


def fit_people(project: Project, only_missing: bool = False, sheet: Path | None = None) -> Job[dict[str, Any]]:
    """Fit everybody in an open project, as the options say; NotWritable if it is read-only, BadOption for `sheet`."""
    if sheet:
        from evopose.fitting import contact_sheet

        contact_sheet.check(sheet)
    if project.read_only:
        raise refused(project.path, project.notices, "Fit everybody")
    people = [person for image in project.images.ids for person in project.people(int(image))]
    tally = _Tally(gesture=f"fit {uuid4().hex}")
    for done, person in enumerate(people):
        _fit_one(project, person, only_missing, sheet is not None, tally)
        metrics = {"reprojection_px": tally.reprojection[-1]} if tally.reprojection else {}
        yield Progress(done + 1, len(people), project.image(person.image_id).name, metrics)
    if sheet and tally.tiles:
        contact_sheet.write(contact_sheet.sheet(tally.tiles), sheet)
    return tally.result()


def _fit_one(project: Project, person: PersonRecord, only_missing: bool, drawn: bool, tally: "_Tally") -> None:
    try:
        annotation = project.annotation(person.id)
        unwanted = annotation.removed or (only_missing and annotation.pose is not None)
        if unwanted or not annotation.keypoints.known.any():
            tally.skipped += 1
            return
        found = _fitted(annotation)
        kept = project.set_initial(person.id, replace(annotation, pose=found.pose), SOURCE, tally.gesture) is None
        truth = project.truth(person.id)
        tally.add(found, kept, None if truth is None else np.asarray(to_global(truth)))
    except (NotWritable, DamagedProject):  # the next one would meet the same
        raise
    except EvoError as error:
        tally.failed.append(f"{project.image(person.image_id).name}, {person.name}: {error}")
        return
    if drawn:
        tally.tiles.append(_drawn(project, person, annotation, found))


@dataclass
class _Tally:
    gesture: str
    """All fits are one step of undo."""
    reprojection: list[float] = field(default_factory=list)
    errors: list[tuple[float, float]] = field(default_factory=list)
    """MPJPE and PA-MPJPE in metres, where the truth is known."""
    kept: int = 0
    skipped: int = 0
    failed: list[str] = field(default_factory=list)
    tiles: list[NDArray] = field(default_factory=list)

    def add(self, found: Fitted, kept: bool, truth: NDArray | None) -> None:
        self.reprojection.append(found.reprojection_px)
        self.kept += kept
        if truth is not None:
            self.errors.append((float(mpjpe(found.positions, truth)), float(pa_mpjpe(found.positions, truth))))

    def result(self) -> dict[str, Any]:
        """What `--json` prints."""
        means = 1000 * np.mean(self.errors, axis=0) if self.errors else ()
        return {
            "people": len(self.reprojection),
            "reprojection_px": round(float(np.median(self.reprojection)), 2) if self.reprojection else None,
            **{key: round(float(mean), 1) for key, mean in zip(("mpjpe_mm", "pa_mpjpe_mm"), means, strict=False)},
            "work_kept": self.kept,
            "skipped": self.skipped,
            "failed": self.failed,
        }


def _fitted(annotation: Annotation) -> Fitted:
    if annotation.camera is None:
        raise CannotFit("the size of its image is unknown, and with it the camera.")
    return fit(annotation.keypoints, annotation.camera)


def _drawn(project: Project, person: PersonRecord, annotation: Annotation, found: Fitted) -> NDArray:
    import cv2

    from evopose.fitting import contact_sheet

    record = project.image(person.image_id)
    missing = np.zeros((*found.camera.size[::-1], 3), np.uint8)
    picture = None if record.missing else cv2.imread(str(project.image_path(person.image_id)))
    title = Path(record.name).stem + (f" #{person.number}" if person.number > 1 else "")
    shown = missing if picture is None else picture
    entry = contact_sheet.Entry(shown, annotation.keypoints, found.positions, found.camera, title)
    return contact_sheet.tile(entry)
