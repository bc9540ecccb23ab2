"""What is in an open project: the answers to questions, each from one look into its file. Nothing is changed here."""

from dataclasses import replace
from operator import index
from pathlib import Path
from typing import Any

from evopose.model.annotation import Annotation, Status
from evopose.model.camera import Camera
from evopose.model.pose import Pose
from evopose.project import images, log, opening, people, relinking
from evopose.project.coding import decode_annotation
from evopose.project.records import Edit, ImageRecord, PersonRecord
from evopose.project.schema import DONE, UNDONE
from evopose.project.table import ImageTable


class Contents:
    """Images, people and the log. Numbers of images and people may be NumPy's."""

    def __init__(self, opened: opening.Opened) -> None:
        self._store, self._roots = opened.store, opened.roots
        self.path: Path = opened.store.path
        self.read_only: bool = opened.store.read_only
        self.notices: tuple[str, ...] = opened.notices
        """What the user should know about how it was opened."""
        self.images: ImageTable = opened.images

    @property
    def gone(self) -> bool:
        """Whether its file was deleted, moved or replaced since it was opened; edits are refused then."""
        return not self.read_only and self._store.gone

    # images

    @property
    def images_root(self) -> Path:
        """The first folder of images."""
        return self._roots.first

    def image(self, image_id: int) -> ImageRecord:
        """One image; UnknownName if there is none of this number."""
        with self._store.reading() as db:
            return images.record(db, self._roots, index(image_id))

    def image_path(self, image_id: int) -> Path:
        """Its file; MissingFile, which says how to find it again, if it is not there."""
        with self._store.reading() as db:
            return images.file(db, self._roots, index(image_id))

    def counts(self) -> dict[Status, int]:
        """How many images there are of each status."""
        return self.images.counts()

    def wanted(self) -> tuple[relinking.Wanted, ...]:
        """All images with the files that they should have: what `relinking.search` looks for."""
        with self._store.reading() as db:
            return tuple(relinking.wanted(db, self._roots))

    # people

    def people(self, image_id: int) -> tuple[PersonRecord, ...]:
        """The people of an image, by number."""
        with self._store.reading() as db:
            return people.people_of(db, index(image_id))

    def annotation(self, person_id: int) -> Annotation:
        """What is known of a person now; UnknownName if there is none of this number."""
        with self._store.reading() as db:
            found = decode_annotation(people.current(db, index(person_id)))
        if found.camera is None and all(size := self.image(self.image_of(person_id)).size):
            return replace(found, camera=Camera.guess(size, self.image(self.image_of(person_id)).focal))
        return found

    def image_of(self, person_id: int) -> int:
        """The image in which a person is."""
        with self._store.reading() as db:
            return people.image_of(db, index(person_id))

    def extra(self, person_id: int) -> dict[str, Any]:
        """What else the file held that the person came from."""
        with self._store.reading() as db:
            return people.extra_of(db, index(person_id))

    def initial(self, person_id: int) -> Annotation | None:
        """The last automatic or imported fit: the ghost."""
        with self._store.reading() as db:
            return people.initial_of(db, index(person_id))

    def truth(self, person_id: int) -> Pose | None:
        """The true pose (camera frame), where it is known."""
        with self._store.reading() as db:
            return people.truth_of(db, index(person_id))

    def variants(self, person_id: int) -> dict[str, Annotation]:
        """Other annotations of the same person, by name, for comparing."""
        with self._store.reading() as db:
            return people.variants_of(db, index(person_id))

    # the log

    @property
    def can_undo(self) -> str | None:
        """Label of what `undo` would take back."""
        with self._store.reading() as db:
            return None if self.read_only else log.next_label(db, DONE)

    @property
    def can_redo(self) -> str | None:
        """Label of what `redo` would bring back."""
        with self._store.reading() as db:
            return None if self.read_only else log.next_label(db, UNDONE)

    def history(self, image_id: int | None = None, limit: int = 100) -> list[Edit]:
        """The last edits of one image or of all, newest first, also those that were undone."""
        with self._store.reading() as db:
            return list(log.history(db, None if image_id is None else index(image_id), limit))
