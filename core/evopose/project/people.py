"""Reading and writing what is known of one person in the tables of a project."""

import sqlite3
from typing import Any

from evopose.errors import UnknownName
from evopose.model.annotation import Annotation
from evopose.model.pose import Pose
from evopose.project.coding import (
    UnreadableValue,
    decode_annotation,
    decode_extra,
    decode_pose,
    encode_annotation,
    encode_pose,
)
from evopose.project.records import PersonRecord
from evopose.project.schema import REMOVED, STATUSES
from evopose.project.table import image_status


def people_of(db: sqlite3.Connection, image_id: int) -> tuple[PersonRecord, ...]:
    """The people of an image, by number."""
    query = """SELECT p.id, p.number, p.status, v.name FROM people p LEFT JOIN variants v ON v.person_id = p.id
               WHERE p.image_id = ? AND p.status <> ? ORDER BY p.number, p.id, v.id"""
    found: dict[int, PersonRecord] = {}
    for person_id, number, status, fit in db.execute(query, (image_id, REMOVED)):
        fits = (*(found[person_id].fits if person_id in found else ()), *([fit] if fit is not None else []))
        found[person_id] = PersonRecord(person_id, image_id, number, STATUSES[status], fits)
    return tuple(found.values())


def image_of(db: sqlite3.Connection, person_id: int) -> int:
    """The image of a person; UnknownName if there is none."""
    found = db.execute("SELECT image_id FROM people WHERE id = ?", (person_id,)).fetchone()
    if found is None:
        raise UnknownName("person number", str(person_id), ["other numbers only"])
    return int(found[0])


def current(db: sqlite3.Connection, person_id: int) -> bytes:
    """The encoded annotation of a person; UnknownName if there is none."""
    found = db.execute("SELECT data FROM annotations WHERE person_id = ?", (person_id,)).fetchone()
    if found is None:
        image_of(db, person_id)
        raise UnreadableValue(f"The annotation of person {person_id} is gone.")
    return bytes(found[0])


def initial_of(db: sqlite3.Connection, person_id: int) -> Annotation | None:
    """The first fit."""
    found = db.execute("SELECT data FROM initials WHERE person_id = ?", (person_id,)).fetchone()
    return decode_annotation(found[0]) if found else None


def truth_of(db: sqlite3.Connection, person_id: int) -> Pose | None:
    """The true pose, where it is known."""
    found = db.execute("SELECT data FROM truths WHERE person_id = ?", (person_id,)).fetchone()
    return decode_pose(found[0]) if found else None


def extra_of(db: sqlite3.Connection, person_id: int) -> dict[str, Any]:
    """What else the file held that the person came from."""
    found = db.execute("SELECT data FROM extras WHERE person_id = ?", (person_id,)).fetchone()
    return decode_extra(found[0]) if found else {}


def variants_of(db: sqlite3.Connection, person_id: int) -> dict[str, Annotation]:
    """Other annotations of the same person, by name."""
    query = "SELECT name, data FROM variants WHERE person_id = ? ORDER BY id"
    return {name: decode_annotation(data) for name, data in db.execute(query, (person_id,))}


def put(db: sqlite3.Connection, person_id: int, annotation: Annotation, data: bytes | None = None) -> bool:
    """Make it the current one; whether that changed the person's status, and with it perhaps the image's."""
    data = encode_annotation(annotation) if data is None else data
    db.execute("UPDATE annotations SET data = ? WHERE person_id = ?", (data, person_id))
    code = code_of(annotation)
    query = "UPDATE people SET status = ? WHERE id = ? AND status <> ?"
    return db.execute(query, (code, person_id, code)).rowcount > 0


def code_of(annotation: Annotation) -> int:
    """What stands for the person's status in the file."""
    return REMOVED if annotation.removed else STATUSES.index(annotation.status)


def refresh_image(db: sqlite3.Connection, image_id: int) -> None:
    """Bring the columns of an image in line with its people."""
    present = "FROM people WHERE image_id = ? AND status <> ?"
    codes = [code for (code,) in db.execute(f"SELECT status {present}", (image_id, REMOVED))]
    truths = f"(SELECT count(*) FROM truths WHERE person_id IN (SELECT id {present}))"
    query = f"UPDATE images SET status = ?, people = ?, truths = {truths} WHERE id = ?"
    db.execute(query, (image_status(codes), len(codes), image_id, REMOVED, image_id))


def put_initial(db: sqlite3.Connection, person_id: int, annotation: Annotation, source: str) -> None:
    """Make it the ghost."""
    query = "INSERT OR REPLACE INTO initials(person_id, source, data) VALUES (?, ?, ?)"
    db.execute(query, (person_id, source, encode_annotation(annotation)))


def put_truth(db: sqlite3.Connection, person_id: int, truth: Pose) -> None:
    """Make it the truth."""
    db.execute("INSERT OR REPLACE INTO truths(person_id, data) VALUES (?, ?)", (person_id, encode_pose(truth)))


def put_variant(db: sqlite3.Connection, person_id: int, name: str, annotation: Annotation) -> None:
    """Another annotation of the same person; one of the same name is replaced."""
    query = """INSERT INTO variants(person_id, name, data) VALUES (?, ?, ?)
               ON CONFLICT(person_id, name) DO UPDATE SET data = excluded.data"""
    db.execute(query, (person_id, name, encode_annotation(annotation)))
