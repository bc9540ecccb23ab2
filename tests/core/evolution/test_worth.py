"""How near populations come to other poses."""

from pathlib import Path

import numpy as np
import pytest
import torch

from evopose.coverage.regions import possible
from evopose.evolution.worth import Yardstick, described, judged, likeness, nearest, novelty
from evopose.geometry.hierarchy import encode
from evopose.limits import default
from evopose.model.array import NDArray


@pytest.fixture(scope="module")
def real(shared_data: Path) -> NDArray:
    with np.load(shared_data / "data" / "mocap" / "cmu.npz", allow_pickle=False) as file:
        return file["positions"][::29].astype(np.float32)


@pytest.fixture(scope="module")
def lengths(real: NDArray) -> NDArray:
    return encode(real.astype(float)).lengths.mean(axis=0)


def turned(positions: NDArray, degrees: float) -> NDArray:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return positions @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]]) + (3.0, -2.0, 0.0)


def test_what_a_body_does_is_the_same_whatever_its_size_place_and_heading(real, lengths):
    here, there = described(real, lengths), described((turned(real, 70) * 1.2).astype(np.float32), lengths)
    for one, other in zip(here, there, strict=True):
        assert torch.allclose(one, other, atol=2e-5)


def test_who_lies_stands_otherwise_but_does_the_same(real, lengths):
    lying = real[:, :, [0, 2, 1]] * (1, 1, -1)
    here, there = described(real, lengths), described(lying.astype(np.float32), lengths)
    assert torch.allclose(here.pose, there.pose, atol=2e-5)
    assert (here.standing - there.standing).abs().amax(dim=1).min() > 0.1


def test_real_poses_among_themselves_are_at_no_distance(real, lengths):
    themselves = described(real, lengths)
    by = Yardstick(lengths, {"same": themselves, "few": described(real[:40], lengths)}, themselves, possible(default()))
    figures = judged(real, by)
    for distances in figures["unseen"].values():
        assert all(value == pytest.approx(0, abs=0.1) for value in distances.values())
    assert figures["to_real_mm"] == pytest.approx(0, abs=0.01)
    assert 0 < figures["share"] < 1


def test_a_larger_population_is_never_farther_from_anybody(real, lengths):
    by = Yardstick(lengths, {"all": described(real, lengths)}, described(real, lengths), possible(default()))
    few, many = judged(real[:50], by), judged(real[:200], by)
    assert many["unseen"]["all"]["limbs_deg"] < few["unseen"]["all"]["limbs_deg"]
    assert many["unseen"]["all"]["pose_mm"] < few["unseen"]["all"]["pose_mm"]
    assert many["share"] > few["share"]


def test_the_nearest_is_the_nearest_also_across_blocks():
    random = torch.Generator().manual_seed(0)
    queries, among = torch.randn(600, 3, generator=random), torch.randn(40_000, 3, generator=random)
    plain = torch.stack([(among - query).square().sum(1).argmin() for query in queries])
    found = nearest(queries, among)
    assert torch.allclose((queries - among[found]).norm(dim=1), (queries - among[plain]).norm(dim=1), atol=1e-3)


def test_a_founder_is_no_novelty_and_a_degenerate_pose_is_nothing(real):
    poses = np.stack([real[3], real[5] * np.nan, real[-1]])
    found = novelty(poses, real[:20])
    assert found[0] == pytest.approx(0, abs=1e-4)
    assert np.isnan(found[1])
    assert found[2] > 0.01


def test_likeness_looks_at_other_groups_only(real, lengths):
    poses = torch.cat([described(real[:10], lengths).pose] * 2)
    halves = np.repeat([0, 1], 10)
    assert likeness(poses, np.arange(10), halves) == pytest.approx(0, abs=0.01)
    assert likeness(poses, np.arange(10), np.tile(np.arange(10), 2)) > 1
