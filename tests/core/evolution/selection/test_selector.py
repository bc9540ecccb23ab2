"""Selectors one after another."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
import torch
from torch import Tensor

from evopose.evolution.brood import Brood
from evopose.evolution.draws import Draws, Stream
from evopose.evolution.recipe import CopySelection, GroundSelection
from evopose.evolution.selection.copies import near
from evopose.evolution.selection.ground import GroundSelector
from evopose.evolution.selection.selector import Candidates, select, spared, survives


@dataclass(frozen=True)
class Every:
    """Keeps the candidates whose number is a multiple of `step`."""

    step: int
    name: str

    def keep(self, candidates: Candidates) -> Tensor:
        return candidates.draws.index % self.step == 0


@pytest.fixture
def brood(standing: Tensor) -> Brood:
    numbers = torch.arange(12)
    poses = standing + numbers[:, None, None]
    return Brood(numbers, poses, torch.stack([numbers, -numbers], dim=1), numbers.int(), {"limits": 5}, copies=2)


def test_each_selector_sees_what_those_before_it_left_and_is_told_by_name(brood):
    left = select([Every(2, "even"), Every(3, "threefold")], brood, Draws(0, 1, brood.index))
    assert left.index.tolist() == [0, 6]
    assert left.positions[:, 0, 0].tolist() == [0, 6]
    assert left.parents.tolist() == [[0, 0], [6, -6]]
    assert left.operators.tolist() == [0, 6]
    assert left.removed == {"limits": 5, "even": 6, "threefold": 4}
    assert left.copies == 2


def test_all_that_came_survived_or_was_removed(brood):
    left = select([Every(5, "a"), Every(5, "a")], brood, Draws(0, 1, brood.index))
    assert len(left.index) + left.removed["a"] == len(brood.index)


def test_an_empty_brood_stays_empty(brood):
    nobody = select([Every(2, "even")], brood, Draws(0, 1, brood.index))
    nobody = select([Every(100, "one")], nobody, Draws(0, 1, nobody.index))
    nobody = Brood(*(getattr(nobody, name)[:0] for name in ("index", "positions", "parents", "operators")))
    left = select([Every(3, "b"), GroundSelector(GroundSelection(weight=1))], nobody, Draws(0, 1, nobody.index))
    assert len(left.index) == 0


def test_a_filter_removes_its_share_of_the_offenders_and_nobody_else():
    draws = Draws(1, 2, torch.arange(20_000))
    offends = torch.arange(20_000) % 2 == 0
    kept = spared(offends, 0.25, draws, Stream.GROUND_SELECTION)
    assert kept[~offends].all()
    assert kept[offends].float().mean().item() == pytest.approx(0.75, abs=0.02)
    assert not spared(offends, 1.0, draws, Stream.GROUND_SELECTION)[offends].any()


def test_survival_follows_the_probability_and_nan_does_not_survive():
    draws = Draws(1, 2, torch.arange(20_000))
    chance = torch.full((20_000,), 0.3)
    assert survives(chance, draws, Stream.NOVELTY).float().mean().item() == pytest.approx(0.3, abs=0.02)
    assert not survives(chance * torch.nan, draws, Stream.NOVELTY).any()


def test_a_verdict_does_not_depend_on_who_stands_beside(standing, candidates: Callable[..., Candidates]):
    wild = standing + torch.randn(600, 17, 3, generator=torch.Generator().manual_seed(0)) * 0.2
    selector = GroundSelector(GroundSelection(weight=0.6, hip_max_m=1.0))
    whole = selector.keep(candidates(wild))
    parts = [selector.keep(candidates(wild[i : i + 70], first=i)) for i in range(0, 600, 70)]
    assert torch.equal(whole, torch.cat(parts))
    assert 0.2 < whole.float().mean().item() < 0.9


def test_copies_are_those_nearer_than_the_distance():
    distance = torch.tensor([0.0, 0.009, 0.011, 0.5])
    assert near(distance, CopySelection()).tolist() == [True, True, False, False]
