"""Poses on their way to the Annotate page: pictures of a mannequin in each, in the open project or in a new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from evopose.jobs import Job, Progress
from evopose.model.array import NDArray
from evopose.project import photos
from evopose.project.interchange import read_annotations
from evopose.project.new_project import Made, came
from evopose.project.project import Project
from evopose.project.records import PersonEntry
from evostudio import places
from evostudio.dialogs.form import count
from evostudio.documents.document import Document
from evostudio.paths import shown
from evostudio.studio import Studio
from evostudio.tasks.process import Task
from evostudio.tasks.steps import StepsTask

PIXELS = 640
TITLE = "Sending to Annotate"
MOST = 500
"""Poses at once: a picture takes a second or two."""


@dataclass(frozen=True)
class Lifted:
    """Poses that a lifter got wrong: they are refined from what it made of them."""

    starts: Path
    """A file of what it made of the population's poses, row by row."""
    names: Sequence[str]
    """Of the pictures."""
    title: str
    """Whose poses they are, for the notice."""


class Sending:
    """One lot of poses. The pictures are taken in another process; the open project is written in this one."""

    def __init__(
        self, studio: Studio, document: Document, population: Path, rows: NDArray, lifted: Lifted | None = None
    ) -> None:
        self._studio, self._document = studio, document
        self._into = _writable(document)
        folder = (places.data_folder() if self._into is None else self._into.parent) / "poses"
        stamp = datetime.now().strftime("%Y-%m-%d %H%M%S")
        self._made = folder / f"{population.stem} {stamp}" / "poses.evo"
        self._name = population.name if lifted is None else lifted.title
        self._at_once = lifted is not None and (self._into is not None or document.project is None)
        """Annotate opens with them; what is open there stays open."""
        words = ["portray", str(population), "--out", str(self._made), "--longer-side", str(PIXELS), "--rows"]
        words += map(str, rows.tolist())
        if lifted is not None:
            words += ["--starts", str(lifted.starts), "--names", *lifted.names]
        self.task = Task(TITLE, words)
        self.task.succeeded.connect(lambda result: self._taken(result))  # keeps this alive as long as the task

    def start(self) -> None:
        """Have the pictures taken."""
        self._studio.start(self.task)

    def _taken(self, result: dict[str, Any]) -> None:
        if result["left_out"]:
            self._studio.notify("\n".join(result["left_out"]), "warning", about="left out")
        if self._into is not None and self._document.path == self._into and self._document.project is not None:
            task = StepsTask(TITLE, added(self._document.project, self._made))
            task.succeeded.connect(lambda made: self._added(made))
            self._studio.start(task)
            return
        self._tell(result["people"], self._made, lambda: self._studio.open_project(self._made))

    def _added(self, made: tuple[Made, str]) -> None:
        done, first = made
        self._document.refresh()
        assert self._into is not None
        self._tell(done.people, self._into, lambda: self._document.select_named(first))

    def _tell(self, people: int, project: Path, show: Callable[[], object]) -> None:
        def refine() -> None:
            show()
            self._studio.show_page("annotate")

        if self._at_once:
            refine()
            return
        told = f"{count(people, 'pose')} of {self._name} can be refined in {shown(project)}."
        self._studio.notify(told, "info", ("Refine", refine), about="sent")


def send(
    studio: Studio, document: Document, population: Path, rows: NDArray, lifted: Lifted | None = None
) -> Sending | None:
    """Begin; None, and a sentence, where that are too many at once. Those that were `lifted` open at once."""
    if not 0 < len(rows) <= MOST:
        studio.notify(f"{len(rows):,} poses were chosen; at most {MOST:,} can be sent at once.", "warning")
        return None
    sending = Sending(studio, document, population, rows, lifted)
    sending.start()
    return sending


def added(project: Project, source: Path) -> Job[tuple[Made, str]]:
    """The pictures and poses of a project beside another into that one; what came, and the first image's name."""
    yield Progress(0, 0, "reading the pictures")
    annotated, folder = read_annotations(source), source.parent / "images"
    found = []
    for done, image in enumerate(annotated):
        yield Progress(done, len(annotated), "adding the pictures")
        found.append(photos.probe(folder, image.file_name))
    brought = project.add_images(found, folder)
    pairs = zip(brought.ids.tolist(), annotated, strict=True)
    joined = project.add_people([PersonEntry(n, person, "portray") for n, image in pairs for person in image.people])
    source.unlink()  # its pictures belong to the other project now
    return came(project, joined, brought.notices), project.image(int(brought.ids[0])).name


def _writable(document: Document) -> Path | None:
    """The open project that poses can be added to."""
    return document.path if document.project is not None and not document.read_only else None
