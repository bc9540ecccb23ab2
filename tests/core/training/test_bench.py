"""Benchmarks of training give their figures, at tiny sizes."""

from functools import partial
from pathlib import Path

import pytest

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
    assert figures["ratio"] == pytest.approx(figures["samples_per_s"] / figures["plain_float32_samples_per_s"], rel=0.2)
    errors = figures["validation_mpjpe_mm"], figures["plain_float32_validation_mpjpe_mm"]
    assert min(errors) > 50 and errors[0] == pytest.approx(errors[1], rel=0.2)
    assert figures["paper_hours"] > 0 and figures["steps"] == 2


def test_feeding_is_measured_for_every_kind_of_cameras(shared_data: Path) -> None:
    figures = bench.bench_feeding(shared_data / "data" / "mocap", 300)
    assert all(value > 0 for name, value in figures.items() if name.endswith("pairs_per_s")) and len(figures) == 7
