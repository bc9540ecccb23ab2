"""The tables of a project file, and how an older file becomes a current one."""

import sqlite3
from collections.abc import Sequence

from evopose.model.annotation import Status

APPLICATION_ID = 0x45564F31
"""'EVO1' in the file's header: what tells a project from any other SQLite file."""

STATUSES: tuple[Status, ...] = tuple(Status)
"""A status is stored as its position here."""

REMOVED = len(STATUSES)
"""Stored in its place for people who were taken out of their image: they are neither listed nor counted."""

DONE, UNDONE, REPLACED = 0, 1, 2
"""States of an edit."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
        "CREATE TABLE roots (id INTEGER PRIMARY KEY, relative TEXT NOT NULL, absolute TEXT NOT NULL)",
        """CREATE TABLE images (
            id INTEGER PRIMARY KEY, root INTEGER NOT NULL, name TEXT NOT NULL,
            status INTEGER NOT NULL DEFAULT 0, people INTEGER NOT NULL DEFAULT 0, truths INTEGER NOT NULL DEFAULT 0,
            width INTEGER NOT NULL, height INTEGER NOT NULL, orientation INTEGER NOT NULL, focal REAL,
            bytes INTEGER NOT NULL, hash TEXT NOT NULL, problem TEXT NOT NULL)""",
        "CREATE UNIQUE INDEX images_name ON images(root, name)",
        """CREATE TABLE people (
            id INTEGER PRIMARY KEY, image_id INTEGER NOT NULL, number INTEGER NOT NULL, status INTEGER NOT NULL)""",
        "CREATE INDEX people_image ON people(image_id)",
        "CREATE TABLE annotations (person_id INTEGER PRIMARY KEY, data BLOB NOT NULL)",
        "CREATE TABLE initials (person_id INTEGER PRIMARY KEY, source TEXT NOT NULL, data BLOB NOT NULL)",
        "CREATE TABLE truths (person_id INTEGER PRIMARY KEY, data BLOB NOT NULL)",
        "CREATE TABLE extras (person_id INTEGER PRIMARY KEY, data BLOB NOT NULL)",
        """CREATE TABLE variants (
            id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL, name TEXT NOT NULL, data BLOB NOT NULL)""",
        "CREATE UNIQUE INDEX variants_name ON variants(person_id, name)",
        """CREATE TABLE edits (
            id INTEGER PRIMARY KEY AUTOINCREMENT, state INTEGER NOT NULL DEFAULT 0, person_id INTEGER NOT NULL,
            gesture TEXT, label TEXT NOT NULL, author TEXT NOT NULL, time REAL NOT NULL,
            before BLOB NOT NULL, after BLOB NOT NULL)""",
        "CREATE INDEX edits_state ON edits(state)",
        "CREATE INDEX edits_person ON edits(person_id)",
    ),
)
"""Migration n leads from version n to n + 1. Written once, never changed afterwards."""

VERSION = len(MIGRATIONS)
"""The user_version of a current file."""


def migrate(db: sqlite3.Connection, migrations: Sequence[Sequence[str]] = MIGRATIONS) -> None:
    """Bring an empty or older file up to date, in one transaction."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version >= len(migrations):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        for step in migrations[version:]:
            for statement in step:
                db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {len(migrations)}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
