"""Whenever and however a command is stopped: one word, status 130, and nothing left behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("numpy", "pydantic", "tyro", "json", "evopose.commands", "evopose.errors")


def test_the_start_imports_next_to_nothing_where_nobody_hears_ctrl_c():
    code = f"import sys, evopose.__main__; print([name for name in {HEAVY} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_stopped_while_modules_load():
    code = """
import sys
class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == "pydantic":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Stop())
from evopose.__main__ import main
sys.exit(main(["doctor"]))
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "stopped\n")


@pytest.mark.skipif(sys.platform == "win32", reason="a process that is terminated hears nothing there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_demo_that_is_told_to_end_leaves_nothing(number, tmp_path):
    process = started(tmp_path / "demo")
    process.send_signal(number)
    _, told = process.communicate(timeout=30)
    assert (process.returncode, told) == (130, "stopped\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="nobody asks for processes there")
def test_what_a_killed_demo_left_is_removed_by_the_next(tmp_path):
    process = started(tmp_path / "demo")
    process.kill()
    process.communicate()
    others = {".demo-notes-abcdefgh", f".demo-{os.getpid()}-abcdefgh", "mine"}
    for name in others:
        (tmp_path / name).mkdir()
    theirs = tmp_path / f".demo-{process.pid}-abcdefgh"
    theirs.mkdir()
    (theirs / "letter.txt").touch()
    words = [sys.executable, "-m", "evopose", "demo", str(tmp_path / "demo"), "--images", "1", "--poses", "10"]
    subprocess.run([*words, "--size", "64"], capture_output=True, check=True)
    assert {path.name for path in tmp_path.iterdir()} == {*others, theirs.name, "demo"}


def started(out: Path) -> subprocess.Popen[str]:
    """A demo that has begun to write."""
    words = ["demo", str(out), "--images", "500", "--poses", "10", "--piped"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process = subprocess.Popen([sys.executable, "-m", "evopose", *words], **pipes)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("{")
    assert [path.name for path in out.parent.iterdir() if path.name.startswith(".demo-")]
    return process
