"""Who stands on the ground as asked."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from evopose.evolution.recipe import GroundSelection
from evopose.evolution.selection.ground import GroundSelector
from evopose.evolution.selection.selector import Candidates


def kept(candidates: Candidates, **options: object) -> list[bool]:
    return GroundSelector(GroundSelection.model_validate({"weight": 1, **options})).keep(candidates).tolist()


@pytest.fixture
def three(standing: Tensor, candidates: Callable[..., Candidates]) -> Candidates:
    """Somebody who stands, who kneels (ankles up behind), and who stands on the hands."""
    kneeling = standing.clone()
    kneeling[[3, 6], 1], kneeling[[3, 6], 2] = -0.4, 0.55
    return candidates(torch.stack([standing, kneeling, standing * torch.tensor([1, 1, -1])]))


def test_the_lowest_joint_must_be_one_of_those_allowed(three):
    assert kept(three, lowest="ankles") == [True, False, False]
    assert kept(three, lowest="legs") == [True, True, False]
    assert kept(three, lowest="any") == [True, True, True]


def test_the_hip_must_be_as_high_over_the_lowest_joint_as_allowed(three):
    assert kept(three, hip_min_m=0.6) == [True, False, True]
    assert kept(three, hip_max_m=0.8) == [False, True, True]


def test_nan_does_not_stand(standing, candidates):
    assert kept(candidates((standing * torch.nan)[None])) == [False]
