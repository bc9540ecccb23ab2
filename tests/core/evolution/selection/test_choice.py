"""Which selectors a recipe asks for."""

from pathlib import Path

import numpy as np
import pytest
import torch

from evopose.errors import MissingFile
from evopose.evolution.brood import Brood
from evopose.evolution.draws import Draws
from evopose.evolution.presets import merged
from evopose.evolution.recipe import Recipe
from evopose.evolution.selection.active import ActiveSelector
from evopose.evolution.selection.choice import selectors_for
from evopose.evolution.selection.selector import select
from evopose.lifting.cascade import Cascade
from evopose.lifting.default import default_lifter_path
from evopose.lifting.files import write_lifter
from evopose.lifting.lifter import Lifter
from evopose.lifting.opening import open_predictor
from evopose.lifting.residual import Residual

COUNTS = np.zeros((9, 120, 60), np.int64)
CPU = torch.device("cpu")
NAMES = ("ground", "novelty", "frame", "intersection", "active")


@pytest.fixture
def lifter(tmp_path: Path) -> Path:
    """An untrained one."""
    torch.manual_seed(0)
    cascade = Cascade([Residual(34, 48, 16, 1)]).requires_grad_(False).eval()
    two, three = torch.full((17, 2), 100.0), torch.full((16, 3), 0.2)
    given = tuple(range(1, 17))
    path = tmp_path / "lifter.safetensors"
    write_lifter(Lifter(cascade, tuple(range(17)), given, "set", two * 5, two, three * 0, three), path)
    return path


def test_a_plain_recipe_asks_for_none():
    assert selectors_for(Recipe(), COUNTS, CPU) == ()


def test_each_is_asked_for_by_its_weight(lifter):
    for name in NAMES:
        more = {"lifter": lifter} if name == "active" else {}
        recipe = merged(Recipe(), {"selection": {name: {"weight": 0.5, **more}}})
        assert [selector.name for selector in selectors_for(recipe, COUNTS, CPU)] == [name]


def test_all_of_them_look_at_real_poses_and_every_removal_is_told(lifter, real):
    weights = {name: {"weight": 0.5} for name in NAMES}
    weights["active"]["lifter"] = lifter
    recipe = merged(Recipe(), {"selection": weights})
    poses = real("cmu")[::20]
    numbers = torch.arange(len(poses))
    brood = Brood(numbers, poses, torch.stack([numbers, numbers], 1), numbers.int())
    left = select(selectors_for(recipe, COUNTS, CPU), brood, Draws(1, 1, numbers))
    assert set(left.removed) == set(NAMES)
    assert len(left.index) + sum(left.removed.values()) == len(poses)
    assert 0 < len(left.index) < len(poses)


def test_verdicts_do_not_depend_on_how_candidates_are_cut(lifter, real):
    weights = {name: {"weight": 0.5} for name in NAMES}
    weights["active"]["lifter"] = lifter
    selectors = selectors_for(merged(Recipe(), {"selection": weights}), COUNTS, CPU)
    poses = real("cmu")[::20]

    def left(numbers: torch.Tensor) -> list[int]:
        brood = Brood(numbers, poses[numbers], torch.stack([numbers, numbers], 1), numbers.int())
        return select(selectors, brood, Draws(1, 1, numbers)).index.tolist()

    numbers = torch.arange(len(poses))
    assert left(numbers) == [index for part in torch.split(numbers, 100) for index in left(part)]


def test_a_lifter_that_is_named_must_be_there_and_none_is_the_one_that_ships(tmp_path):
    active = merged(Recipe(), {"selection": {"active": {"weight": 1.0}}})
    selectors = selectors_for(active, COUNTS, CPU)
    shipped = [each.lifter.metadata for each in selectors if isinstance(each, ActiveSelector)]
    assert shipped == [open_predictor(default_lifter_path()).metadata]
    elsewhere = merged(active, {"selection": {"active": {"lifter": tmp_path / "none.safetensors"}}})
    with pytest.raises(MissingFile, match="lifter"):
        selectors_for(elsewhere, COUNTS, CPU)
