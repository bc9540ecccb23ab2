"""Memory, precision and target in numbers, and what is to be expected of a run."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evopose.commands.evolve import Evolve
from evopose.errors import BadOption
from evopose.evolution.budget import USUAL_CHUNK, Target, bytes_a_pose, bytes_of, candidates, chunk_for, precise
from evopose.evolution.estimate import SURVIVALS, estimate
from evopose.evolution.presets import PRESETS


@pytest.mark.parametrize(
    ("text", "count"), [("4GB", 4e9), ("4 gb", 4e9), ("800M", 8e8), ("1.5GiB", 1.5e9), ("600000000", 6e8), ("2T", 2e12)]
)
def test_amounts_of_memory(text, count):
    assert bytes_of(text) == count


@pytest.mark.parametrize("text", ["", "GB", "-4GB", "4 cats", "1e9", "499MB", "nan"])
def test_amounts_that_are_none(text):
    with pytest.raises(BadOption):
        bytes_of(text)


@given(st.integers(500_000_000, 10**12), st.integers(0, 1 << 24))
def test_chunks_are_even_and_fit(memory, wanted):
    chunk = chunk_for(memory, wanted)
    assert chunk % 2 == 0 and 2 <= chunk <= max(2, wanted or USUAL_CHUNK["cpu"])
    assert chunk_for(memory) >= 4096


@given(st.integers(2, 10**7), st.floats(1e-6, 1))
def test_a_generation_tries_two_for_each_pair(poses, fraction):
    count = candidates(poses, fraction)
    assert count % 2 == 0 and count >= 2
    assert abs(count - 2 * fraction * poses) <= 2


def test_a_target_is_poses_or_generations_or_a_ratio():
    assert Target.of(14_620, 2.5, None, None) == Target(36_550, None)
    assert Target.of(10, 2.5, 3, None) == Target(None, 3)
    assert Target.of(10, 2.5, 3, 12) == Target(12, 3)
    assert Target.of(2, 1.0001, None, None).poses == 3, "one more at least"
    with pytest.raises(BadOption, match="are there already"):
        Target.of(10, 2.5, None, 10)


@given(st.integers(2, 10**6), st.floats(0.001, 1), st.integers(1, 200))
def test_no_generation_makes_more_than_all_its_candidates(founders, fraction, generations):
    target = Target(None, generations)
    count = founders
    for _ in range(generations):
        count = min(count + candidates(count, fraction), 2_000_000_000)
    assert target.most(founders, fraction) == count or count == 2_000_000_000


def test_large_populations_are_packed_unless_told_otherwise():
    assert [precise("auto", count) for count in (999_999, 1_000_000)] == ["float32", "0.1mm"]
    assert [precise(kept, 10**7) for kept in ("float32", "1mm")] == ["float32", "1mm"]
    assert [bytes_a_pose(kept) for kept in ("float32", "0.1mm", "1mm")] == [216, 120, 120]


def test_an_estimate_follows_what_a_run_does():
    found = estimate(1000, Target(2000, None), 0.05, survival=0.5, speed=100)
    assert found.poses == 2000 and found.bytes == 2000 * 216
    assert found.candidates == 2000
    assert found.seconds == pytest.approx(23)
    assert found.generations == 15
    assert estimate(1000, Target(None, 1), 0.05, survival=0.5).poses == 1050
    assert estimate(1000, Target(5000, None), 0.05, survival=0.0).poses == 1000
    assert estimate(10**6, Target(10**7, None), 0.05).precision == "0.1mm"


def test_every_preset_has_its_survival_and_who_loses_more_tries_more():
    assert set(SURVIVALS) == set(PRESETS)
    tried = {
        name: Evolve(population=Path("a.npz"), out=Path("run"), preset=name).estimate(1000).candidates
        for name in PRESETS
    }
    assert tried["lifting"] > tried["default"] > tried["paper"] > tried["original"]


def test_fused_loops_take_more_at_once_and_no_more_than_fits():
    assert chunk_for(4 * 10**9, 0, "fused") == USUAL_CHUNK["fused"] > chunk_for(4 * 10**9)
    assert chunk_for(500_000_000, 0, "fused") < USUAL_CHUNK["fused"]
