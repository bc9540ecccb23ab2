"""Runs of evolution: the same seed gives the same bytes, however it is cut into chunks, stopped, killed and resumed."""

import hashlib
import json
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from evopose import runs
from evopose.commands.evolve import Evolve
from evopose.commands.resume import Resume
from evopose.errors import BadOption, NotWritable
from evopose.evolution import growing as growing_module
from evopose.evolution.checkpoint import kept
from evopose.evolution.recipe import CopySelection, LimitsSelection, Recipe, Selection
from evopose.io import safetensors
from evopose.io.packing import packed, unpacked
from evopose.jobs import Progress, finish
from evopose.limits import opened
from evopose.model.population import Population
from tests.core.io.populations import people

FREE = Recipe(selection=Selection(limits=LimitsSelection(weight=0.0)))
"""All children live but near copies: shaken mannequins are no good humans."""
NOBODY = Recipe(selection=Selection(copies=CopySelection(distance_mm=1000.0)))


@pytest.fixture(scope="module")
def founders(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("founders") / "people.safetensors"
    metadata = {"clip_names": ["a", "b"], "clip_kinds": ["walk", "jump"], "clip_seconds_per_frame": [0.1, 0.1]}
    safetensors.write(Population(people(120), clip=np.repeat([0, 1], 60), metadata=metadata), path)
    return path


def options(founders: Path, out: Path, **more) -> Evolve:
    return Evolve(population=(founders,), out=out, **{"recipe": FREE, "ratio": 4.0, "fraction": 0.2, **more})


def digest(*files: str | Path) -> str:
    return hashlib.sha256(b"".join(Path(file).read_bytes() for file in files)).hexdigest()


@pytest.fixture(scope="module")
def whole(founders, tmp_path_factory) -> dict:
    """A run that was never stopped, in shards."""
    return finish(options(founders, tmp_path_factory.mktemp("whole") / "run", shard_poses=150).run())


def all_steps_told(monkeypatch) -> None:
    monkeypatch.setattr("evopose.evolution.watching._STEPS_S", 0.0)


def stopped_after(job, steps: int) -> int:
    """Closed after so many steps, as a terminal or the studio does it; how many there were."""
    count = 0
    for _ in job:
        count += 1
        if count == steps:
            job.close()
            break
    return count


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


def test_everybody_knows_parents_and_what_was_done(whole):
    read = safetensors.read(Path(whole["population"]))
    generation, parents, operators = (np.asarray(column) for column in (read.generation, read.parents, read.operators))
    assert (parents[:120] == -1).all() and not generation[:120].any() and not operators[:120].any()
    assert (np.diff(generation.astype(int)) >= 0).all() and generation[120:].min() == 1
    assert (generation[parents[120:]] < generation[120:, None]).all()
    assert (operators[120:] > 0).any()
    assert read.metadata["recipe"] == FREE.model_dump(mode="json")
    assert read.metadata["founders"][0]["poses"] == 120
    assert read.metadata["founder_clips"] == {"names": ["a", "b"], "kinds": ["walk", "jump"], "first": [0, 60]}
    assert read.metadata["operators"]["bits"]["local"] == 16


@pytest.mark.parametrize("chunk", [2, 6, 38, 1000])
def test_chunks_change_no_byte(chunk, whole, founders, tmp_path):
    result = finish(options(founders, tmp_path / "run", shard_poses=150, chunk=chunk).run())
    assert digest(*result["files"]) == digest(*whole["files"])
    assert [result[key] for key in ("poses", "survivors", "generations")] == [
        whole[key] for key in ("poses", "survivors", "generations")
    ]


def test_shards_hold_what_one_file_holds(whole, founders, tmp_path):
    result = finish(options(founders, tmp_path / "run").run())
    assert Path(result["population"]).name == "evolved.safetensors"
    one, many = safetensors.read(Path(result["population"])), safetensors.read(Path(whole["population"]))
    for name in ("positions", "generation", "parents", "operators"):
        np.testing.assert_array_equal(np.asarray(getattr(one, name)), np.asarray(getattr(many, name)))
    assert one.metadata == many.metadata


def test_another_seed_gives_others(whole, founders, tmp_path):
    result = finish(options(founders, tmp_path / "run", shard_poses=150, seed=1).run())
    assert digest(*result["files"]) != digest(*whole["files"])


@pytest.mark.parametrize("steps", [2, 4, 5, 7, 11, 17, 26, 40])
def test_stopped_and_resumed_equals_never_stopped(steps, whole, founders, tmp_path, monkeypatch):
    all_steps_told(monkeypatch)
    run = tmp_path / "run"
    assert stopped_after(options(founders, run, shard_poses=150, chunk=10).run(), steps) == steps
    if not run.exists():
        return  # before anything began, nothing is left
    assert runs.read_run(run).state == "stopped"
    assert stopped_after(Resume(run_folder=run).run(), 6) == 6
    result = finish(Resume(run_folder=run).run())
    assert digest(*result["files"]) == digest(*whole["files"])
    log = [entry["metrics"]["generation"] for entry in runs.read_log(run)]
    assert log == list(range(1, result["generations"] + 1))


def test_killed_at_any_write_and_resumed_equals_never_stopped(whole, founders, tmp_path, monkeypatch):
    """Nothing of the process is left but what lies on the disk: the checkpoint is as old as it may be."""
    for number, at in enumerate((3, 9, 14, 20, 31)):
        run = tmp_path / f"run {number}"
        with monkeypatch.context() as patch:
            patch.setattr(growing_module, "_write_all", dying(growing_module._write_all, 5 * at))
            patch.setattr("evopose.evolution.checkpoint.Keeper.keep", lambda keeper: None)
            with pytest.raises(Killed):
                finish(options(founders, run, shard_poses=150, chunk=10).run())
        result = finish(Resume(run_folder=run).run())
        assert digest(*result["files"]) == digest(*whole["files"]), at


class Killed(BaseException):
    """As far from an Exception as a signal."""


def dying(written, at: int):
    """Writes until number `at`, of which half gets to the disk."""
    count = iter(range(10_000))

    def dies(file, array):
        if next(count) == at:
            file.write(array.reshape(-1).view(np.uint8).data[: array.nbytes // 2])
            raise Killed
        written(file, array)

    return dies


def test_stopped_while_files_are_put_in_place(whole, founders, tmp_path, monkeypatch):
    run, place = tmp_path / "run", growing_module.Growing._place

    def dies(growing, number, final):
        if number == 2:
            raise KeyboardInterrupt
        place(growing, number, final)

    with monkeypatch.context() as patch:
        patch.setattr(growing_module.Growing, "_place", dies)
        with pytest.raises(KeyboardInterrupt):
            finish(options(founders, run, shard_poses=150).run())
    assert runs.read_run(run).resumable
    result = finish(Resume(run_folder=run).run())
    assert digest(*result["files"]) == digest(*whole["files"])


@pytest.mark.parametrize("after", [3, 30, 45, 80])
def test_a_full_disk_loses_nothing(after, whole, founders, tmp_path, monkeypatch):
    run, written, count = tmp_path / "run", growing_module._write_all, iter(range(1000))

    def full(file, array):
        if next(count) >= after:
            raise OSError(28, "No space left on device")
        written(file, array)

    with monkeypatch.context() as patch:
        patch.setattr(growing_module, "_write_all", full)
        with pytest.raises(NotWritable, match="No space left"):
            finish(options(founders, run, shard_poses=150, chunk=10).run())
    point = kept(run / "checkpoint")
    assert after < 10 or (point is not None and point.rows == 120 + point.total.survivors > 120), "what is done is kept"
    record = runs.read_run(run)
    assert record.state == "failed" and "No space left" in record.message and record.resumable
    result = finish(Resume(run_folder=run).run())
    assert digest(*result["files"]) == digest(*whole["files"])


def test_too_small_a_disk_is_told_before_the_work(founders, tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=1000))
    with pytest.raises(NotWritable, match=r"0\.1 MB are needed at the end, and 0\.0 MB are free"):
        finish(options(founders, tmp_path / "run").run())
    assert list(tmp_path.iterdir()) == []


def test_packed_positions_are_bred_from_as_they_are_kept(founders, tmp_path):
    result = finish(options(founders, tmp_path / "run", precision="0.1mm").run())
    read = safetensors.read(Path(result["population"]))
    assert result["bytes"] < 480 * 120 + 5000
    first = safetensors.read(founders).positions
    np.testing.assert_array_equal(read.positions[:120], unpacked(*packed(first, 1e-4), 1e-4))
    assert np.isfinite(np.asarray(read.positions)).all()


def test_limits_hold_for_positions_as_they_are_kept(tmp_path, small_limits, founders):
    """Rounded to a millimetre, some children would leave the limits that they were selected by."""
    recipe = Recipe(selection=Selection(limits=LimitsSelection(file=small_limits)))
    result = finish(options(founders, tmp_path / "run", recipe=recipe, precision="1mm", ratio=20.0).run())
    children = safetensors.read(Path(result["population"])).positions[120:]
    assert len(children) == 19 * 120
    assert opened(small_limits).valid(children).all()


def test_packed_stopped_and_resumed_equals_never_stopped(founders, tmp_path, monkeypatch):
    all_steps_told(monkeypatch)
    more = {"precision": "0.1mm", "chunk": 10, "shard_poses": 200}
    result = finish(options(founders, tmp_path / "whole", **more).run())
    stopped_after(options(founders, tmp_path / "run", **more).run(), 15)
    assert digest(*finish(Resume(run_folder=tmp_path / "run").run())["files"]) == digest(*result["files"])


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


def test_resumed_needs_the_same_limits(founders, tmp_path, monkeypatch, small_limits):
    all_steps_told(monkeypatch)
    recipe = Recipe(selection=Selection(limits=LimitsSelection(weight=0.1, file=small_limits)))
    stopped_after(options(founders, tmp_path / "run", recipe=recipe, chunk=10).run(), 15)
    kept = small_limits.read_bytes()
    small_limits.write_bytes(kept + b"x")
    with pytest.raises(BadOption, match="limits changed"):
        finish(Resume(run_folder=tmp_path / "run").run())
    small_limits.write_bytes(kept)
    assert finish(Resume(run_folder=tmp_path / "run").run())["poses"] == 480


@pytest.fixture
def small_limits(tmp_path) -> Path:
    from evopose.limits import write
    from evopose.limits.learning import Growth, learn

    write(finish(learn([people(50).astype(float)], Growth(), {"name": "a test"})), tmp_path / "limits.npz")
    return tmp_path / "limits.npz"
