"""Checkpoints that were damaged are refused in a sentence, with all of their files left as they are."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from evopose import runs
from evopose.commands.resume import Resume
from evopose.errors import BadFile, BadOption, MissingFile
from evopose.evolution import running
from evopose.jobs import finish
from tests.core.evolution.making import all_steps_told, digest, options, stopped_after


@pytest.fixture
def run(founders, tmp_path, monkeypatch) -> Path:
    """A run of several shards, stopped in the midst of a generation."""
    all_steps_told(monkeypatch)
    stopped_after(options(founders, tmp_path / "run", shard_poses=150, chunk=10).run(), 26)
    return tmp_path / "run"


def changed(path: Path, values: dict) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def left(run: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in run.rglob("*") if path.is_file() and path.name != "state.json"}


POINTS = (
    {"rows": "x"},
    {"rows": None},
    {"rows": -5},
    {"rows": 0},
    {"rows": 290},
    {"start": 10_000},
    {"start": 0},
    {"log": "a"},
    {"log": -1},
    {"generation": float("nan")},
    {"generation": 0},
    {"next": 10_000},
    {"total": {"candidates": "x"}},
    {"total": 3},
    {"seconds": float("nan")},
    {"complete": "x"},
    {"reason": 3},
)
SETUPS = (
    {"capacity": 0},
    {"capacity": "x"},
    {"capacity": 7},
    {"step": "x"},
    {"step": 0.1},
    {"precision": 3},
    {"precision": "0.1mm"},
    {"device": "bogus"},
    {"engine": "steam"},
    {"metadata": 3},
    {"metadata": {"files": 3}},
    {"template": [1.0]},
    {"founders": -1},
    {"founders": 119},
    {"given": 3},
    {"dropped": {"missing": "x"}},
)


@pytest.mark.parametrize(
    ("name", "damage"), [("point.json", one) for one in POINTS] + [("setup.json", one) for one in SETUPS], ids=str
)
def test_values_that_do_not_fit_are_refused_and_nothing_is_lost(name, damage, run, whole):
    path = run / "checkpoint" / name
    sound = path.read_text()
    changed(path, damage)
    before = left(run)
    for end_here in (False, True):
        with pytest.raises((BadFile, BadOption), match=r"damaged|precision"):
            finish(Resume(run_folder=run, end_here=end_here).run())
    assert left(run) == before
    path.write_text(sound)
    assert digest(*finish(Resume(run_folder=run).run())["files"]) == digest(*whole["files"])


@pytest.mark.parametrize("name", ["point.json", "setup.json"])
@pytest.mark.parametrize("content", ["", "{", "[]", "[" * 50_000, "\udcff"], ids=len)
def test_files_that_cannot_be_read_are_refused(name, content, run):
    (run / "checkpoint" / name).write_text(content, errors="surrogateescape")
    before = left(run)
    with pytest.raises(BadFile, match="damaged"):
        finish(Resume(run_folder=run).run())
    assert left(run) == before


def test_files_that_are_missing_are_named(run):
    for name, error in (("setup.json", BadFile), ("point.json", BadFile), ("poses-00001.safetensors", MissingFile)):
        path = run / "checkpoint" / name
        path.rename(run / "aside")
        before = left(run)
        with pytest.raises(error, match=name):
            finish(Resume(run_folder=run).run())
        assert left(run) == before
        (run / "aside").rename(path)
    (run / "checkpoint" / "poses-00000.safetensors").write_bytes(b"")
    with pytest.raises(BadFile, match="poses-00000"):
        finish(Resume(run_folder=run).run())


def test_a_run_that_was_killed_before_it_had_settled_begins_anew(founders, tmp_path, monkeypatch, whole):
    monkeypatch.setattr(running.Setup, "write", lambda _setup, _folder: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        finish(options(founders, tmp_path / "run", shard_poses=150).run())
    monkeypatch.undo()
    assert {path.name for path in (tmp_path / "run" / "checkpoint").glob("*.json")} == {"point.json"}
    assert digest(*finish(Resume(run_folder=tmp_path / "run").run())["files"]) == digest(*whole["files"])


@pytest.mark.parametrize("state", [None, "", '{"state": "runn'])
def test_a_checkpoint_is_gone_on_with_whatever_became_of_the_state(state, run, whole):
    (run / "state.json").unlink()
    if state is not None:
        (run / "state.json").write_text(state)
    assert [record.state for record in runs.runs_in(run.parent)] == ["stopped"]
    assert digest(*finish(Resume(run_folder=run).run())["files"]) == digest(*whole["files"])


def test_options_that_do_not_fit_are_refused(run):
    asked = json.loads((run / "options.json").read_text())
    for wrong in ({"recipe": [1]}, {"recipe": {"local": 3}}, {"ratio": "x"}, {"population": 3}):
        changed(run / "options.json", {"options": {**asked["options"], **wrong}})
        with pytest.raises(BadFile, match="do not fit"):
            finish(Resume(run_folder=run).run())


def test_loops_that_cannot_be_had_any_more_are_told(run, monkeypatch):
    changed(run / "checkpoint" / "setup.json", {"engine": "fused"})
    monkeypatch.setitem(sys.modules, "numba", None)
    with pytest.raises(BadOption, match=r"begun by the fused engine, which is not to be had here: .*numba"):
        finish(Resume(run_folder=run).run())


def test_a_run_that_is_finished_while_we_look_stays_finished(run, monkeypatch):
    """Between the look at its record and the lock."""

    def finished_by_another(record):
        shutil.rmtree(run / "checkpoint")
        changed(run / "state.json", {"state": "finished"})

    monkeypatch.setattr(running, "check_resumable", finished_by_another)
    with pytest.raises(BadOption, match="is finished"):
        finish(Resume(run_folder=run).run())
    assert runs.read_run(run).state == "finished"
