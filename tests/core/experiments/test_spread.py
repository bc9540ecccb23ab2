"""Intervals over clips and seeds."""

import numpy as np
import pytest

from evopose.experiments.spread import drawn_again
from evopose.experiments.trial import OWN, Errors


def sets(seed: int, scale: float = 1.0, clips: int = 12) -> dict[str, Errors]:
    random = np.random.default_rng(seed)
    views = tuple(random.integers(4, 40, clips).tolist())
    clip = tuple(f"clip{k}" for k in range(clips))

    def errors(mean: float) -> Errors:
        values = tuple((scale * random.normal(mean, 20, clips)).tolist())
        return Errors(clip, views, values, values)

    return {"a": errors(100), "b": errors(200)}


def fixed_views(results: list[dict[str, Errors]]) -> list[dict[str, Errors]]:
    """As many views in each clip, whatever the seed, as real trials have."""
    return [
        {name: Errors(e.clips, (10,) * len(e.views), e.mpjpe_mm, e.pa_mpjpe_mm) for name, e in each.items()}
        for each in results
    ]


def test_the_mean_is_of_sets_however_many_poses_each_has():
    results = fixed_views([sets(seed) for seed in range(3)])
    found = drawn_again(results, ["a", "b"]).spread
    each = [np.mean([result[name].mean() for result in results]) for name in ("a", "b")]
    assert found.value == pytest.approx(np.mean(each))
    assert found.low < found.value < found.high


def test_an_arm_is_not_less_than_itself_and_half_of_it_is_half_for_sure():
    results = fixed_views([sets(seed) for seed in range(3)])
    half = fixed_views([sets(seed, 0.5) for seed in range(3)])
    whole = drawn_again(results, ["a", "b"])
    assert whole.less_than(whole) == (0, 0, 0)
    less = drawn_again(half, ["a", "b"]).less_than(whole)
    np.testing.assert_allclose(less, (0.5, 0.5, 0.5))


def test_more_clips_are_surer():
    few, many = ([sets(0, clips=clips)] for clips in (6, 200))
    width = [spread.high - spread.low for spread in (drawn_again(each, ["a"]).spread for each in (few, many))]
    assert width[1] < width[0] / 2


def test_of_fewer_than_two_clips_no_interval_is_claimed_nor_of_a_mean_with_such_a_set():
    few = [sets(seed, clips=1) for seed in range(2)]
    many = [{**each, "a": sets(seed, clips=6)["a"]} for seed, each in enumerate(few)]
    for results, names in ((few, ["a"]), (many, ["a", "b"])):
        found = drawn_again(results, names)
        assert found.spread.value > 0 and not found.spread.known
        assert not found.less_than(found).known
    assert drawn_again(many, ["a"]).spread.known
    assert drawn_again([{OWN: each["a"]} for each in few], [OWN]).spread.known, "over seeds"
    assert not drawn_again([{OWN: few[0]["a"]}], [OWN]).spread.known


def test_seeds_that_differ_make_it_less_sure():
    alike = fixed_views([sets(0)] * 4)
    apart = fixed_views([sets(0, scale) for scale in (0.7, 0.9, 1.1, 1.3)])
    width = [each.high - each.low for each in (drawn_again(some, ["a"]).spread for some in (alike, apart))]
    assert width[1] > width[0]
