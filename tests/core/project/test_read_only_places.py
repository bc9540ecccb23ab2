"""Projects where nothing may be written are opened for reading."""

import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

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
