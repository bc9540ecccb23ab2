"""The log of edits: rows are only ever added, and marked as undone or replaced; undo and redo walk it."""

import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
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


@dataclass
class Step:
    """Edits that undo or redo takes together: neighbours in the log with the same gesture, or one alone."""

    state: int
    first: int = 0
    last: int = 0
    """Numbers of the edits at its ends."""
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Of each person that they changed, the numbers of their first and last edit."""

    def add(self, edit_id: int, person_id: int) -> None:
        """One more edit."""
        low, high = self.spans.get(person_id, (edit_id, edit_id))
        self.spans[person_id] = min(low, edit_id), max(high, edit_id)
        self.first, self.last = min(self.first or edit_id, edit_id), max(self.last, edit_id)


def next_step(db: sqlite3.Connection, state: int) -> Step | None:
    """What undo (state DONE) or redo (state UNDONE) would take; None if there is nothing."""
    rows = db.execute(f"SELECT id, person_id, gesture FROM edits WHERE state = ? ORDER BY id {_order(state)}", (state,))
    step, wanted = Step(state), None
    for edit_id, person_id, gesture in rows:
        if step.spans and (gesture is None or gesture != wanted):
            break
        step.add(edit_id, person_id)
        wanted = gesture
    rows.close()
    return step if step.spans else None


def held(db: sqlite3.Connection, step: Step) -> Iterator[tuple[int, bytes]]:
    """Of each person of a step what they hold once it is taken, encoded: at its start when undone, else at its end."""
    end, column = (0, "before") if step.state == DONE else (1, "after")
    for person_id, span in step.spans.items():
        (data,) = db.execute(f"SELECT {column} FROM edits WHERE id = ?", (span[end],)).fetchone()
        yield person_id, bytes(data)


def take(db: sqlite3.Connection, step: Step) -> Edit:
    """Mark a step as undone, or as done again; its last edit, from what its person held at first."""
    state = UNDONE if step.state == DONE else DONE
    values = (state, step.first, step.last, step.state)
    db.execute("UPDATE edits SET state = ? WHERE id BETWEEN ? AND ? AND state = ?", values)
    last = read(db, step.last)
    start = read(db, step.spans[last.person_id][0])
    return replace(last, before=start.before, people=len(step.spans))


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


def _edit(row: tuple[int, int, int, str, bytes, bytes, str, float, str | None, int]) -> Edit:
    edit_id, person_id, image_id, label, before, after, author, moment, gesture, state = row
    ends = decode_annotation(before), decode_annotation(after)
    return Edit(edit_id, person_id, image_id, label, *ends, author, moment, gesture, _STATES[state])
