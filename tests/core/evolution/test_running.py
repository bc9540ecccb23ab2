"""A run of evolution: where it ends and why, what its steps tell, and that its folder is its own."""

import json
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from evopose import runs
from evopose.commands.resume import Resume
from evopose.errors import BadOption, NotWritable
from evopose.io import safetensors
from evopose.jobs import Progress, finish
from tests.core.evolution.making import NOBODY, all_steps_told, options


def test_the_target_is_met_exactly(whole, founders):
    assert (whole["poses"], whole["complete"], whole["reason"]) == (480, True, "reached 480 poses")
    assert whole["survivors"] == 480 - 120
    assert whole["candidates"] == whole["survivors"] + sum(whole["removed"].values()) + whole["surplus"]
    assert [Path(file).name for file in whole["files"]] == [
        f"evolved-0000{number}-of-00004.safetensors" for number in range(4)
    ]
    read = safetensors.read(Path(whole["population"]))
    assert len(read) == 480
    np.testing.assert_array_equal(read.positions[:120], safetensors.read(founders).positions)
    assert len(whole["coverage"]["before"]["share"]) == 9
    run = runs.read_run(Path(whole["population"]).parent)
    assert (run.state, run.result["poses"], run.resumable) == ("finished", 480, False)
    assert not (run.folder / "checkpoint").exists()


def test_too_small_a_disk_is_told_before_the_work(founders, tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=1000))
    with pytest.raises(NotWritable, match=r"0\.1 MB are needed at the end, and 0\.0 MB are free"):
        finish(options(founders, tmp_path / "run").run())
    assert list(tmp_path.iterdir()) == []


def test_generations_are_counted(founders, tmp_path):
    result = finish(options(founders, tmp_path / "run", generations=3).run())
    assert (result["generations"], result["reason"]) == (3, "bred 3 generations")
    assert safetensors.read(Path(result["population"])).generation.max() == 3
    log = runs.read_log(tmp_path / "run")
    assert [entry["metrics"]["generation"] for entry in log] == [1, 2, 3]
    assert [entry["done"] for entry in log] == [1, 2, 3]
    assert {entry["total"] for entry in log} == {3}
    assert log[-1]["metrics"]["poses"] == result["poses"]
    assert sum(entry["metrics"]["candidates"] for entry in log) == result["candidates"]


def test_poses_or_generations_whichever_is_first(founders, tmp_path):
    few = finish(options(founders, tmp_path / "few", generations=2, poses=100_000).run())
    assert (few["generations"], few["complete"]) == (2, True)
    many = finish(options(founders, tmp_path / "many", generations=50, poses=130).run())
    assert (many["poses"], many["reason"]) == (130, "reached 130 poses")


def test_an_unreachable_target_ends_with_the_reason(founders, tmp_path):
    result = finish(options(founders, tmp_path / "run", recipe=NOBODY, fruitless=4).run())
    assert (result["poses"], result["survivors"], result["generations"], result["complete"]) == (120, 0, 4, False)
    assert "gave up after 4 generations in a row without a survivor" in result["reason"]
    assert "of the last one's 48 candidates" in result["reason"]
    assert re.search(r"(limits|copies) [1-9]\d?", result["reason"])
    assert result["notices"][-1].startswith("The run gave up")
    assert len(safetensors.read(Path(result["population"]))) == 120


def test_steps_tell_what_the_page_shows(founders, tmp_path, monkeypatch):
    all_steps_told(monkeypatch)
    monkeypatch.setattr("evopose.evolution.watching._PICTURES_S", 0.0)
    steps: list[Progress] = []
    finish(options(founders, tmp_path / "run").run(), steps.append)
    told = json.loads(json.dumps([dict(step.metrics) for step in steps if "newest" in step.metrics]))
    assert told
    for metrics in told:
        assert {"generation", "poses", "candidates", "survivors", "removed", "copies", "seconds", "engine"} <= {
            *metrics
        }
        assert [len(metrics[key]) for key in ("coverage", "entropy", "new_cells")] == [9, 9, 9]
        assert 0 < len(metrics["newest"]) <= 24
        assert all(len(pose) == 51 and pose[:3] == [0, 0, 0] and max(pose) < 3000 for pose in metrics["newest"])
    assert told[-1]["poses"] == 480
    assert all(step.done <= step.total for step in steps if "poses" in step.metrics)


def test_one_process_at_a_time(founders, tmp_path, monkeypatch):
    all_steps_told(monkeypatch)
    job = options(founders, tmp_path / "run", chunk=10).run()
    while not runs.is_running(tmp_path / "run"):
        next(job)
    with pytest.raises(BadOption, match="is running"):
        next(Resume(run_folder=tmp_path / "run").run())
    with pytest.raises(BadOption, match="holds a run already: it is running"):
        next(options(founders, tmp_path / "run").run())
    job.close()
    with pytest.raises(BadOption, match="resume"):
        next(options(founders, tmp_path / "run").run())
    finish(Resume(run_folder=tmp_path / "run").run())
    with pytest.raises(BadOption, match="is finished"):
        finish(Resume(run_folder=tmp_path / "run").run())


def test_a_folder_that_is_removed_meanwhile_is_told(founders, tmp_path, monkeypatch):
    all_steps_told(monkeypatch)
    job = options(founders, tmp_path / "run", chunk=10).run()
    while not runs.is_running(tmp_path / "run"):
        next(job)
    shutil.rmtree(tmp_path / "run")
    with pytest.raises(NotWritable, match="was removed while the run was at work"):
        finish(job)
    assert list(tmp_path.iterdir()) == []
