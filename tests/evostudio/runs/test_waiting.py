"""Runs that wait lie beside the runs: none is forgotten, and none is begun twice."""

from pathlib import Path

import pytest

from evopose.errors import NotWritable
from evopose.parsing import parse
from evostudio.runs.asked import Asked, options_of
from evostudio.runs.queue import RunQueue
from evostudio.runs.waiting import names_in
from evostudio.runs.waiting_file import path_of, read


def train(folder: Path, **more):
    return options_of("train", {"population": ["/walks.npz"], "out": str(folder), **more})


@pytest.fixture
def queue(qapp, tmp_path) -> RunQueue:
    """Of a window."""
    return opened(tmp_path)


def opened(*folders: Path, command: str = "train") -> RunQueue:
    """The queue of a further window, which has looked once."""
    queue = RunQueue(command)
    queue.folders = folders
    look(queue)
    return queue


def look(queue: RunQueue) -> None:
    queue.show(queue.call()())


def names(asked) -> list[str]:
    return [each.folder.name for each in asked]


@pytest.fixture
def waiting(queue, tmp_path) -> Path:
    """The file of a run whose window is gone."""
    queue.add(train(tmp_path / "one", seed=7, model={"width": 32}))
    queue.let_go()
    return path_of(queue.kept[0])


def test_what_waits_when_a_window_closes_is_found_by_the_next_as_it_was_asked_for(queue, tmp_path):
    for name in ("b", "a"):
        queue.add(train(tmp_path / name, seed=7, model={"width": 32}))
    asked = queue.asked
    queue.let_go()
    again = opened(tmp_path)
    assert (again.kept, again.asked) == (asked, ())
    assert names(again.kept) == ["b", "a"]  # as they came, not by their names
    assert parse(again.kept[0].words(), "") == asked[0].options


def test_what_is_kept_begins_only_when_it_is_asked_for(queue, waiting, tmp_path):
    again = opened(tmp_path)
    assert again.take() is None
    again.take_up()
    assert names(again.asked) == ["one"]
    assert again.take().options.seed == 7
    again.settled(tmp_path / "one")
    assert list(tmp_path.iterdir()) == []


def begin(folder: Path) -> None:
    """A process has made the run's folder."""
    folder.mkdir()
    (folder / "options.json").write_text("{}")


def test_who_is_killed_before_a_run_has_its_folder_loses_nothing(queue, waiting, tmp_path):
    gone = opened(tmp_path)
    assert gone.take(tmp_path / "one")
    look(gone)
    assert gone.everyone() == ()
    gone.let_go()  # as the system does when a process ends
    assert names(opened(tmp_path).kept) == ["one"]


def test_the_file_of_a_run_that_has_begun_goes_whoever_sees_it(queue, waiting, tmp_path):
    one = opened(tmp_path)
    one.take(tmp_path / "one")
    begin(tmp_path / "one")
    look(one)
    assert not waiting.exists()
    queue.add(train(tmp_path / "two"))
    file = path_of(queue.take())
    begin(tmp_path / "two")
    look(one)
    assert file.exists()  # the window that began it holds it
    queue.let_go()
    look(one)
    assert not file.exists()
    assert one.everyone() == ()


def test_a_run_that_is_stopped_before_it_has_its_folder_waits_on_before_the_others(queue, tmp_path):
    for name in ("one", "two"):
        queue.add(train(tmp_path / name))
    queue.take()
    queue.settled(tmp_path / "one", give_back=True)
    assert names(queue.asked) == ["one", "two"]
    begin(queue.take().folder)
    queue.settled(tmp_path / "one", give_back=True)
    assert names(queue.asked) == ["two"]


def test_what_is_not_wanted_any_more_leaves_no_trace(queue, waiting, tmp_path):
    assert opened(tmp_path).drop(tmp_path / "one")
    assert list(tmp_path.iterdir()) == []


def test_two_windows_never_begin_the_same_run(queue, waiting, tmp_path):
    one, two = opened(tmp_path), opened(tmp_path)
    assert names(one.kept) == names(two.kept) == ["one"]
    assert one.take(tmp_path / "one")
    assert two.take(tmp_path / "one") is None
    assert not two.drop(tmp_path / "one")
    one.settled(tmp_path / "one")
    two.take_up()
    assert two.take() is None


def test_what_one_window_has_taken_up_is_of_no_other(queue, waiting, tmp_path):
    one, two = opened(tmp_path), opened(tmp_path)
    one.take_up()
    two.take_up()
    assert two.take(tmp_path / "one") is None
    look(two)
    assert (names(two.elsewhere), two.kept, two.asked) == (["one"], (), ())
    one.let_go()
    look(two)
    assert (two.elsewhere, names(two.kept)) == ((), ["one"])


def test_two_windows_that_queue_lose_nothing_and_take_no_name_twice(queue, tmp_path):
    other = opened(tmp_path)
    assert queue.add(train(tmp_path / "one", seed=1))
    assert not other.add(train(tmp_path / "one", seed=2))
    assert other.add(train(tmp_path / "two"))
    assert set(names_in(tmp_path)) == {tmp_path / "one", tmp_path / "two"}
    queue.let_go()
    assert not other.add(train(tmp_path / "one", seed=2))
    assert opened(tmp_path).kept[0].options.seed == 1


def test_a_run_of_another_command_is_not_of_this_queue(queue, waiting, tmp_path):
    other = opened(tmp_path, command="evolve")
    assert other.everyone() == ()


def test_a_run_goes_with_its_folder(waiting, tmp_path):
    (tmp_path / "moved").mkdir()
    moved = waiting.rename(tmp_path / "moved" / waiting.name)
    assert read(moved, "train").folder == tmp_path / "moved" / "one"


def test_a_run_that_cannot_be_kept_is_refused(queue, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(NotWritable):
        queue.add(train(tmp_path / "file" / "one"))
    assert queue.asked == ()


def test_a_preset_is_kept_with_what_was_changed_of_it(tmp_path):
    recipe = {"local": {"rate": 0.7}}
    options = options_of("evolve", {"population": ["/a"], "out": "/b", "preset": "paper", "recipe": recipe})
    queue = opened(tmp_path, command="evolve")
    queue.add(options.model_copy(update={"out": tmp_path / "one"}))
    kept = read(path_of(queue.asked[0]), "evolve")
    assert kept == Asked("evolve", options.model_copy(update={"out": tmp_path / "one"}), queue.asked[0].when)
