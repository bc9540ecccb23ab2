"""Who opens a project that is open reads only; who closes it leaves its file alone."""

import sqlite3
import subprocess
import sys
from functools import partial

import pytest

from evopose.errors import (
    NotWritable,
)
from evopose.project import opening
from evopose.project.project import Project


def test_the_second_window_reads_only_and_says_so(path, make, same):
    with Project.open(path) as first:
        assert not first.read_only
        with Project.open(path) as second:
            assert second.read_only
            assert second.notices == (opening.TAKEN,)
            done = first.edit(1, "Turn", make(5))
            assert same(second.annotation(1), done.after), "it sees what the first one does"
            for change in (partial(second.edit, 1, "Turn", make(6)), second.undo, second.redo):
                with pytest.raises(NotWritable, match="reading only"):
                    change()
        assert first.edit(1, "Turn", make(7)).id == done.id + 1
    with Project.open(path) as third:
        assert not third.read_only


def test_the_second_window_of_another_process_reads_only(path):
    code = "import sys; from pathlib import Path; from evopose.project.project import Project\n"
    code += "print(Project.open(Path(sys.argv[1])).notices)"
    with Project.open(path):
        found = subprocess.check_output([sys.executable, "-c", code, str(path)], text=True)
    assert opening.TAKEN in found


def test_reading_leaves_nothing_beside_the_project_and_nothing_changed_in_it(path):
    content, moment = path.read_bytes(), path.stat().st_mtime_ns
    with Project.open(path, read_only=True) as project:
        assert project.people(1)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            project._store.db.execute("DELETE FROM people")
    assert list(path.parent.iterdir()) == [path]
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (content, moment)


def test_who_closes_last_takes_the_log_away(path, make):
    writer, reader = Project.open(path), Project.open(path)
    writer.edit(1, "Turn", make(5))
    writer.close()
    assert reader.history()
    reader.close()
    assert list(path.parent.iterdir()) == [path]


def test_a_second_name_of_the_file_is_the_same_project(path, tmp_path):
    link = tmp_path / "link.evo"
    link.symlink_to(path)
    with Project.open(path), Project.open(link) as second:
        assert second.read_only


def test_a_closed_project_leaves_only_its_file(path):
    with Project.open(path) as project:
        project.undo()
        assert len(list(path.parent.iterdir())) > 1
    assert list(path.parent.iterdir()) == [path]


def test_a_lock_by_another_program_is_told(path, make):
    with Project.open(path) as project:
        project._store.db.execute("PRAGMA busy_timeout = 0")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotWritable, match="locked"):
            project.edit(1, "Turn", make(5))
        other.close()
        project.edit(1, "Turn", make(5))
