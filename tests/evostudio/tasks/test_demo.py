"""The demo population is made once for all who wait for it, and only where it is wanted and not there yet."""

import pytest

from evostudio import places
from evostudio.tasks import demo
from evostudio.tasks.running import Running


class Making(Running):
    """In place of the child process."""

    def __init__(self, title, arguments) -> None:
        super().__init__(title)
        self.arguments = tuple(arguments)

    def start(self) -> None:
        pass


@pytest.fixture(autouse=True)
def stand_ins(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "data_folder", lambda: tmp_path)
    monkeypatch.setattr(demo, "Task", Making)


def test_whoever_waits_goes_on_when_it_is_made_and_it_is_made_once(studio):
    done = []
    tasks = {demo.once_there(studio, places.demo_population(), lambda n=n: done.append(n)) for n in range(2)}
    (task,) = tasks
    assert task.arguments[:2] == ("demo", str(places.demo_population().parent))
    assert done == []
    task.succeeded.emit({})
    task.ended.emit()
    assert done == [0, 1]
    assert not studio.tasks


def test_nobody_waits_for_what_is_there_or_is_another_population(studio, tmp_path):
    done = []
    assert demo.once_there(studio, tmp_path / "mine.npz", lambda: done.append("mine")) is None
    places.demo_population().parent.mkdir()
    places.demo_population().touch()
    assert demo.once_there(studio, places.demo_population(), lambda: done.append("demo")) is None
    assert done == ["mine", "demo"]


def test_who_waits_in_vain_is_not_called(studio):
    done = []
    task = demo.once_there(studio, places.demo_population(), lambda: done.append(1))
    task.failed.emit("The disk is full.")
    task.ended.emit()
    assert done == []
    assert demo.once_there(studio, places.demo_population(), lambda: None) is not task
