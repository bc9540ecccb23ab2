"""Files that are no project, or a damaged one: a clear error, and nothing written."""

import os
import sqlite3
import struct
from contextlib import suppress
from pathlib import Path

import pytest

from evopose.errors import (
    BadOption,
    BadProject,
    DamagedProject,
    MissingFile,
    NewerProject,
    NotWritable,
    UnsafeFile,
)
from evopose.project import header, schema
from evopose.project.project import Project


def patched(path: Path, offset: int, data: bytes) -> bytes:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(data)
    return path.read_bytes()


def refused(path: Path, error: type[Exception], says: str) -> None:
    """Opening raises, and neither changes the file nor leaves others beside it."""
    content, beside = (path.read_bytes() if path.is_file() else b""), sorted(path.parent.iterdir())
    with pytest.raises(error, match=says):
        Project.open(path)
    assert (path.read_bytes() if path.is_file() else b"") == content
    assert sorted(path.parent.iterdir()) == beside


def test_creating_over_something_is_refused(path):
    content = path.read_bytes()
    with pytest.raises(BadOption, match="exists already"):
        Project.create(path)
    assert path.read_bytes() == content


def test_creating_in_no_folder_is_refused(tmp_path):
    with pytest.raises(NotWritable, match="No such file"):
        Project.create(tmp_path / "nowhere" / "a.evo")


def test_no_file_is_missing(tmp_path):
    refused(tmp_path / "none.evo", MissingFile, "No project at")


def test_a_folder_is_no_project(tmp_path):
    refused(tmp_path, BadProject, "folder")


OTHERS = {
    b"garbage" * 50: "begins with the text “garbagegarba”",
    "grüße".encode() * 50: "begins with the text “grüßegrüßegr”",
    b"\x89PNG\r\n\x1a\n" + bytes(200): "holds other data",
    bytes(5000): "holds other data",
}


@pytest.mark.parametrize(("content", "says"), OTHERS.items(), ids=["text", "letters", "picture", "zeros"])
def test_another_file_is_no_project(tmp_path, content, says):
    file = tmp_path / "a.evo"
    file.write_bytes(content)
    refused(file, BadProject, rf"it is no project, which is an SQLite file: it {says}\.")
    assert not header.recognises(file)


@pytest.mark.parametrize("length", [0, 16, 60, 99])
def test_a_file_cut_within_its_header_is_damaged(path, length):
    os.truncate(path, length)
    refused(path, DamagedProject, "empty|ends after")


def test_an_sqlite_file_of_another_program_is_no_project(tmp_path):
    file = tmp_path / "a.evo"
    with sqlite3.connect(file) as db:
        db.execute("CREATE TABLE images (id)")
    db.close()
    refused(file, BadProject, "another program")


def test_a_newer_project_says_so(path):
    patched(path, 60, struct.pack(">I", schema.VERSION + 1))
    refused(path, NewerProject, f"version {schema.VERSION + 1}.*up to {schema.VERSION}")


def test_a_project_cut_off_is_damaged(path):
    os.truncate(path, path.stat().st_size // 2)
    refused(path, DamagedProject, "cut off")


@pytest.mark.parametrize(
    ("offset", "data"), [(16, b"\3\3"), (18, b"\x09\x09"), (20, b"\xff"), (44, b"\0\0\0\x09"), (4096, bytes(4096))]
)
def test_what_sqlite_refuses_gets_no_files_beside_it(path, offset, data):
    patched(path, offset, data)
    for read_only in (False, True):
        with suppress(BadProject), Project.open(path, read_only=read_only):
            pass
        assert list(path.parent.iterdir()) == [path]


def test_a_file_that_only_says_it_is_a_project_gets_no_files_beside_it(tmp_path):
    file = tmp_path / "a.evo"
    with sqlite3.connect(file) as db:
        for setting in ("journal_mode = WAL", f"application_id = {schema.APPLICATION_ID}"):
            db.execute(f"PRAGMA {setting}")
        db.execute(f"PRAGMA user_version = {schema.VERSION}")
        db.execute("CREATE TABLE other (id)")
    db.close()
    refused(file, BadProject, "no such table")


def read_all(path: Path) -> None:
    with Project.open(path) as project:
        for image in project.images.ids.tolist():
            project.image(image)
            for person in project.people(image):
                project.annotation(person.id)


def test_an_overwritten_page_is_damage_and_not_a_crash(path):
    """Whichever page it is, there is an EvoError when it is needed, or the page was not needed."""
    whole, found = path.read_bytes(), 0
    for page in range(len(whole) // 4096):
        path.write_bytes(whole)
        patched(path, max(100, page * 4096), b"\xa5" * (4096 if page else 3996))
        try:
            read_all(path)
        except DamagedProject as error:
            found += "ecover" in str(error)
    assert found >= 4


def test_a_value_that_is_no_annotation_is_damage(path):
    with sqlite3.connect(path) as db:
        db.execute("UPDATE annotations SET data = x'00112233'")
    db.close()
    with Project.open(path) as project, pytest.raises(DamagedProject):
        project.annotation(1)


@pytest.mark.parametrize(
    "code",
    [
        "CREATE TRIGGER boom AFTER INSERT ON edits BEGIN DELETE FROM images; END",
        "CREATE VIEW boom AS SELECT 1",
        "CREATE VIRTUAL TABLE boom USING fts5(a)",
    ],
)
def test_a_project_that_carries_sql_is_refused_by_name(path, code):
    with sqlite3.connect(path) as db:
        db.execute(code)
    db.close()
    with pytest.raises(UnsafeFile, match="boom"):
        Project.open(path)
    with pytest.raises(UnsafeFile, match="boom"):
        Project.open(path, read_only=True)
