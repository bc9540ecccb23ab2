"""The log of edits: rows are only ever added, and marked as undone or replaced; undo and redo walk it."""

import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from evopose.project.coding import decode_annotation
from evopose.project.records import Edit
from evopose.project.schema import DONE, REPLACED, UNDONE

_COLUMNS = "e.id, e.person_id, p.image_id, e.label, e.before, e.after, e.author, e.time, e.gesture, e.state"
_TABLES = "edits e JOIN people p ON p.id = e.person_id"
_STATES: tuple[Literal["done", "undone", "replaced"], ...] = ("done", "undone", "replaced")


@dataclass(frozen=True)
class Entry:
    """What an edit adds to the log."""

    person_id: int
    label: str
    author: str
    gesture: str | None
    before: bytes
    after: bytes


def append(db: sqlite3.Connection, entry: Entry) -> tuple[int, float]:
    """Add a row; what was undone can no longer be redone, but stays in the log. Gives its number and time."""
    db.execute("UPDATE edits SET state = ? WHERE state = ?", (REPLACED, UNDONE))
    now = time.time()
    query = "INSERT INTO edits(person_id, gesture, label, author, time, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)"
    values = (entry.person_id, entry.gesture, entry.label, entry.author, now, entry.before, entry.after)
    return int(db.execute(query, values).lastrowid or 0), now


def take_back(db: sqlite3.Connection) -> Edit | None:
    """Mark the last edit (with all of its gesture) as undone; its `before` is what then holds."""
    ids = _group(db, DONE)
    if not ids:
        return None
    last, first = read(db, ids[0]), read(db, ids[-1])
    _mark(db, ids, UNDONE)
    return replace(last, before=first.before, state="undone")


def bring_back(db: sqlite3.Connection) -> Edit | None:
    """Mark the edit that was undone last (with all of its gesture) as done; its `after` is what then holds."""
    ids = _group(db, UNDONE)
    if not ids:
        return None
    first, last = read(db, ids[0]), read(db, ids[-1])
    _mark(db, ids, DONE)
    return replace(last, before=first.before, state="done")


def next_label(db: sqlite3.Connection, state: int) -> str | None:
    """What undo (state DONE) or redo (state UNDONE) would take."""
    found = db.execute(
        f"SELECT label FROM edits WHERE state = ? ORDER BY id {_order(state)} LIMIT 1", (state,)
    ).fetchone()
    return str(found[0]) if found else None


def read(db: sqlite3.Connection, edit_id: int) -> Edit:
    """One row."""
    return _edit(db.execute(f"SELECT {_COLUMNS} FROM {_TABLES} WHERE e.id = ?", (edit_id,)).fetchone())


def history(db: sqlite3.Connection, image_id: int | None, limit: int) -> Iterator[Edit]:
    """The last edits, of one image or of all, newest first."""
    where = "WHERE e.person_id IN (SELECT id FROM people WHERE image_id = ?)" if image_id is not None else ""
    values = (limit,) if image_id is None else (image_id, limit)
    return map(_edit, db.execute(f"SELECT {_COLUMNS} FROM {_TABLES} {where} ORDER BY e.id DESC LIMIT ?", values))


def _order(state: int) -> str:
    return "DESC" if state == DONE else "ASC"


def _group(db: sqlite3.Connection, state: int) -> list[int]:
    """Numbers of the edits that undo or redo takes together: neighbours with the same gesture and person."""
    rows = db.execute(f"SELECT id, person_id, gesture FROM edits WHERE state = ? ORDER BY id {_order(state)}", (state,))
    ids: list[int] = []
    wanted: tuple[int, str | None] | None = None
    for edit_id, person_id, gesture in rows:
        if wanted is not None and (gesture is None or (person_id, gesture) != wanted):
            break
        ids.append(edit_id)
        wanted = (person_id, gesture)
    rows.close()
    return ids


def _mark(db: sqlite3.Connection, ids: list[int], state: int) -> None:
    db.executemany("UPDATE edits SET state = ? WHERE id = ?", [(state, edit_id) for edit_id in ids])


def _edit(row: tuple[int, int, int, str, bytes, bytes, str, float, str | None, int]) -> Edit:
    edit_id, person_id, image_id, label, before, after, author, moment, gesture, state = row
    ends = decode_annotation(before), decode_annotation(after)
    return Edit(edit_id, person_id, image_id, label, *ends, author, moment, gesture, _STATES[state])
