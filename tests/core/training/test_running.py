"""What a run of training leaves in its folder."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from evopose import runs
from evopose.jobs import finish
from evopose.lifting.files import read_lifter
from evopose.training.glance import read_glance
from evopose.training.options import TrainOptions

Make = Callable[..., TrainOptions]


def test_a_run_tells_what_it_came_to(tiny: Make, every_line: None) -> None:
    options = tiny()
    result = finish(options.run())
    record = runs.read_run(options.out)
    assert (record.state, record.command) == ("finished", "train")
    assert (result["stages"], result["steps"], result["samples"]) == (2, 12, 192)
    assert result["validation"]["pairs"] == 40 and len(result["validation"]["stages_mm"]) == 2
    lifter = read_lifter(Path(result["lifter"]))
    assert len(lifter.cascade) == 2 and lifter.metadata["data"][0]["poses"] == 50
    assert not (options.out / "checkpoint").exists()
    glance = read_glance(options.out / "glance.safetensors")
    assert (glance.stage, glance.total_step, len(glance.pixels)) == (2, 12, 10)
    error = np.linalg.norm(glance.predicted - glance.truth, axis=-1).mean(axis=1) * 1000
    np.testing.assert_allclose(error, glance.mpjpe_mm, atol=0.01)


def test_lines_of_the_log_have_the_keys_that_pages_show(tiny: Make, every_line: None) -> None:
    options = tiny()
    finish(options.run())
    lines = [line["metrics"] for line in runs.read_log(options.out)]
    always = {"stage", "stages", "step", "steps", "total_step", "epoch", "learning_rate", "samples_per_s", "memory_mb",
              "device", "precision", "batch_size", "left_s"}  # fmt: skip
    assert all(always <= line.keys() for line in lines)
    judged = [(line["stage"], line["step"]) for line in lines if "validation_mpjpe_mm" in line]
    assert judged == [(1, 3), (1, 6), (2, 3), (2, 6)]
    assert all(line["best_mpjpe_mm"] <= line["validation_mpjpe_mm"] for line in lines if "best_mpjpe_mm" in line)
    assert [line["stage"] for line in lines if line.get("stage_done")] == [1, 2]
    assert sum("loss" in line for line in lines) == 12


def test_options_of_a_run_hold_from_any_folder(tiny: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    finish(tiny(population=(Path("people.safetensors"),), out=Path("here")).run())
    asked = json.loads((tmp_path / "here" / "options.json").read_text())["options"]
    assert asked["population"] == [str(tmp_path / "people.safetensors")] and asked["out"] == str(tmp_path / "here")
