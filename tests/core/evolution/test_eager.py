"""The engine of batched operators."""

import pytest
import torch

from evopose.evolution import breeding, eager
from evopose.evolution.brood import merged
from evopose.evolution.eager import Eager
from evopose.evolution.engine import make_engine
from evopose.evolution.lengths import template_of
from evopose.evolution.recipe import CopySelection, LimitsSelection, LocalMutation, Recipe, Selection
from evopose.geometry.hierarchy import encode
from evopose.limits.files import default

CPU = torch.device("cpu")
COUNT = 600


class OnlyVerdicts:
    """Limits of which nothing is known but verdicts on positions."""

    name = "verdicts"
    valid = staticmethod(default().valid)
    region = staticmethod(default().region)


def selection(limits=1.0, copies=1.0, **options):
    return Recipe(
        selection=Selection(limits=LimitsSelection(weight=limits, **options), copies=CopySelection(weight=copies))
    )


@pytest.fixture
def crowd(people):
    """Poses of whom most are valid."""
    everybody = people(0, 900)
    return everybody[default().valid(everybody).all(-1)].numpy()


def engine(recipe, crowd, limits=None):
    return Eager(recipe, limits or default(), CPU, template_of(torch.from_numpy(crowd)))


def same(one, two):
    for name in ("index", "positions", "parents", "operators"):
        assert torch.equal(getattr(one, name), getattr(two, name))
    assert (one.removed, one.copies) == (two.removed, two.copies)


def test_how_a_generation_is_cut_changes_no_byte(crowd, monkeypatch):
    breeder = engine(Recipe(), crowd)
    whole = breeder.brood(crowd, 1, 0, COUNT, 7)
    same(whole, merged([breeder.brood(crowd, 1, start, 50, 7) for start in range(0, COUNT, 50)]))
    monkeypatch.setattr(eager, "PAIRS_AT_ONCE", 37)
    same(whole, breeder.brood(crowd, 1, 0, COUNT, 7))


def test_seeds_and_generations_breed_others(crowd):
    breeder = engine(selection(0, 0), crowd)
    first = breeder.brood(crowd, 1, 0, COUNT, 7).positions
    assert not torch.equal(first, breeder.brood(crowd, 1, 0, COUNT, 8).positions)
    assert not torch.equal(first, breeder.brood(crowd, 2, 0, COUNT, 7).positions)


def test_every_candidate_survives_or_is_counted(crowd):
    brood = engine(Recipe(local=LocalMutation(sigma_deg=40)), crowd).brood(crowd, 1, 0, COUNT, 7)
    assert min(brood.removed["limits"], brood.removed["copies"]) > 0
    assert len(brood.index) + sum(brood.removed.values()) == COUNT
    assert (brood.index.diff() > 0).all()


def test_survivors_are_valid(crowd):
    brood = engine(Recipe(local=LocalMutation(sigma_deg=40)), crowd).brood(crowd, 1, 0, COUNT, 7)
    assert default().valid(brood.positions).all()


def test_limits_that_see_positions_alone_say_the_same(crowd):
    recipe = Recipe(local=LocalMutation(sigma_deg=40))
    same(*(engine(recipe, crowd, limits).brood(crowd, 1, 0, COUNT, 7) for limits in (default(), OnlyVerdicts())))


def test_fewer_directions_let_more_live(crowd):
    left = [len(engine(selection(directions=k), crowd).brood(crowd, 1, 0, COUNT, 7).index) for k in (9, 8, 1)]
    assert left[0] < left[1] <= left[2]


def test_a_filter_that_is_off_removes_nobody_and_a_half_weight_half(crowd):
    recipe = Recipe(local=LocalMutation(sigma_deg=60, bones="all"))

    def gone(weight):
        limits = LimitsSelection(weight=weight)
        halved = recipe.model_copy(update={"selection": Selection(limits=limits)})
        return engine(halved, crowd).brood(crowd, 1, 0, COUNT, 7).removed["limits"]

    assert gone(0) == 0
    assert 0.4 < gone(0.5) / gone(1) < 0.6


def test_near_copies_are_counted_even_if_they_stay(crowd):
    strict, lenient = (engine(selection(copies=w), crowd).brood(crowd, 1, 0, COUNT, 7) for w in (1, 0))
    assert strict.copies == lenient.copies == strict.removed["copies"] > 0
    assert len(lenient.index) == len(strict.index) + strict.copies


def test_a_child_has_the_skeleton_of_its_first_parent(crowd):
    brood = engine(Recipe(), crowd).brood(crowd, 1, 0, COUNT, 7)
    bases = torch.from_numpy(crowd)[brood.parents[:, 0]]
    assert torch.allclose(encode(brood.positions).lengths, encode(bases).lengths, atol=1e-5)


def test_pairs_have_the_same_parents_the_other_way_round(crowd):
    brood = engine(selection(0, 0), crowd).brood(crowd, 1, 0, COUNT, 7)
    assert torch.equal(brood.parents[::2], brood.parents[1::2].flip(1))
    assert (brood.parents[:, 0] != brood.parents[:, 1]).all()


def test_degenerate_children_never_live(crowd):
    ill = crowd.copy()
    ill[::2, 6] = torch.nan
    brood = engine(selection(0, 0), ill).brood(ill, 1, 0, COUNT, 7)
    assert torch.isfinite(brood.positions).all()
    assert brood.removed["degenerate"] > COUNT / 2


def test_two_poses_are_enough(crowd):
    brood = engine(selection(0, 0), crowd).brood(crowd[:2], 1, 0, 20, 7)
    assert len(brood.index) == 20


def test_it_is_made_by_name(crowd):
    made = make_engine("eager", Recipe(), default(), template_of(torch.from_numpy(crowd)), CPU)
    same(made.brood(crowd, 1, 0, 100, 7), engine(Recipe(), crowd).brood(crowd, 1, 0, 100, 7))
    assert made.name == "eager"


def test_chunks_are_whole_multiples_so_that_each_number_takes_the_same_way():
    assert breeding.PAIRS_AT_ONCE % breeding.MULTIPLE == 0
