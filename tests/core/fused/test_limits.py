"""Joint limits by fused loops give the verdicts of the batched ones, but for directions on a cell's border."""

from pathlib import Path

import numpy as np
import pytest

from evopose.fused import limits as fused
from evopose.limits.files import default
from evopose.limits.trials import with_random_limbs
from evopose.model.array import NDArray


@pytest.fixture(scope="module")
def positions(shared_data: Path) -> NDArray:
    """Real poses of two sets, and real trunks with limbs pointing anywhere."""
    sets = []
    for name in ("cmu", "bandai1"):
        with np.load(shared_data / f"data/mocap/{name}.npz", allow_pickle=False) as file:
            sets.append(file["positions"].astype(np.float32))
    real = np.concatenate(sets)
    return np.concatenate([real, with_random_limbs(real, np.random.default_rng(0)).astype(np.float32)])


def test_verdicts_are_those_of_the_batched_limits(positions: NDArray) -> None:
    found, expected = fused.valid(default(), positions), default().valid(positions)
    assert 0.3 < expected.mean() < 0.9
    assert (found != expected).mean() <= 1e-5


def test_degenerate_poses_have_no_valid_direction(positions: NDArray) -> None:
    bad = positions[:4].copy()
    bad[0, 3] = np.nan
    bad[1, 12] = bad[1, 11]
    bad[2] = 0
    bad[3, 10] = np.inf
    assert not fused.valid(default(), bad).any()


def test_a_head_folded_onto_the_thorax_is_invalid_but_nothing_else_is(positions: NDArray) -> None:
    folded = positions[:1].copy()
    folded[0, 10] = folded[0, 8]
    assert fused.valid(default(), folded)[0].tolist() == default().valid(folded)[0].tolist() == [False] + 8 * [True]
