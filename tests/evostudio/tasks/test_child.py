"""A process of ours: what it prints is there, it is stopped by silence, and let go it outlives who began it."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from evostudio.tasks.child import Child

PATIENCE_S = 60.0
JOB = """
import sys, time
from evopose.command_line import _piped
from evopose.jobs import Progress

def endless():
    count = 0
    try:
        while not (folder / "enough").exists():
            count += 1
            (folder / "count").write_text(str(count))
            yield Progress(count, 0, "counting")
            time.sleep(0.01)
        return {"count": count}
    finally:
        (folder / "ended").write_text(str(count))

from pathlib import Path
folder = Path(sys.argv[1])
print(_piped(endless()))
"""
"""Counts until it is stopped, or there is a file that says enough."""


Wait = Callable[[Callable[[], object]], None]


@pytest.fixture
def until(qtbot) -> Wait:
    """Waits for something to become so."""
    return lambda condition: qtbot.waitUntil(lambda: bool(condition()), timeout=round(1e3 * PATIENCE_S))


def count_in(folder) -> int:
    """How far the job has counted; 0 while the file is being written."""
    path = folder / "count"
    return int(path.read_text() or 0) if path.exists() else 0


@pytest.fixture
def counting(tmp_path):
    child = Child([sys.executable, "-c", JOB, str(tmp_path)])
    child.start()
    yield child
    (tmp_path / "enough").touch()
    assert child.wait(PATIENCE_S)


def test_what_is_printed_waits_until_it_is_taken_and_silence_stops(counting, tmp_path, until):
    taken = []
    until(lambda: taken.append(counting.take()) or b"counting" in b"".join(taken))
    counting.stop()
    assert counting.wait(PATIENCE_S)
    assert counting.code != 0
    assert (tmp_path / "ended").exists()


def test_let_go_it_goes_on_though_nobody_listens(counting, tmp_path, until):
    until(lambda: count_in(tmp_path))
    counting.let_go()
    counting.stop()
    at = count_in(tmp_path)
    until(lambda: count_in(tmp_path) > at + 20)
    assert not counting.is_over()


def test_let_go_it_outlives_who_began_it(tmp_path, until):
    code = f"""
import sys
from pathlib import Path
from time import sleep
from evostudio.tasks.child import Child
child = Child([sys.executable, "-c", {JOB!r}, {str(tmp_path)!r}])
child.start()
while not (Path({str(tmp_path)!r}) / "count").exists():
    sleep(0.01)
child.let_go()
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=PATIENCE_S)
    at = count_in(tmp_path)
    until(lambda: count_in(tmp_path) > at + 20)
    (tmp_path / "enough").touch()
    until((tmp_path / "ended").exists)


def test_a_program_that_cannot_be_started_is_over_at_once(tmp_path):
    child = Child([str(tmp_path / "nothing")])
    child.start()
    assert child.wait(PATIENCE_S)
    assert child.trouble
    assert child.code is None


def test_stopped_before_it_has_begun_it_stops_as_soon_as_it_has(tmp_path):
    child = Child([sys.executable, "-c", "import sys; sys.exit(len(sys.stdin.read()))"])
    child.stop()
    child.start()
    assert child.wait(PATIENCE_S)
    assert child.code == 0
