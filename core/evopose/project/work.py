"""Changes of a person's annotation with their row in the log, within a transaction of the caller's."""

import sqlite3
from dataclasses import replace

from evopose.model.annotation import Annotation, Status
from evopose.project import log, people
from evopose.project.coding import decode_annotation, encode_annotation
from evopose.project.records import Edit


def edited(
    db: sqlite3.Connection, person_id: int, label: str, after: Annotation, author: str, gesture: str | None
) -> tuple[Edit, int | None]:
    """Make `after` the current annotation; the edit, and the new status of the image (a code) where it changes.

    An untouched person comes into work unless `after` says otherwise.
    """
    before = people.current(db, person_id)
    earlier = decode_annotation(before)
    if earlier.status is after.status is Status.UNTOUCHED:
        after = replace(after, status=Status.WORK)
    return _logged(db, person_id, label, (before, earlier), after, author, gesture)


def fitted(
    db: sqlite3.Connection, person_id: int, fit: Annotation, source: str, author: str
) -> tuple[Edit, int | None] | None:
    """Make `fit` the ghost, and, where nobody has worked on a pose, the current annotation; None where work stays."""
    before = people.current(db, person_id)
    earlier = decode_annotation(before)
    people.put_initial(db, person_id, fit, source)
    if earlier.pose is not None and earlier.status is not Status.UNTOUCHED:
        return None
    return _logged(db, person_id, "Fit", (before, earlier), replace(fit, status=earlier.status), author, None)


def _logged(
    db: sqlite3.Connection,
    person_id: int,
    label: str,
    before: tuple[bytes, Annotation],
    after: Annotation,
    author: str,
    gesture: str | None,
) -> tuple[Edit, int | None]:
    data = encode_annotation(after)
    image_id, code = people.image_of(db, person_id), people.put(db, person_id, after, data)
    number, moment = log.append(db, log.Entry(person_id, label, author, gesture, before[0], data))
    return Edit(number, person_id, image_id, label, before[1], after, author, moment, gesture, "done"), code
