"""Runs are folders that tell how far they are, to whoever reads them, and are worked on by one process at a time."""

import json
import os
import subprocess
import sys

import pytest

from evopose import runs
from evopose.errors import BadFile, BadOption, MissingFile, NotWritable, Stopped
from evopose.io.aside import write_aside
from evopose.io.lock import WriterLock
from evopose.jobs import Progress
from evopose.runs.record import STATE
from evopose.runs.run import created, resumed


@pytest.fixture
def finished(tmp_path):
    with created(tmp_path / "run", "evolve", {"seed": 3}) as run:
        run.log(Progress(1, 2, "first", {"poses": 5}))
        run.log(Progress(2, 2, "second θ"))
        run.note(Progress(2, 2, "second"))
        run.finished({"poses": 9})
    return tmp_path / "run"


def test_a_finished_run_tells_what_it_did(finished):
    record = runs.read_run(finished)
    assert (record.command, record.options, record.state) == ("evolve", {"seed": 3}, "finished")
    assert (record.done, record.total, record.result, record.pid) == (2, 2, {"poses": 9}, os.getpid())
    assert record.started <= record.ended
    assert not record.resumable and not runs.is_running(finished)
    assert sorted(path.name for path in finished.iterdir()) == ["log.jsonl", "options.json", "state.json"]


def test_the_log_is_read_from_anywhere_on_and_a_line_half_written_waits(finished):
    assert [entry["message"] for entry in runs.read_log(finished)] == ["first", "second θ"]
    with (finished / "log.jsonl").open("a") as file:
        file.write('{"message": "thi')
    assert [entry["message"] for entry in runs.read_log(finished, after=1)] == ["second θ"]
    assert runs.read_log(finished, after=2) == runs.read_log(finished.parent) == []


def test_a_log_is_read_on_from_where_it_ended(finished):
    _, place = runs.read_log_from(finished, 0)
    assert runs.read_log_from(finished, place) == ([], place)
    with (finished / "log.jsonl").open("a") as file:
        file.write('{"message": "third"}\n{"mess')
    lines, end = runs.read_log_from(finished, place)
    assert [line["message"] for line in lines] == ["third"]
    assert place < end < (finished / "log.jsonl").stat().st_size
    (finished / "log.jsonl").write_text('{"message": "anew"}\n')
    lines, end = runs.read_log_from(finished, end)
    assert [line["message"] for line in lines] == ["anew"]
    assert end == (finished / "log.jsonl").stat().st_size
    assert runs.read_log_from(finished.parent, 5) == ([], 0)


@pytest.mark.parametrize("most", [0, 1, 100, 10_000])
def test_a_log_read_in_pieces_is_the_same_log(finished, most):
    whole, end = runs.read_log_from(finished, 0)
    place, told = 0, []
    while place < end:
        lines, place = runs.read_log_from(finished, place, most)
        told += lines
    assert (told, place) == (whole, end)


@pytest.mark.parametrize(("error", "state"), [(KeyboardInterrupt, "stopped"), (ValueError, "failed")])
def test_how_it_ended_is_told(error, state, tmp_path):
    def work() -> None:
        with created(tmp_path / "run", "evolve", {}) as run:
            assert runs.is_running(run.folder)
            assert runs.read_run(run.folder).state == "running"
            raise error("because")

    with pytest.raises(error):
        work()
    record = runs.read_run(tmp_path / "run")
    assert (record.state, record.resumable) == (state, True)
    assert record.message == ("ValueError: because" if state == "failed" else "")


def test_whoever_reads_a_run_may_ask_it_to_stop(tmp_path, monkeypatch):
    monkeypatch.setattr("evopose.runs.run._BEAT_S", 0.0)
    folder = tmp_path / "run"

    def work() -> None:
        with created(folder, "evolve", {}) as run:
            run.note(Progress(1, 3))
            runs.ask_to_stop(folder)
            run.note(Progress(2, 3))

    with pytest.raises(Stopped):
        work()
    record = runs.read_run(folder)
    assert (record.state, record.resumable, record.done, record.message) == ("stopped", True, 2, "")
    runs.ask_to_stop(folder)
    with resumed(folder) as run:
        run.note(Progress(3, 3))
    assert not (folder / "stop").exists()


def test_who_was_asked_too_late_is_not_stopped_when_it_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr("evopose.runs.run._BEAT_S", 0.0)
    with created(tmp_path / "run", "evolve", {}):
        pass
    (tmp_path / "run" / "stop").touch()
    with resumed(tmp_path / "run") as run:
        run.note(Progress(3, 3))


def test_a_run_whose_process_is_gone_is_stopped(finished):
    state = json.loads((finished / STATE).read_text())
    (finished / STATE).write_text(json.dumps({**state, "state": "running", "message": "half"}))
    record = runs.read_run(finished)
    assert (record.state, record.message) == ("stopped", "half (its process ended without a word)")


def test_another_process_sees_and_cannot_take_part(tmp_path):
    code = "import sys; from pathlib import Path; from evopose import runs; print(runs.is_running(Path(sys.argv[1])))"
    folder = tmp_path / "run"

    def seen() -> str:
        words = [sys.executable, "-c", code, str(folder)]
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout

    with created(folder, "evolve", {}):
        assert seen() == "True\n"
        with pytest.raises(NotWritable, match="another process is at work"), resumed(folder):
            pass
        assert runs.read_run(folder).state == "running"
    assert seen() == "False\n"


def test_looking_never_disturbs_who_works(tmp_path):
    """A lock that is looked at is still there for who takes it."""
    folder = tmp_path / "run"
    for _ in range(20):
        with created(folder, "evolve", {}) if not folder.exists() else resumed(folder):
            assert all(runs.is_running(folder) for _ in range(3))
        assert not any(runs.is_running(folder) for _ in range(3))


def test_a_log_is_cut_to_where_a_checkpoint_is(tmp_path):
    with created(tmp_path / "run", "evolve", {}) as run:
        run.log(Progress(1, 3, "kept"))
        size = run.logged()
        run.log(Progress(2, 3, "gone"))
        run.cut_log(size)
        run.cut_log(10**6)
        run.log(Progress(2, 3, "again"))
    assert [entry["message"] for entry in runs.read_log(tmp_path / "run")] == ["kept", "again"]


def test_runs_are_listed_newest_first_and_damaged_ones_left_out(tmp_path):
    for name in ("a", "b", "c"):
        with created(tmp_path / name, "evolve", {"name": name}):
            pass
    (tmp_path / "b" / "options.json").write_text("{")
    (tmp_path / "letters").mkdir()
    assert [record.folder.name for record in runs.runs_in(tmp_path)] == ["c", "a"]
    assert [record.folder.name for record in runs.runs_in(tmp_path / "a")] == ["a"]
    assert runs.runs_in(tmp_path / "none") == []


def test_what_is_no_run(tmp_path):
    with pytest.raises(MissingFile, match="No run at"):
        runs.read_run(tmp_path)
    (tmp_path / "options.json").write_text("[]")
    with pytest.raises(BadFile, match="JSON object"):
        runs.read_run(tmp_path)


def test_a_run_begins_in_a_new_place_only(finished, tmp_path):
    with pytest.raises(BadOption, match="holds a run already: it is finished"), created(finished, "evolve", {}):
        pass
    (tmp_path / "file").touch()
    with pytest.raises(BadOption, match="is a file"), created(tmp_path / "file", "evolve", {}):
        pass
    with pytest.raises(NotWritable, match="cannot be written"), created(tmp_path / "file" / "run", "evolve", {}):
        pass
    with pytest.raises(BadOption, match="is not empty"), created(tmp_path, "evolve", {}):
        pass


DAMAGES = (
    {"started": 9e99},
    {"started": "x"},
    {"started": float("nan")},
    {"done": "a", "total": "b"},
    {"done": -1},
    {"pid": True},
    {"message": 3},
    {"ended": []},
    {"state": "flying"},
    {"result": 3},
    {"result": {"removed": 3}},
    {"result": {"population": 5}},
    {"result": {"coverage": {"after": {"share": "x"}}}},
    {"result": {"coverage": {"after": {"share": [1, 2]}}}},
    {"result": {"survivors": -1}},
    {"result": {"bytes": 1e400}},
)


@pytest.mark.parametrize("damage", DAMAGES, ids=str)
def test_a_state_with_values_that_do_not_fit_is_told_without_them(damage, finished):
    state = json.loads((finished / STATE).read_text())
    (finished / STATE).write_text(json.dumps({**state, **damage}))
    (record,) = runs.runs_in(finished.parent)
    assert f"state.json is damaged: {', '.join(damage)}." in record.message
    undone = {"state", "result"} & {*damage}
    assert record.state == ("stopped" if undone else "finished")
    assert all(repr(getattr(record, key)) != repr(value) for key, value in damage.items())


@pytest.mark.parametrize("content", ["", "{", "[]", "[" * 100_000, '{"state": "fini'], ids=len)
def test_a_run_whose_state_cannot_be_read_is_listed_and_can_be_gone_on_with(content, finished):
    (finished / STATE).write_text(content)
    (record,) = runs.runs_in(finished.parent)
    assert (record.command, record.state, record.message) == ("evolve", "stopped", "state.json is damaged.")
    with resumed(finished) as run:
        run.finished({})
    assert runs.read_run(finished).state == "finished"


def test_lines_of_a_log_that_tell_anything_else_are_left_out(finished):
    with (finished / "log.jsonl").open("a") as file:
        for line in (
            '{"metrics": 3}',
            '{"metrics": {"generation": NaN}}',
            '{"metrics": {"coverage": "x"}}',
            '{"metrics": {"newest": [[1, 2]]}}',
            '{"done": "a"}',
            "3",
            "[" * 100_000,
            '{"message": "third"}',
        ):
            file.write(f"{line}\n")
    assert [entry["message"] for entry in runs.read_log(finished)] == ["first", "second θ", "third"]


def test_a_run_that_was_finished_meanwhile_is_left_as_it_is(tmp_path, monkeypatch):
    """Another process may end it after we have read that it was stopped."""
    with created(tmp_path / "run", "evolve", {}):
        pass
    before = WriterLock.acquire

    def finished_just_before(lock: WriterLock) -> bool:
        state = json.loads((tmp_path / "run" / STATE).read_text())
        (tmp_path / "run" / STATE).write_text(json.dumps({**state, "state": "finished"}))
        return before(lock)

    monkeypatch.setattr(WriterLock, "acquire", finished_just_before)
    with pytest.raises(BadOption, match="is finished"), resumed(tmp_path / "run"):
        pass
    assert runs.read_run(tmp_path / "run").state == "finished"


@pytest.mark.parametrize("name", ["options.json", STATE])
def test_where_a_run_cannot_even_be_noted_down_nothing_is_left(name, tmp_path, monkeypatch):
    def full(path, content):
        if path.name == name:
            raise NotWritable("No space left on device")
        write_aside(path, content)

    monkeypatch.setattr("evopose.runs.run.write_aside", full)
    with pytest.raises(NotWritable), created(tmp_path / "run", "evolve", {}):
        pass
    (tmp_path / "there").mkdir()
    with pytest.raises(NotWritable), created(tmp_path / "there", "evolve", {}):
        pass
    assert [path.name for path in tmp_path.rglob("*")] == ["there"]
