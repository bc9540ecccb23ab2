"""A project that cannot be opened: the window and the command line say why in the same sentence."""

import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from evopose.project.project import Project


def newer(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[60:64] = struct.pack(">I", 99)
    path.write_bytes(content)


def without(table: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        with closing(sqlite3.connect(path)) as db:
            (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        content = bytearray(path.read_bytes())
        content[4096 * (page - 1) : 4096 * page] = b"\xa5" * 4096
        path.write_bytes(content)

    return damage


def with_trigger(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TRIGGER boom AFTER INSERT ON edits BEGIN DELETE FROM images; END")


def into_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


PROJECTS = {
    "gone": (Path.unlink, "No project at", "Open another…"),
    "a folder": (into_folder, "it is a folder", "Open another…"),
    "empty": (lambda path: path.write_bytes(b""), "0 bytes", "Recover what can be read"),
    "text": (lambda path: path.write_text("hello"), "it is no project", "Open another…"),
    "newer": (newer, "version 99", "Open another…"),
    "cut": (lambda path: path.write_bytes(path.read_bytes()[:30_000]), "cut off", "Recover what can be read"),
    "damaged": (without("images"), "damaged", "Recover what can be read"),
    "with code": (with_trigger, "boom", "Open another…"),
}


@pytest.mark.parametrize("fault", PROJECTS)
def test_a_project_that_cannot_be_opened(fault, window, project_file, command):
    spoil, says, way_out = PROJECTS[fault]
    spoil(project_file)
    told = command("relink", project_file, project_file.parent)
    assert not window.opening.open_path(project_file)
    (bar,) = window.notices.bars
    assert says in bar.notice.text
    assert told.strip() == bar.notice.text
    assert [label for label, _act in bar.notice.ways_out] == [way_out]
    assert window.document.project is None


def test_a_project_that_another_window_has(annotating, project_file, command):
    with Project.open(project_file):
        told = command("relink", project_file, project_file.parent)
        assert annotating.opening.open_path(project_file)
        (bar,) = annotating.notices.bars
        assert "Another window has this project open" in bar.notice.text
        assert "is open in a window: close it there, or use Relink images in that window" in told
        assert annotating.page.saved_text() == "read-only"
