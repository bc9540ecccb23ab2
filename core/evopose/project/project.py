"""A project: the façade over its file. Every change is one transaction; nothing else needs saving."""

from collections.abc import Collection, Iterable, Mapping
from operator import index
from pathlib import Path
from types import TracebackType
from typing import Self

from evopose.jobs import finish
from evopose.model.annotation import Annotation
from evopose.project import importing, opening, people, recovery, relinking, work
from evopose.project.contents import Contents
from evopose.project.records import Edit, Imported, Joined, PersonEntry, PersonRecord, Photo, Recovered, Relinked
from evopose.project.schema import DONE, UNDONE


class Project(Contents):
    """One open project: its contents, and all that changes them. Use from one thread; `with` closes it."""

    def __init__(self, opened: opening.Opened) -> None:
        super().__init__(opened)
        self._lock = opened.lock
        self.author: str = opened.author
        """Who the log names; may be set."""

    @classmethod
    def create(cls, path: Path, *, images_root: Path | None = None, author: str = "") -> "Project":
        """A new, empty project; BadOption if something is there already, NotWritable if the folder is not."""
        return cls(opening.create(path, images_root, author))

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> "Project":
        """An existing project; read-only (see `notices`) where it cannot be written or another window has it.

        Raises MissingFile, BadProject, NewerProject, DamagedProject, UnsafeFile.
        """
        return cls(opening.open_project(path, read_only))

    @staticmethod
    def recover(path: Path, target: Path | None = None) -> Recovered:
        """Copy what can be read of a damaged project into NAME-recovered.evo, and say what is lost."""
        return recovery.recover(path, target)

    # edits

    def edit(self, person_id: int, label: str, after: Annotation, gesture: str | None = None) -> Edit:
        """Make `after` the current annotation, in one transaction; on any error all stays as it was.

        An untouched person comes into work unless `after` says otherwise, as does one who was done or rejected when
        keypoints or pose change. Edits that follow each other with the same `gesture` are undone together, be they of
        one person or of many.
        """
        with self._store.writing() as db:
            done, changed = work.edited(db, index(person_id), label, after, self.author, gesture)
        self._tell(changed)
        return done

    def set_initial(
        self, person_id: int, annotation: Annotation, source: str, gesture: str | None = None
    ) -> Edit | None:
        """A fit: it becomes the ghost, and, where nobody has worked on the person, the current annotation ("Fit").

        The edit, or None where the person's own work stays.
        """
        with self._store.writing() as db:
            done = work.fitted(db, index(person_id), annotation, source, self.author, gesture)
        return done[0] if done else None

    def add_person(self, image_id: int) -> PersonRecord:
        """One more person to annotate in an image ("Add person"); UnknownName if there is no such image."""
        with self._store.writing() as db:
            done, changed = work.added(db, index(image_id), self.author)
        self._tell(changed)
        return next(person for person in self.people(image_id) if person.id == done.person_id)

    def remove_person(self, person_id: int) -> Edit:
        """Take a person out of their image ("Remove person"): not listed, counted or exported, until it is undone."""
        with self._store.writing() as db:
            done, changed = work.removed(db, index(person_id), self.author)
        self._tell(changed)
        return done

    def add_variant(self, person_id: int, name: str, annotation: Annotation) -> None:
        """Put another annotation of the same person beside the current one; one of the same name is replaced."""
        with self._store.writing() as db:
            people.image_of(db, index(person_id))
            people.put_variant(db, index(person_id), name, annotation)

    def undo(self) -> Edit | None:
        """Take back the last edit of the project, with all of its gesture, in one transaction; its person then holds
        its `before`. None if there is nothing."""
        return self._walk(DONE)

    def redo(self) -> Edit | None:
        """Bring back what was undone last; its person then holds its `after`. None if there is nothing."""
        return self._walk(UNDONE)

    # bringing in

    def add_images(self, photos: Iterable[Photo], root: Path | None = None) -> Imported:
        """Bring in images of the folder `root` (the project's first). Images that are there stay what they are."""
        with self._store.writing() as db:
            number = self._roots.number(db, root or self._roots.first)
            done = importing.add_images(db, self._roots, number, photos)
        self._reload()
        return done

    def add_people(self, entries: Iterable[PersonEntry]) -> Joined:
        """Bring in people. Where they meet work, they are put beside it as variants; they never replace it."""
        with self._store.writing() as db:
            done = importing.add_people(db, entries, self.author)
        self._reload()
        return done

    def add_empty_people(self) -> int:
        """One person to annotate in every image that has none; how many were added."""
        with self._store.writing() as db:
            added = importing.add_empty_people(db)
        self._reload()
        return added

    def relocate(self, folder: Path, names: Mapping[int, str]) -> None:
        """Images have their files in `folder` from now on, under these names."""
        with self._store.writing() as db:
            numbered = {index(number): name for number, name in names.items()}
            relinking.move(db, self._roots.number(db, folder), numbered)
        self._reload()

    def relink(self, folder: Path) -> Relinked:
        """Find moved images in `folder`: by relative name, by name and content, by content."""
        found = finish(relinking.search(self.wanted(), folder))
        self.relocate(folder, found.names)
        return Relinked(len(found.names), found.missing)

    def save_copy(self, path: Path) -> None:
        """A copy of the whole project, with its log and of the same images; also where its own file is gone.

        NotWritable where there is something already, or nothing can be written.
        """
        self._store.copy_to(path, self._roots)

    # the end

    def close(self) -> None:
        """Close the file and let others write; harmless when closed."""
        self._store.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _walk(self, state: int) -> Edit | None:
        with self._store.writing() as db:
            done = work.walked(db, state)
        if done is None:
            return None
        self._tell(done[1])
        return done[0]

    def _tell(self, changed: Collection[int]) -> None:
        with self._store.reading() as db:
            self.images.update(db, changed)

    def _reload(self) -> None:
        with self._store.reading() as db:
            self.images.load(db)
            self._roots.load(db)
