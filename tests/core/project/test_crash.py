"""A real process is killed in the middle of fast editing."""

import signal
import subprocess
import sys

import pytest

from evopose.project.project import Project

EDITOR = """
import sys
from pathlib import Path
from evopose.project.project import Project

project = Project.open(Path(sys.argv[1]))
annotation = project.annotation(1)
number = 0
while True:
    number += 1
    annotation = annotation.__class__(annotation.keypoints.moved(0, (float(number), 0.5)), annotation.camera)
    edit = project.edit(1, f"Key {number}", annotation, gesture=None)
    print(number, edit.id, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("presses", [1, 40, 900])
def test_everything_reported_before_kill_9_is_there_afterwards(path, presses):
    with subprocess.Popen([sys.executable, "-c", EDITOR, str(path)], stdout=subprocess.PIPE, text=True) as process:
        reported = [process.stdout.readline() for _ in range(presses)]
        with Project.open(path) as second:
            assert second.read_only
        process.send_signal(signal.SIGKILL)
        reported += process.stdout.readlines()
        assert process.wait() == -signal.SIGKILL
    last = int([line for line in reported if line.endswith("\n")][-1].split()[0])
    assert last >= presses

    with Project.open(path) as project:
        assert not project.read_only, "the lock of a killed process must not stay"
        labels = [edit.label for edit in project.history(limit=10**6)][::-1]
        assert labels == [f"Key {n + 1}" for n in range(len(labels))]
        assert last <= len(labels) <= last + 1, "at most the key press in flight is not reported"
        assert project.annotation(1).keypoints.xy[0, 0] == len(labels)
        assert project.undo().label == labels[-1]
        assert project.annotation(1).keypoints.xy[0, 0] != len(labels)
