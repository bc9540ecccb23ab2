"""Tasks end in exactly one way, tell their progress, and can be stopped."""

import pytest

from evopose.errors import BadOption
from evopose.jobs import Progress
from evostudio.tasks.process import Task
from evostudio.tasks.steps import StepsTask
from evostudio.tasks.thread import ThreadTask, only


def counting(total, fail_at=None):
    for done in range(total):
        if done == fail_at:
            raise BadOption("no such number")
        yield Progress(done, total, "counting")
    return "counted"


def endless():
    while True:
        yield Progress(0, 0)


MAKERS = {
    "thread": lambda job: ThreadTask("test", job),
    "steps": lambda job: StepsTask("test", job()),
}


@pytest.fixture(params=list(MAKERS))
def make(request, qapp):
    return MAKERS[request.param]


class Watched:
    """What a task told."""

    def __init__(self, task) -> None:
        self.ends: list[tuple[str, object]] = []
        self.steps: list[tuple[int, int, str]] = []
        task.succeeded.connect(lambda value: self.ends.append(("succeeded", value)))
        task.failed.connect(lambda value: self.ends.append(("failed", value)))
        task.stopped.connect(lambda: self.ends.append(("stopped", None)))
        task.progressed.connect(lambda *step: self.steps.append(step))


def test_a_job_ends_with_what_it_returns(make, qtbot):
    task = make(lambda: counting(5))
    watched = Watched(task)
    with qtbot.waitSignal(task.ended):
        task.start()
    assert watched.ends == [("succeeded", "counted")]
    assert not task.is_running()


def test_an_error_of_the_user_s_is_its_own_sentence(make, qtbot):
    task = make(lambda: counting(5, fail_at=3))
    watched = Watched(task)
    with qtbot.waitSignal(task.ended):
        task.start()
    assert watched.ends == [("failed", "no such number")]


def test_an_error_of_ours_names_the_log(make, qtbot):
    def broken():
        yield Progress(0, 1)
        raise ValueError("oh")

    task = make(broken)
    watched = Watched(task)
    with qtbot.waitSignal(task.ended):
        task.start()
    ((end, sentence),) = watched.ends
    assert end == "failed"
    assert "the log has the details" in sentence


def test_a_job_without_end_can_be_stopped(make, qtbot):
    task = make(endless)
    watched = Watched(task)
    with qtbot.waitSignal(task.progressed):
        task.start()
    with qtbot.waitSignal(task.ended):
        task.stop()
    assert watched.ends == [("stopped", None)]
    assert task.wait()


def test_a_plain_call_is_a_job(qtbot):
    task = ThreadTask("test", only(lambda: 42))
    watched = Watched(task)
    with qtbot.waitSignal(task.ended):
        task.start()
    assert watched.ends == [("succeeded", 42)]


def test_a_command_that_fails_gives_its_sentence(qtbot, qapp):
    task = Task("Checking", ["limits-check", "none.npz"])
    watched = Watched(task)
    with qtbot.waitSignal(task.ended, timeout=20_000):
        task.start()
    ((end, sentence),) = watched.ends
    assert end == "failed"
    assert sentence.startswith("Checking: ")
    assert "No file at none.npz" in sentence


def test_lines_of_a_process_are_taken_whole_however_they_arrive(qapp):
    task = Task("x", [])
    watched = Watched(task)
    line = b'{"done": 1, "total": 4, "message": "m", "metrics": {}}\n'
    for part in (line[:10], line[10:], line + b'{"written": 3}\n'):
        task.take(part)
    assert watched.steps == [(1, 4, "m")] * 2
    assert task.result == {"written": 3}


def test_a_running_task_stands_in_the_status_line_until_it_ends(window, qtbot):
    task = ThreadTask("Counting", endless)
    with qtbot.waitSignal(task.progressed):
        window.studio.start(task)
    row = window.status.tasks[task]
    assert row.title.text() == "Counting"
    with qtbot.waitSignal(task.ended):
        row.stop.click()
    assert not window.status.tasks
    assert not window.studio.tasks
