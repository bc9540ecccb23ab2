"""Changes of a person's annotation with their row in the log, within a transaction of the caller's."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from evopose.model.annotation import Annotation, Status
from evopose.project import log, people
from evopose.project.coding import decode_annotation, encode_annotation
from evopose.project.records import Edit

Done = tuple[Edit, set[int]]
"""An edit, and the images whose columns it changed."""


def edited(
    db: sqlite3.Connection, person_id: int, label: str, after: Annotation, author: str, gesture: str | None
) -> Done:
    """Make `after` the current annotation.

    An untouched person comes into work unless `after` says otherwise.
    """
    before = people.current(db, person_id)
    earlier = decode_annotation(before)
    if earlier.status is after.status is Status.UNTOUCHED:
        after = replace(after, status=Status.WORK)
    return _logged(db, person_id, label, (before, earlier), after, author, gesture)


def fitted(
    db: sqlite3.Connection, person_id: int, fit: Annotation, source: str, author: str, gesture: str | None
) -> Done | None:
    """Make `fit` the ghost, and, where nobody has worked on a pose, the current annotation; None where work stays."""
    before = people.current(db, person_id)
    earlier = decode_annotation(before)
    people.put_initial(db, person_id, fit, source)
    if earlier.pose is not None and earlier.status is not Status.UNTOUCHED:
        return None
    return _logged(db, person_id, "Fit", (before, earlier), replace(fit, status=earlier.status), author, gesture)


def walked(db: sqlite3.Connection, state: int) -> Done | None:
    """Undo (state DONE) or redo (state UNDONE) one step, of however many edits and people; None if there is none."""
    step = log.next_step(db, state)
    if step is None:
        return None
    held = log.held(db, step)
    changed = [person_id for person_id, data in held if people.put(db, person_id, decode_annotation(data), data)]
    return log.take(db, step), _refreshed(db, changed)


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
