"""Changes of a person's annotation with their row in the log, within a transaction of the caller's."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from evopose.errors import EvoError
from evopose.model.annotation import Annotation, Status
from evopose.project import importing, log, people
from evopose.project.coding import decode_annotation, encode_annotation
from evopose.project.records import Edit


class RemovedPerson(EvoError):
    """An edit of somebody who is not in the image any more."""

    def __init__(self, person_id: int) -> None:
        super().__init__(f"Person {person_id} of the project was removed from the image: undo brings them back.")


Done = tuple[Edit, set[int]]
"""An edit, and the images whose columns it changed."""


def edited(
    db: sqlite3.Connection, person_id: int, label: str, after: Annotation, author: str, gesture: str | None
) -> Done:
    """Make `after` the current annotation; RemovedPerson.

    An untouched person comes into work unless `after` says otherwise, and so does one who was done or rejected when
    their keypoints or pose change: who changes them has not finished.
    """
    before, earlier = _present(db, person_id)
    finished = earlier.status in (Status.DONE, Status.REJECTED)
    if earlier.status is after.status and (not finished or _content(earlier) != _content(after)):
        after = replace(after, status=Status.WORK)
    return _logged(db, person_id, label, (before, earlier), after, author, gesture)


def fitted(
    db: sqlite3.Connection, person_id: int, fit: Annotation, source: str, author: str, gesture: str | None
) -> Done | None:
    """Make `fit` the ghost, and, where nobody has worked on a pose, the current annotation; None where work stays."""
    before, earlier = _present(db, person_id)
    people.put_initial(db, person_id, fit, source)
    if earlier.pose is not None and earlier.status is not Status.UNTOUCHED:
        return None
    return _logged(db, person_id, "Fit", (before, earlier), replace(fit, status=earlier.status), author, gesture)


def added(db: sqlite3.Connection, image_id: int, author: str) -> Done:
    """Somebody new in an image, to be annotated; UnknownName."""
    person_id = importing.await_person(db, image_id)
    before = people.current(db, person_id)
    earlier = decode_annotation(before)
    return _logged(db, person_id, "Add person", (before, earlier), replace(earlier, removed=False), author, None)


def removed(db: sqlite3.Connection, person_id: int, author: str) -> Done:
    """Take somebody out of their image; they are kept, and undo brings them back. RemovedPerson."""
    before, earlier = _present(db, person_id)
    return _logged(db, person_id, "Remove person", (before, earlier), replace(earlier, removed=True), author, None)


def walked(db: sqlite3.Connection, state: int) -> Done | None:
    """Undo (state DONE) or redo (state UNDONE) one step, of however many edits and people; None if there is none."""
    step = log.next_step(db, state)
    if step is None:
        return None
    held = log.held(db, step)
    changed = [person_id for person_id, data in held if people.put(db, person_id, decode_annotation(data), data)]
    return log.take(db, step), _refreshed(db, changed)


def _content(annotation: Annotation) -> bytes:
    """Without what only marks it."""
    return encode_annotation(Annotation(annotation.keypoints, None, annotation.pose))


def _present(db: sqlite3.Connection, person_id: int) -> tuple[bytes, Annotation]:
    before = people.current(db, person_id)
    earlier = decode_annotation(before)
    if earlier.removed:
        raise RemovedPerson(person_id)
    return before, earlier


def _logged(
    db: sqlite3.Connection,
    person_id: int,
    label: str,
    before: tuple[bytes, Annotation],
    after: Annotation,
    author: str,
    gesture: str | None,
) -> Done:
    data, image_id = encode_annotation(after), people.image_of(db, person_id)
    changed = _refreshed(db, [person_id] if people.put(db, person_id, after, data) else [])
    number, moment = log.append(db, log.Entry(person_id, label, author, gesture, before[0], data))
    return Edit(number, person_id, image_id, label, before[1], after, author, moment, gesture, "done"), changed


def _refreshed(db: sqlite3.Connection, changed: Iterable[int]) -> set[int]:
    images = {people.image_of(db, person_id) for person_id in changed}
    for image_id in images:
        people.refresh_image(db, image_id)
    return images
