"""Disks that are full and drives that cannot lock: it is told, and nothing is lost."""

import errno
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from evopose.errors import (
    NotWritable,
)
from evopose.project import store
from evopose.project.project import Project


def test_a_full_disk_raises_and_leaves_the_state_as_it_was(path, make, same):
    with Project.open(path) as project:
        project.edit(1, "Turn", make(5))
        before, labels = project.annotation(1), [edit.label for edit in project.history()]
        (pages,) = project._store.db.execute("PRAGMA page_count").fetchone()
        project._store.db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(NotWritable, match="full"):  # noqa: PT012
            for seed in range(100):
                before = project.edit(1, f"Turn {seed}", make(seed)).after
                labels.insert(0, f"Turn {seed}")
        assert same(project.annotation(1), before)
        assert [edit.label for edit in project.history()] == labels
        project._store.db.execute("PRAGMA max_page_count = 1000000")
        assert project.edit(1, "With room again", make(50)).label == "With room again"


FULL = """
import resource, signal, sys
from pathlib import Path
from evopose.errors import NotWritable
from evopose.project.project import Project
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
project = Project.open(Path(sys.argv[1]))
annotation, done = project.annotation(1), 0
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    while True:
        project.edit(1, f"Key {done + 1}", annotation)
        done += 1
except NotWritable as error:
    assert "disk is full" in str(error), error
assert len(project.history(limit=10_000)) == done
print(done)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on file sizes there")
def test_a_write_that_the_system_refuses_loses_nothing(path):
    done = int(subprocess.check_output([sys.executable, "-c", FULL, str(path)], text=True))
    assert done > 3
    with Project.open(path) as project:
        assert len(project.history(limit=10_000)) == done


def test_a_drive_without_wal_gets_a_rollback_journal_and_a_notice(path, monkeypatch, make):
    """SQLite's unix-dotfile file system shares no memory, like some network drives."""
    monkeypatch.setattr(store, "open_writable", partial(store.open_writable, vfs="unix-dotfile"))
    with Project.open(path) as project:
        assert any("rollback journal" in notice for notice in project.notices)
        assert project._store.db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        project.edit(1, "Turn", make(5))
    monkeypatch.undo()
    with Project.open(path) as project:
        assert project.notices == ()
        assert project.can_undo == "Turn"


@pytest.mark.skipif(sys.platform == "win32", reason="rights are another matter there")
def test_a_full_disk_is_called_so_when_a_project_is_opened(path, monkeypatch):
    def full(place, *_args, **_keywords):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(place))

    monkeypatch.setattr(Path, "touch", full)
    with Project.open(path) as project:
        assert project.read_only
        assert project.people(1)
        assert "The disk is full" in project.notices[0]
    assert list(path.parent.iterdir()) == [path]
