"""The benchmark of lifting measures what it says."""

from evopose.lifting import bench


def test_it_has_figures_of_every_learner(monkeypatch):
    small = {"stages": 1, "width": 32, "blocks": 1}
    monkeypatch.setattr(bench, "MODELS", {name: each.model_copy(update=small) for name, each in bench.MODELS.items()})
    found = bench.bench_lifting(40)
    for name in ("residual", "attention"):
        assert found[name]["fast_per_second"] > 0
        assert found[name]["fast_one_pose_ms"]["p50"] <= found[name]["fast_one_pose_ms"]["p99"]
        assert 0 <= found[name]["apart_mm"] < 5
