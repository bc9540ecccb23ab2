"""Bringing images and people into a project: nothing twice, and no work replaced."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import index

import numpy as np

from evopose.errors import UnknownName
from evopose.model.annotation import Annotation, Person, Status
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints
from evopose.project import log, people
from evopose.project.coding import decode_annotation, encode_annotation, encode_extra
from evopose.project.meeting import Verdict, judge, same_person
from evopose.project.records import Imported, Joined, PersonEntry, Photo
from evopose.project.roots import Roots
from evopose.project.schema import REMOVED, REPLACED, UNDONE

_PHOTO = "root, name, width, height, orientation, focal, bytes, hash, problem"


def add_images(db: sqlite3.Connection, roots: Roots, root: int, photos: Iterable[Photo]) -> Imported:
    """Add what is new. A photo is known by its name in its folder, or by content if the file of that name is gone."""
    photos = list(photos)
    known = dict(db.execute("SELECT name, id FROM images WHERE root = ?", (root,)))
    moved = _Moved(db, roots)
    ids, added, notices = np.empty(len(photos), np.int64), 0, []
    for position, photo in enumerate(photos):
        if (number := known.get(photo.name)) is not None:
            notices += _refresh(db, number, photo)
        elif (number := moved.find(photo)) is not None:
            db.execute("UPDATE images SET root = ?, name = ? WHERE id = ?", (root, photo.name, number))
        else:
            number, added = _insert(db, root, photo), added + 1
        known[photo.name] = ids[position] = number
    return Imported(ids, added, tuple(notices))


def _insert(db: sqlite3.Connection, root: int, photo: Photo) -> int:
    values = (root, photo.name, *photo.size, photo.orientation, photo.focal, photo.bytes, photo.hash, photo.problem)
    return int(db.execute(f"INSERT INTO images({_PHOTO}) VALUES (?,?,?,?,?,?,?,?,?)", values).lastrowid or 0)


def _refresh(db: sqlite3.Connection, number: int, photo: Photo) -> list[str]:
    """A file that was replaced, or that can be read at last: the new facts, unless the picture changed its size."""
    query = "SELECT width, height, hash FROM images WHERE id = ?"
    width, height, content = db.execute(query, (number,)).fetchone()
    if not photo.hash or photo.hash == content:
        return []
    if width and photo.size != (width, height):
        return [
            f"{photo.name} is now {photo.size[0]}×{photo.size[1]} instead of {width}×{height}: its people were kept."
        ]
    columns = "width = ?, height = ?, orientation = ?, focal = ?, bytes = ?, hash = ?, problem = ?"
    values = (*photo.size, photo.orientation, photo.focal, photo.bytes, photo.hash, photo.problem, number)
    db.execute(f"UPDATE images SET {columns} WHERE id = ?", values)
    return []


class _Moved:
    """Images by content whose files are no longer where they were."""

    def __init__(self, db: sqlite3.Connection, roots: Roots) -> None:
        self._db, self._roots = db, roots
        (self._any,) = db.execute("SELECT EXISTS (SELECT 1 FROM images)").fetchone()
        self._by_hash: dict[str, list[int]] | None = None

    def find(self, photo: Photo) -> int | None:
        if not self._any or not photo.hash:
            return None
        if self._by_hash is None:
            self._by_hash = self._read()
        candidates = self._by_hash.get(photo.hash, [])
        return next((number for number in candidates if self._gone(number)), None)

    def _read(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, content in self._db.execute("SELECT id, hash FROM images WHERE hash <> '' ORDER BY id"):
            found.setdefault(content, []).append(number)
        return found

    def _gone(self, number: int) -> bool:
        root, name = self._db.execute("SELECT root, name FROM images WHERE id = ?", (number,)).fetchone()
        return not (self._roots.path(root) / name).is_file()


def add_people(db: sqlite3.Connection, entries: Iterable[PersonEntry], author: str) -> Joined:
    """Add people; those who are there already get a variant, or, where nobody worked on them, the new annotation."""
    arrivals: dict[int, list[PersonEntry]] = {}
    for entry in entries:
        arrivals.setdefault(index(entry.image_id), []).append(entry)
    tally = dict.fromkeys(Verdict, 0)
    for image_id, group in arrivals.items():
        for verdict in _join_image(db, image_id, group, author):
            tally[verdict] += 1
    return Joined(tally[Verdict.NEW], tally[Verdict.TAKE], tally[Verdict.BESIDE], tally[Verdict.SAME])


def _join_image(db: sqlite3.Connection, image_id: int, group: Sequence[PersonEntry], author: str) -> list[Verdict]:
    size, focal = _picture(db, image_id)
    present = _present(db, image_id)
    verdicts = []
    for source in dict.fromkeys(entry.source for entry in group):
        free = dict(present)  # each file speaks of each person once
        for entry in (entry for entry in group if entry.source == source):
            person = replace(entry.person, annotation=_with_camera(entry.person.annotation, size, focal))
            match = same_person(person.annotation, free)
            if match is None:
                match = _insert_person(db, image_id, _unused_number(db, image_id), person, source)
                verdict = Verdict.NEW
            else:
                verdict = judge(free.pop(match)[0], person.annotation)
                _settle(db, match, person, source, verdict, author)
            if verdict in (Verdict.NEW, Verdict.TAKE):
                present[match] = (person.annotation,)
            verdicts.append(verdict)
    people.refresh_image(db, image_id)
    return verdicts


def _present(db: sqlite3.Connection, image_id: int) -> dict[int, tuple[Annotation, ...]]:
    """Of each person in an image the annotation now, and, where it was edited, what it was at first; none removed."""
    query = """SELECT p.id, a.data, (SELECT before FROM edits e WHERE e.person_id = p.id ORDER BY e.id LIMIT 1)
               FROM people p JOIN annotations a ON a.person_id = p.id WHERE p.image_id = ? AND p.status <> ?
               ORDER BY p.number"""
    rows = db.execute(query, (image_id, REMOVED))
    return {number: tuple(decode_annotation(data) for data in found if data) for number, *found in rows}


def _unused_number(db: sqlite3.Connection, image_id: int) -> int:
    """Nobody of this number can come back by undo."""
    query = "SELECT COALESCE(MAX(number), 0) FROM people WHERE image_id = ?"
    return 1 + int(db.execute(query, (image_id,)).fetchone()[0])


def _picture(db: sqlite3.Connection, image_id: int) -> tuple[tuple[int, int], float | None]:
    row = db.execute("SELECT width, height, focal FROM images WHERE id = ?", (image_id,)).fetchone()
    if row is None:
        raise UnknownName("image number", str(image_id), ["other numbers only"])
    return (row[0], row[1]), row[2]


def _with_camera(annotation: Annotation, size: tuple[int, int], focal: float | None) -> Annotation:
    """The file's camera, or one guessed from the image (focal length from EXIF, or 1.2 × the longer side)."""
    if annotation.camera is not None or not all(size):
        return annotation
    return replace(annotation, camera=Camera.guess(size, focal))


def _insert_person(db: sqlite3.Connection, image_id: int, number: int, person: Person, source: str) -> int:
    annotation = person.annotation
    values = (image_id, number, people.code_of(annotation))
    query = "INSERT INTO people(image_id, number, status) VALUES (?, ?, ?)"
    person_id = int(db.execute(query, values).lastrowid or 0)
    data = encode_annotation(annotation)
    db.execute("INSERT INTO annotations(person_id, data) VALUES (?, ?)", (person_id, data))
    _attach(db, person_id, person, source)
    return person_id


def _attach(db: sqlite3.Connection, person_id: int, person: Person, source: str) -> None:
    ghost = person.initial or person.annotation.pose
    if ghost is not None:
        people.put_initial(db, person_id, replace(person.annotation, pose=ghost, status=Status.UNTOUCHED), source)
    if person.truth is not None:
        people.put_truth(db, person_id, person.truth)
    if person.extra:
        values = (person_id, encode_extra(person.extra))
        db.execute("INSERT OR REPLACE INTO extras(person_id, data) VALUES (?, ?)", values)


def _settle(db: sqlite3.Connection, person_id: int, person: Person, source: str, verdict: Verdict, author: str) -> None:
    if verdict is Verdict.BESIDE:
        people.put_variant(db, person_id, source, person.annotation)
    if verdict is Verdict.TAKE:
        _take(db, person_id, person.annotation, author)
        _attach(db, person_id, person, source)


def _take(db: sqlite3.Connection, person_id: int, annotation: Annotation, author: str) -> None:
    """Into the log only where the person has one: taking in a file is no row of 100,000 undo steps."""
    before = people.current(db, person_id)
    if db.execute("SELECT 1 FROM edits WHERE person_id = ? LIMIT 1", (person_id,)).fetchone():
        entry = log.Entry(person_id, "Import", author, None, before, encode_annotation(annotation))
        log.append(db, entry)
    else:
        db.execute("UPDATE edits SET state = ? WHERE state = ?", (REPLACED, UNDONE))
    people.put(db, person_id, annotation)


def add_empty_people(db: sqlite3.Connection) -> int:
    """One person without keypoints in every image that never had anybody: who was removed stays removed."""
    nobody = "people = 0 AND NOT EXISTS (SELECT 1 FROM people p WHERE p.image_id = images.id)"
    found = db.execute(f"SELECT id, width, height, focal FROM images WHERE {nobody}").fetchall()
    for image_id, width, height, focal in found:
        annotation = _with_camera(Annotation(Keypoints.empty()), (width, height), focal)
        _insert_person(db, image_id, 1, Person(annotation), "")
    db.executemany("UPDATE images SET people = 1 WHERE id = ?", [(row[0],) for row in found])
    return len(found)


def await_person(db: sqlite3.Connection, image_id: int) -> int:
    """Somebody without keypoints, as if removed from the image: an edit brings them in. UnknownName.

    The number after those of the people who are listed: whoever had it can come back only after this one has gone.
    """
    size, focal = _picture(db, image_id)
    query = "SELECT COALESCE(MAX(number), 0) FROM people WHERE image_id = ? AND status <> ?"
    (last,) = db.execute(query, (image_id, REMOVED)).fetchone()
    annotation = _with_camera(Annotation(Keypoints.empty(), removed=True), size, focal)
    return _insert_person(db, image_id, last + 1, Person(annotation), "")
