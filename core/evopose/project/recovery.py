"""Copying what can be read of a damaged project into a new one. The damaged file itself is only read."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from evopose.errors import DamagedProject, MissingFile
from evopose.model.annotation import Annotation
from evopose.model.keypoints import Keypoints
from evopose.project import opening, salvage
from evopose.project.coding import UnreadableValue, decode_annotation, decode_pose, encode_annotation
from evopose.project.people import code_of, refresh_image
from evopose.project.records import Recovered
from evopose.project.roots import Roots
from evopose.project.schema import DONE

_BLOBS = {"annotations": (1,), "initials": (2,), "variants": (3,), "edits": (7, 8)}
"""Columns that must decode as annotations."""


def recover(path: Path, target: Path | None = None) -> Recovered:
    """Make NAME-recovered.evo (or `target`) of a damaged project.

    Raises MissingFile, BadOption if the target exists, DamagedProject if nothing at all can be read.
    """
    if not path.is_file():
        raise MissingFile(path, "project")
    target = target or path.with_name(f"{path.stem}-recovered{path.suffix}")
    with tempfile.TemporaryDirectory(prefix="evopose-") as folder:
        copy = _copied(path, Path(folder))
        made = opening.create(target, None, "")
        try:
            with made.store.writing() as db, closing(salvage.opened(copy, target)) as damaged:
                lost = [*_tables(damaged, db), *_mend(db)]
                roots = Roots(path.absolute())
                roots.load(db)
                roots.move(db, made.store.path)
                counts = [db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in _COUNTED]
            if not counts[0]:
                raise DamagedProject(path, "nothing in it can be read as a project. If there is a copy, use that.")
        except BaseException:
            made.store.close()
            made.lock.release()
            target.unlink(missing_ok=True)
            raise
        made.store.close()
        made.lock.release()
    return Recovered(target, counts[0], counts[1], counts[2], tuple(lost))


_COUNTED = ("images", "people", "edits")


def _copied(path: Path, folder: Path) -> Path:
    copy = folder / "damaged.evo"
    try:
        shutil.copyfile(path, copy)
        wal = path.with_name(path.name + "-wal")
        if wal.exists():
            shutil.copyfile(wal, folder / "damaged.evo-wal")
    except OSError as error:
        raise DamagedProject(path, f"the drive does not give it back ({error.strerror}).") from error
    return copy


def _tables(damaged: sqlite3.Connection, db: sqlite3.Connection) -> Iterator[str]:
    db.execute("DELETE FROM roots")
    highest = 0
    for table in (
        "meta",
        "roots",
        "images",
        "people",
        "annotations",
        "initials",
        "truths",
        "extras",
        "variants",
        "edits",
    ):
        rows = salvage.Rows(damaged, table, _columns(db, table), highest)
        for row in rows:
            if _decodes(table, row):
                _insert(db, table, row)
            else:
                rows.lost += 1
        highest = max(highest, rows.highest)
        if rows.lost or rows.broken:
            yield f"{table}: parts of the table were damaged" + (f", {rows.lost} rows lost" if rows.lost else "")


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]


def _insert(db: sqlite3.Connection, table: str, row: tuple[object, ...]) -> None:
    with suppress(sqlite3.IntegrityError):
        db.execute(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def _decodes(table: str, row: tuple[object, ...]) -> bool:
    try:
        for column in _BLOBS.get(table, ()):
            decode_annotation(row[column])  # type: ignore[arg-type]
        if table == "truths":
            decode_pose(row[1])  # type: ignore[arg-type]
    except UnreadableValue:
        return False
    return True


def _mend(db: sqlite3.Connection) -> Iterator[str]:
    """People without an annotation get the last one that the log knows; people without an image get a name for it."""
    orphans = "SELECT DISTINCT image_id FROM people WHERE image_id NOT IN (SELECT id FROM images)"
    for (image_id,) in db.execute(orphans).fetchall():
        values = (image_id, 1, f"lost-{image_id}", 0, 0, 1, 0, "", "its entry was damaged")
        columns = "id, root, name, width, height, orientation, bytes, hash, problem"
        db.execute(f"INSERT INTO images({columns}) VALUES (?,?,?,?,?,?,?,?,?)", values)
    bare = "SELECT id FROM people WHERE id NOT IN (SELECT person_id FROM annotations)"
    for (person_id,) in db.execute(bare).fetchall():
        data = _last_known(db, person_id)
        if data is None:
            yield f"person {person_id}: the annotation is lost"
        data = data or encode_annotation(Annotation(Keypoints.empty()))
        db.execute("INSERT INTO annotations(person_id, data) VALUES (?, ?)", (person_id, data))
    _restate(db)


def _last_known(db: sqlite3.Connection, person_id: int) -> bytes | None:
    query = "SELECT after FROM edits WHERE person_id = ? AND state = ? ORDER BY id DESC LIMIT 1"
    found = db.execute(query, (person_id, DONE)).fetchone()
    found = found or db.execute("SELECT data FROM initials WHERE person_id = ?", (person_id,)).fetchone()
    return bytes(found[0]) if found else None


def _restate(db: sqlite3.Connection) -> None:
    """Statuses again from the annotations, which are the truth."""
    for person_id, data in db.execute("SELECT person_id, data FROM annotations").fetchall():
        db.execute("UPDATE people SET status = ? WHERE id = ?", (code_of(decode_annotation(data)), person_id))
    for (image_id,) in db.execute("SELECT id FROM images").fetchall():
        refresh_image(db, image_id)
