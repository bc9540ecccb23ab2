"""Benchmarks of training give their figures, at tiny sizes."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
import torch

from evopose.lifting.options import ModelOptions
from evopose.training import bench


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "_BATCH", 32)
    monkeypatch.setattr(bench, "_POSES", 300)
    monkeypatch.setattr(bench, "ModelOptions", partial(ModelOptions, width=16))
    monkeypatch.setattr("evopose.training.judging.MOST", 100)


def test_ours_and_a_plain_loop_are_measured_side_by_side(shared_data: Path) -> None:
    figures = bench.bench_training(shared_data / "data" / "mocap", steps=2)
    errors = figures["validation_mpjpe_mm"], figures["plain_float32_validation_mpjpe_mm"]
    assert min(errors) > 50 and errors[0] == pytest.approx(errors[1], rel=0.2)
    assert figures["paper_hours"] > 0 and figures["steps"] == 2


def test_a_loop_that_takes_a_quarter_of_the_time_is_four_times_as_fast(
    shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plain loop is the one with torch's own dropout, and both make every step."""
    steps = {True: 0, False: 0}

    def seconds(step: Any, *_: object) -> float:
        step()
        plain = any(type(each) is torch.nn.Dropout for each in step.__self__.state.learner.modules())
        steps[plain] += 1
        return 0.4 if plain else 0.1

    monkeypatch.setattr(bench, "_seconds", seconds)
    monkeypatch.setattr(bench, "device_of", lambda name: "cpu")
    figures = bench.bench_training(shared_data / "data" / "mocap", steps=3)
    assert (figures["ratio"], figures["samples_per_s"], figures["plain_float32_samples_per_s"]) == (4.0, 320, 80)
    assert steps == {True: 3, False: 3}


def test_feeding_is_measured_for_every_kind_of_cameras(shared_data: Path) -> None:
    figures = bench.bench_feeding(shared_data / "data" / "mocap", 300)
    assert all(value > 0 for name, value in figures.items() if name.endswith("pairs_per_s")) and len(figures) == 7
