"""Fused loops find the same capsules in each other as the batched operators, but for what lies at the very border."""

from pathlib import Path

import numpy as np
import pytest
import torch

from evopose.evolution.selection.intersection import deepest, looped
from evopose.geometry.components import joints_first
from evopose.model.array import NDArray, array_namespace

ROUNDING = 1e-5


@pytest.fixture(scope="module")
def poses(shared_data: Path) -> NDArray:
    """Real ones, shaken ones, and heaps of points without any size or order."""
    with np.load(shared_data / "data/mocap/cmu.npz", allow_pickle=False) as file:
        real = file["positions"][::3]
    random = np.random.default_rng(0)
    heaps = random.normal(0, 0.3, real.shape)
    return np.concatenate([real, real + random.normal(0, 0.05, real.shape), heaps]).astype(np.float32)


def depth(poses: NDArray) -> NDArray:
    positions = torch.from_numpy(poses)
    return deepest(joints_first(array_namespace(positions), positions)).numpy()


@pytest.mark.parametrize("allowed", [0.0, 0.01, 0.03])
def test_verdicts_are_those_of_the_batched_operators_but_at_the_border(poses: NDArray, allowed: float) -> None:
    deep = depth(poses)
    clear = looped(torch.from_numpy(poses), allowed).numpy()
    differ = clear != (deep <= allowed)
    assert (np.abs(deep[differ] - allowed) < ROUNDING).all()
    assert differ.mean() < 1e-4
    assert 0.2 < clear.mean() < 0.8


def test_a_body_of_no_size_and_bones_of_no_length_are_judged_alike(poses: NDArray) -> None:
    odd = np.stack([np.zeros((17, 3), np.float32), poses[0], poses[0], poses[0]])
    odd[1, 13], odd[2, 1:4], odd[3, 4] = odd[1, 12], odd[2, 4:7], odd[3, 1]
    deep = depth(odd)
    for allowed in (0.0, 0.01):
        assert np.array_equal(looped(torch.from_numpy(odd), allowed).numpy(), deep <= allowed)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("joint", range(17))
def test_what_is_not_finite_is_not_clear(poses: NDArray, joint: int, value: float) -> None:
    broken = poses[:2].copy()
    broken[1, joint, joint % 3] = value
    alone = looped(torch.from_numpy(poses[:1]), 0.05)
    assert looped(torch.from_numpy(broken), 0.05).tolist() == [bool(alone[0]), False]


def test_a_verdict_does_not_depend_on_the_poses_beside_it(poses: NDArray) -> None:
    together = looped(torch.from_numpy(poses), 0.01)
    apart = torch.cat([looped(some, 0.01) for some in torch.split(torch.from_numpy(poses), 777)])
    assert torch.equal(together, apart)


def test_no_poses_have_no_verdicts() -> None:
    assert looped(torch.empty(0, 17, 3), 0.01).tolist() == []
