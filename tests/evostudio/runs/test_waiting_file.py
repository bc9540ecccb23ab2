"""Files beside the runs that anybody may have written: none can say what was not asked, and none hides the others."""

import json
import os
import sys
from pathlib import Path

import pytest

from evopose.errors import BadFile
from evostudio.runs.asked import Asked, options_of
from evostudio.runs.queue import RunQueue
from evostudio.runs.waiting import Ticket, names_in
from evostudio.runs.waiting_file import LARGEST, read


def wait_for(folder: Path) -> Path:
    """The file of a run whose window is gone."""
    ticket = Ticket(Asked("train", options_of("train", {"population": ["/walks.npz"], "out": str(folder)}), 5.0))
    ticket.write()
    ticket.let_go()
    return ticket.path


@pytest.fixture
def waiting(tmp_path) -> Path:
    """One among them."""
    return wait_for(tmp_path / "one")


@pytest.fixture
def queue(qapp, tmp_path) -> RunQueue:
    """Of a window that has not looked yet."""
    queue = RunQueue("train")
    queue.folders = (tmp_path,)
    return queue


@pytest.fixture
def said(queue) -> list[str]:
    """What it says of files that are none, in two looks at the same."""
    sentences: list[str] = []
    queue.damaged.connect(sentences.append)
    return sentences


def look(queue: RunQueue) -> None:
    for _ in range(2):
        queue.show(queue.call()())


def changed(path: Path, **more) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), **more}))


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda path: path.write_text("{"), "JSON"),
        (lambda path: path.write_text("[]"), "object"),
        (lambda path: path.write_bytes(b"\xff\x00"), "JSON"),
        (lambda path: path.write_text("[" * 100_000), "recursion"),
        (lambda path: path.write_text(" " * (LARGEST + 1)), "too large"),
        (lambda path: changed(path, command="evolve"), "evolve"),
        (lambda path: changed(path, when="yesterday"), "when"),
        (lambda path: changed(path, options={"population": 5}), "population"),
        (lambda path: changed(path, options={"population": ["a"], "seed": -1}), "seed"),
        (lambda path: changed(path, options={"population": ["a"], "antennae": 2}), "antennae"),
        (lambda path: changed(path, options={"population": ["a", "--out", "/etc"]}), "--out.*for an option"),
        (lambda path: changed(path, options={"population": ["a"], "kinds": ["-h"]}), "-h.*for an option"),
        (lambda path: changed(path, options={"population": ["a"], "begin_with": "a\0b"}), r"'a\\x00b' holds.*NUL"),
    ],
)  # fmt: skip
def test_a_damaged_or_foreign_file_is_said_once_and_left_alone(damage, told, queue, said, waiting):
    damage(waiting)
    before = waiting.read_bytes()
    with pytest.raises(BadFile, match=told):
        read(waiting, "train")
    look(queue)
    assert len(said) == 1
    assert waiting.name in said[0]
    assert queue.everyone() == ()
    assert waiting.read_bytes() == before


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_loop(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes among files there, and links are of administrators")
@pytest.mark.parametrize(
    ("make", "told"),
    [(a_pipe, "a pipe"), (endless, "a device"), (Path.mkdir, "a folder"), (a_loop, "symbolic links")],
)
def test_what_cannot_be_read_is_told_and_hides_no_other(make, told, queue, said, waiting, tmp_path):
    make(tmp_path / "an_odd_one.train.waiting.json")
    look(queue)
    assert [asked.folder.name for asked in queue.kept] == ["one"]
    assert len(said) == 1
    assert "an_odd_one" in said[0] and told in said[0]


@pytest.mark.parametrize("call", ["open", "iterdir"])
def test_where_permission_is_missing_it_is_told_until_there_is_one(call, queue, said, waiting, monkeypatch):
    def refuse(path, *_args):
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(Path, call, refuse)
        look(queue)
    refused = waiting if call == "open" else waiting.parent
    assert said == [f"{refused}: Permission denied. It is not listed, and left where it is."]
    look(queue)
    assert [asked.folder.name for asked in queue.kept] == ["one"]


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_a_name_that_is_none_is_no_run(name, queue, said, waiting):
    file = waiting.rename(waiting.with_name(f"{name}.train.waiting.json"))
    with pytest.raises(BadFile, match="no name of a run"):
        read(file, "train")
    assert list(names_in(file.parent)) == []
    look(queue)
    assert len(said) == 1
    assert queue.everyone() == ()


def test_a_file_of_no_command_names_no_run(waiting):
    file = waiting.rename(waiting.with_name("one.waiting.json"))
    assert list(names_in(file.parent)) == []


def test_many_damaged_files_are_one_sentence_that_counts_them_and_names_the_first(queue, said, waiting, tmp_path):
    names = [f"damaged_{number:02}.train.waiting.json" for number in range(17)]
    for name in names:
        (tmp_path / name).write_text("{")
    look(queue)
    (told,) = said
    assert told.startswith("17 files ") and told.count("\n") == 17
    assert names[0] in told.split("\n")[1]
    (tmp_path / "one_more.train.waiting.json").write_text("{")
    look(queue)
    assert len(said) == 2 and said[1].startswith("18 files ")


def test_where_a_run_says_it_will_be_counts_for_nothing(waiting):
    options = json.loads(waiting.read_text())["options"]
    changed(waiting, options={**options, "out": "/etc/evil"})
    assert read(waiting, "train").folder == waiting.with_name("one")
