"""Stopped, killed or out of room, a run that is resumed gives the same bytes as one that never stopped."""

import numpy as np
import pytest

from evopose import runs
from evopose.commands.resume import Resume
from evopose.errors import BadOption, NotWritable
from evopose.evolution import growing as growing_module
from evopose.evolution.checkpoint import kept
from evopose.evolution.recipe import LimitsSelection, Recipe, Selection
from evopose.jobs import finish
from tests.core.evolution.making import all_steps_told, digest, options, stopped_after


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


def test_packed_stopped_and_resumed_equals_never_stopped(founders, tmp_path, monkeypatch):
    all_steps_told(monkeypatch)
    more = {"precision": "0.1mm", "chunk": 10, "shard_poses": 200}
    result = finish(options(founders, tmp_path / "whole", **more).run())
    stopped_after(options(founders, tmp_path / "run", **more).run(), 15)
    assert digest(*finish(Resume(run_folder=tmp_path / "run").run())["files"]) == digest(*result["files"])


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
