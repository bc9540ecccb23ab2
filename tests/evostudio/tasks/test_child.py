"""A process of ours: what it prints is there, it is stopped by silence, and let go it outlives who began it."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest

from evostudio.tasks.child import Child

PATIENCE_S = 60.0
JOB = """
import socket, sys
from evopose.command_line import _piped
from evopose.jobs import Progress

def steps():
    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as test, test.makefile("rw") as lines:
        try:
            for count, asked in enumerate(lines):
                yield Progress(count, 0, "counting")
                print(count, file=lines, flush=True)
        finally:
            print("ended", file=lines, flush=True)
    return {}

print(_piped(steps()))
"""
"""Does a step whenever the test asks for one, until it is stopped or will not be asked any more."""
BEGINNER = f"""
import sys
from evostudio.tasks.child import Child
child = Child([sys.executable, "-c", {JOB!r}, sys.argv[1]])
child.start()
sys.stdin.read()
child.let_go()
"""
"""Begins it, and lets it go as soon as nothing more is said."""


class Asking:
    """The test's end of the job, from when it has begun."""

    def __init__(self, server: socket.socket) -> None:
        self._connection, _ = server.accept()
        self._connection.settimeout(PATIENCE_S)
        self._lines = self._connection.makefile("rw")

    def step(self) -> bool:
        """Ask for one; False where it has ended instead."""
        print(file=self._lines, flush=True)
        return self._lines.readline() != "ended\n"

    def end(self) -> None:
        """Ask for no more, and wait for its end."""
        with suppress(OSError):  # it has ended already
            self._connection.shutdown(socket.SHUT_WR)
            self._lines.read()
        self._lines.close()
        self._connection.close()


@pytest.fixture
def server() -> Iterator[socket.socket]:
    """Where jobs ask what to do."""
    with socket.create_server(("127.0.0.1", 0)) as made:
        made.settimeout(PATIENCE_S)
        yield made


def port(server: socket.socket) -> str:
    return str(server.getsockname()[1])


@pytest.fixture
def counting(server) -> Child:
    """The job, begun."""
    child = Child([sys.executable, "-c", JOB, port(server)])
    child.start()
    return child


@pytest.fixture
def job(counting, server) -> Iterator[Asking]:
    """What asks it."""
    asking = Asking(server)
    yield asking
    asking.end()
    assert counting.wait(PATIENCE_S)


def test_what_is_printed_waits_until_it_is_taken_and_silence_stops(counting, job, qtbot):
    taken = []
    assert job.step()
    qtbot.waitUntil(lambda: taken.append(counting.take()) or b"counting" in b"".join(taken), timeout=60_000)
    counting.stop()
    qtbot.waitUntil(lambda: not job.step(), timeout=60_000)
    assert counting.wait(PATIENCE_S)
    assert counting.code != 0


def test_let_go_it_goes_on_though_nobody_listens(counting, job):
    counting.let_go()
    counting.stop()
    assert counting._heard.wait(PATIENCE_S)  # its stderr is at an end: it knows, or has ended
    assert all(job.step() for _ in range(3))
    assert not counting.is_over()


def test_let_go_it_outlives_who_began_it(server):
    with subprocess.Popen([sys.executable, "-c", BEGINNER, port(server)], stdin=subprocess.PIPE) as beginner:
        job = Asking(server)
        beginner.communicate(timeout=PATIENCE_S)
    assert beginner.returncode == 0
    assert all(job.step() for _ in range(3))
    job.end()


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
