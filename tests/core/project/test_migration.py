"""Projects of an older version."""

import sqlite3

import pytest

from evopose.errors import (
    BadProject,
)
from evopose.project import header, schema
from evopose.project.project import Project


def test_an_older_project_is_brought_up_to_date_when_opened(path, monkeypatch, make):
    step = ("ALTER TABLE images ADD COLUMN remark TEXT NOT NULL DEFAULT ''",)
    monkeypatch.setattr(schema.migrate, "__defaults__", ((*schema.MIGRATIONS, step),))
    for module in (schema, header):
        monkeypatch.setattr(module, "VERSION", schema.VERSION + 1 if module is schema else schema.VERSION)
    with pytest.raises(BadProject, match="older version"):
        Project.open(path, read_only=True)
    with Project.open(path) as project:
        assert len(project.images) == 3
        project.edit(1, "Turn", make(5))
        assert project._store.db.execute("SELECT DISTINCT remark FROM images").fetchall() == [("",)]
        assert project._store.db.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)


def test_a_migration_that_fails_changes_nothing(path, monkeypatch):
    broken = ("CREATE TABLE extra_one (id)", "CREATE TABLE images (id)")
    content = path.read_bytes()
    db = sqlite3.connect(path, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        schema.migrate(db, (*schema.MIGRATIONS, broken))
    assert db.execute("SELECT * FROM sqlite_master WHERE name = 'extra_one'").fetchall() == []
    assert db.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    db.close()
    assert path.read_bytes()[100:] == content[100:]
