"""Fused loops breed what the batched operators breed, whatever the recipe."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from evopose.evolution.brood import Brood
from evopose.evolution.eager import Eager
from evopose.evolution.fused_engine import PAIRS_AT_ONCE, Fused
from evopose.evolution.lengths import template_of
from evopose.evolution.presets import PRESETS, merged
from evopose.evolution.recipe import Recipe, TorsoMutation
from evopose.limits.files import default
from evopose.model.array import NDArray

COUNT = 8_000
RECIPES: dict[str, dict[str, Any]] = {
    "plain": {},
    "no exchange in half of the pairs": {"crossover": {"rate": 0.5}},
    "heads that stay, all limbs mutate": {"crossover": {"head": False}, "local": {"bones": "all", "rate": 0.5}},
    "global bones, all limbs mutate": {"crossover": {"carry": "global"}, "local": {"bones": "all"}},
    "turns about local axes": {"local": {"noise": "axis", "sigma_deg": 30.0}},
    "directions around the old ones": {"local": {"noise": "sphere", "sigma_deg": 25.0}},
    "no noise": {"local": {"noise": "sphere", "sigma_deg": 0.0}},
    "all trunks bend": {"torso": {"rate": 1.0, "sigma_deg": 15.0}},
    "bodies turn about any axis": {"orientation": {"rate": 1.0, "axis": "any"}},
    "bodies turn about a coordinate": {"orientation": {"rate": 0.5, "axis": "coordinate"}},
    "bodies turn and tilt": {"orientation": {"rate": 0.7, "axis": "heading"}},
    "lengths of the other": {"lengths": {"source": "other"}},
    "lengths of the other, of all limbs": {
        "lengths": {"source": "other", "bones": "limbs"},
        "crossover": {"rate": 0.5},
    },
    "lengths of the template": {"lengths": {"source": "template"}, "torso": {"rate": 0.5}},
    "lengths vary": {"lengths": {"noise": 0.2, "scale": 0.3}, "torso": {"rate": 0.5}},
    "hips stay where they were": {"ground": {"place": False}},
    "seven directions suffice": {"selection": {"limits": {"directions": 7}}, "local": {"sigma_deg": 60.0}},
    "half of the offenders go": {"selection": {"limits": {"weight": 0.5}, "copies": {"weight": 0.25}}},
    "nobody is selected": {"selection": {"limits": {"weight": 0.0}, "copies": {"weight": 0.0}}},
}


@pytest.fixture(scope="module")
def positions(shared_data: Path) -> NDArray:
    with np.load(shared_data / "data/mocap/cmu.npz", allow_pickle=False) as file:
        return np.asarray(file["positions"], np.float32)


def _engines(recipe: Recipe, positions: NDArray) -> tuple[Eager, Fused]:
    template = template_of(torch.from_numpy(positions))
    return Eager(recipe, default(), torch.device("cpu"), template), Fused(recipe, default(), template)


def _assert_same(eager: Brood, fused: Brood) -> None:
    """But for candidates on a cell's border, or as far from a parent as is just allowed."""
    both, place, other = np.intersect1d(eager.index, fused.index, return_indices=True)
    assert len(eager.index) + len(fused.index) - 2 * len(both) <= max(1, 1e-4 * COUNT)
    assert len(both) > 200
    assert float((eager.positions[place] - fused.positions[other]).abs().max()) < 1e-5
    assert torch.equal(eager.parents[place], fused.parents[other])
    assert torch.equal(eager.operators[place], fused.operators[other])
    assert eager.removed.keys() == fused.removed.keys()
    assert sum(abs(eager.removed[name] - fused.removed[name]) for name in eager.removed) <= max(2, 2e-4 * COUNT)
    assert abs(eager.copies - fused.copies) <= max(1, 1e-4 * COUNT)
    assert fused.positions.dtype == eager.positions.dtype
    assert fused.index.dtype == eager.index.dtype and fused.operators.dtype == eager.operators.dtype


@pytest.mark.parametrize("changes", RECIPES.values(), ids=RECIPES.keys())
def test_every_option_breeds_the_same_children(changes: dict[str, Any], positions: NDArray) -> None:
    eager, fused = _engines(merged(Recipe(torso=TorsoMutation(rate=0.2)), changes), positions)
    _assert_same(eager.brood(positions, 1, 0, COUNT, 7), fused.brood(positions, 1, 0, COUNT, 7))


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_breeds_the_same_children(name: str, positions: NDArray) -> None:
    eager, fused = _engines(PRESETS[name], positions)
    _assert_same(eager.brood(positions, 2, 4000, COUNT, 0), fused.brood(positions, 2, 4000, COUNT, 0))


def test_children_do_not_depend_on_the_chunk(positions: NDArray) -> None:
    _, fused = _engines(PRESETS["default"], positions)
    whole = fused.brood(positions, 0, 0, 40_000, 3)
    parts = [fused.brood(positions, 0, first, count, 3) for first, count in ((0, 2), (2, 19_998), (20_000, 20_000))]
    assert torch.equal(whole.positions, torch.cat([part.positions for part in parts]))
    assert torch.equal(whole.index, torch.cat([part.index for part in parts]))
    assert torch.equal(whole.parents, torch.cat([part.parents for part in parts]))
    assert whole.removed == {name: sum(part.removed[name] for part in parts) for name in whole.removed}


def test_children_do_not_depend_on_the_number_of_threads(positions: NDArray) -> None:
    _, fused = _engines(PRESETS["paper"], positions)
    threads = torch.get_num_threads()
    broods = []
    try:
        for count in (1, 3):
            torch.set_num_threads(count)
            broods.append(fused.brood(positions, 0, 10, 6 * PAIRS_AT_ONCE + 2, 1))
    finally:
        torch.set_num_threads(threads)
    one, three = broods
    for name in ("index", "positions", "parents", "operators"):
        assert torch.equal(getattr(one, name), getattr(three, name)), name
    assert (one.removed, one.copies) == (three.removed, three.copies)


def test_seeds_and_generations_breed_other_children(positions: NDArray) -> None:
    _, fused = _engines(PRESETS["default"], positions)
    first = fused.brood(positions, 0, 0, 1000, 0)
    for other in (fused.brood(positions, 1, 0, 1000, 0), fused.brood(positions, 0, 0, 1000, 1)):
        assert not np.array_equal(first.parents[:100], other.parents[:100])


def test_children_of_degenerate_parents_are_counted_out(positions: NDArray) -> None:
    eager, fused = _engines(PRESETS["default"], positions)
    some = positions[:40].copy()
    some[::4, 5] = np.nan
    expected, found = eager.brood(some, 0, 0, 4000, 0), fused.brood(some, 0, 0, 4000, 0)
    assert torch.isfinite(found.positions).all()
    assert found.removed["degenerate"] == expected.removed["degenerate"] > 1000
    assert torch.equal(found.index, expected.index)


def test_two_poses_are_a_population(positions: NDArray) -> None:
    eager, fused = _engines(PRESETS["paper"], positions)
    pair = positions[[100, 9000]]
    found = fused.brood(pair, 0, 0, 200, 0)
    assert torch.equal(found.parents, eager.brood(pair, 0, 0, 200, 0).parents)
    assert (found.parents.sort(1).values == torch.tensor([0, 1])).all()
