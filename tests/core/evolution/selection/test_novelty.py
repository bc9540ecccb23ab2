"""Preferring children in poorly filled cells."""

from collections.abc import Callable

import numpy as np
import pytest
import torch

from evopose.evolution.recipe import NoveltySelection
from evopose.evolution.selection.novelty import NoveltySelector, common, commonness
from evopose.evolution.selection.selector import Candidates
from evopose.geometry.hierarchy import limb_vectors
from evopose.limits.sphere import CELLS, cells
from evopose.model.array import NDArray
from evopose.model.limits import PHI_CELLS

CPU = torch.device("cpu")


def counted(positions: torch.Tensor) -> NDArray:
    counts = np.zeros((9, CELLS), np.int64)
    vectors = limb_vectors(positions.numpy())
    for limb in range(9):
        column, row = cells(np, (vectors[:, limb, 0], vectors[:, limb, 1], vectors[:, limb, 2]))
        np.add.at(counts[limb], column * PHI_CELLS + row, 1)
    return counts


def selector(counts: NDArray, weight: float) -> NoveltySelector:
    return NoveltySelector(NoveltySelection(weight=weight), commonness(counts, CPU))


def test_who_is_commonest_in_everything_never_survives_full_weight(standing, candidates: Callable[..., Candidates]):
    crowd = standing.expand(500, 17, 3)
    assert not selector(counted(crowd), 1.0).keep(candidates(crowd)).any()
    assert selector(counted(crowd), 0.4).keep(candidates(crowd)).float().mean().item() == pytest.approx(0.6, abs=0.07)


def test_who_is_in_empty_cells_always_survives(standing, candidates: Callable[..., Candidates]):
    poses = standing.expand(300, 17, 3)
    assert selector(np.zeros((9, CELLS), np.int64), 1.0).keep(candidates(poses)).all()


def test_the_densest_cell_is_wholly_common_and_an_empty_one_not_at_all():
    counts = np.random.default_rng(0).integers(0, 50, (9, CELLS))
    counts[:, 100] = 0
    counts[:, 30] = 10_000
    shares = commonness(counts, CPU)
    assert shares[:, 30].tolist() == [1.0] * 9
    assert shares[:, 100].tolist() == [0.0] * 9


def test_how_common_a_cell_is_depends_on_shares_and_not_on_the_size_of_the_population():
    counts = np.random.default_rng(0).integers(0, 50, (9, CELLS))
    assert torch.allclose(commonness(counts, CPU), commonness(counts * 1000, CPU))


def test_the_commoner_survive_the_less(real, candidates: Callable[..., Candidates]):
    poses = real("cmu")[::4]
    chosen = selector(counted(poses), 1.0)
    kept = chosen.keep(candidates(poses))
    share = common(poses, chosen.commonness.reshape(-1))
    assert share[kept].mean() < share[~kept].mean() - 0.05


def test_degenerate_poses_do_not_survive(standing, candidates: Callable[..., Candidates]):
    poses = torch.stack([standing, standing * torch.nan, standing * 0])
    assert selector(np.zeros((9, CELLS), np.int64), 0.5).keep(candidates(poses)).tolist() == [True, False, False]
