"""The benchmark of lifting measures what it says."""

from itertools import chain

import pytest
import torch

from evopose.lifting import bench
from evopose.lifting.options import ModelOptions


def test_it_has_figures_of_every_learner_and_the_quick_ones_say_the_same(monkeypatch):
    small = {"stages": 1, "width": 32, "blocks": 1}
    monkeypatch.setattr(bench, "MODELS", {name: each.model_copy(update=small) for name, each in bench.MODELS.items()})
    found = bench.bench_lifting(40)
    assert {"residual", "attention"} <= found.keys()
    for name in ("residual", "attention"):
        assert 0 <= found[name]["apart_mm"] < 5
        assert 0 <= found[name]["one_pose_apart_mm"] < 5


def test_the_middle_and_the_slowest_are_of_each_pose_and_not_of_the_first_few(monkeypatch):
    monkeypatch.setattr(bench, "_ROUNDS", 2)
    monkeypatch.setattr(bench, "_ONES", 50)
    lifter = bench._lifter(ModelOptions(stages=1, width=8, blocks=1))
    first = [9.0] * bench._BEFORE
    seconds = [*first, *(number / 1000 for number in range(100, 50, -1)), *first, *(n / 1000 for n in range(1, 51))]
    times = chain.from_iterable((1000.0, 1000.0 + each) for each in seconds)
    found = bench._ones({"it": lifter}, torch.zeros(100, 17, 2), lambda: next(times))
    assert found["it"] == pytest.approx({"p50": 50.5, "p99": 99.99, "quietest_p50": 25.5})
