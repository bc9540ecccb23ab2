"""Files that cannot be opened or written: a clear error, nothing written, nothing lost."""

import errno
import os
import shutil
import signal
import sqlite3
import stat
import struct
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import partial
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
from evopose.project import header, opening, schema, store
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


def test_a_lock_by_another_program_is_told(path, make):
    with Project.open(path) as project:
        project._store.db.execute("PRAGMA busy_timeout = 0")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotWritable, match="locked"):
            project.edit(1, "Turn", make(5))
        other.close()
        project.edit(1, "Turn", make(5))


READ = """
import os, sys
from pathlib import Path
from evopose.errors import NotWritable
from evopose.project.project import Project
with Project.open(Path(sys.argv[2])) as project:  # all is imported before rights are given up
    project.undo()
    project.annotation(1)
if os.geteuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
with Project.open(Path(sys.argv[1])) as project:
    assert project.read_only
    try:
        project.edit(1, "Turn", project.annotation(1))
    except NotWritable:
        print(len(project.history()), *project.notices)
"""


def as_reader(public: Path, own: Path) -> str:
    """What somebody without the right to write sees."""
    return subprocess.check_output([sys.executable, "-c", READ, str(public), str(own)], text=True)


@pytest.fixture
def public(path):
    """The project in a folder that everybody can read and nobody can write."""
    folder = Path(tempfile.mkdtemp(prefix="evopose-"))
    copy = folder / "a.evo"
    shutil.copyfile(path, copy)
    yield copy
    folder.chmod(0o755)
    shutil.rmtree(folder)


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


@pytest.mark.parametrize(("file", "folder", "says"), [(0o444, 0o555, "write-protected"), (0o666, 0o555, "folder")])
def test_a_read_only_place_opens_for_reading_with_a_notice(public, path, file, folder, says):
    public.chmod(file)
    public.parent.chmod(folder)
    assert says in as_reader(public, path)
    public.parent.chmod(0o755)
    assert list(public.parent.iterdir()) == [public]
    assert stat.S_IMODE(public.stat().st_mode) == file


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
@pytest.mark.parametrize("shared_memory", [True, False])
def test_the_log_of_a_killed_process_in_a_read_only_folder_is_still_read(public, path, shared_memory):
    code = "import os, sys; from pathlib import Path; from evopose.project.project import Project\n"
    code += "p = Project.open(Path(sys.argv[1])); p.edit(1, 'Turn', p.annotation(1)); os.kill(os.getpid(), 9)"
    assert subprocess.run([sys.executable, "-c", code, str(public)], check=False).returncode == -signal.SIGKILL
    if not shared_memory:
        public.with_name("a.evo-shm").unlink()
    public.chmod(0o444)
    public.parent.chmod(0o555)
    assert as_reader(public, path).startswith("1 ")
    assert ("copy" in as_reader(public, path)) != shared_memory


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
