"""Laws of breeding as a whole."""

import pytest
import torch

from evopose.evolution import breeding
from evopose.evolution.breeding import breed
from evopose.evolution.draws import Draws
from evopose.evolution.lengths import template_of
from evopose.evolution.operators import ROOT_BITS, Operator
from evopose.evolution.recipe import (
    Crossover,
    Ground,
    Lengths,
    LocalMutation,
    Orientation,
    Recipe,
    TorsoMutation,
)
from evopose.evolution.roots import ROOTS
from evopose.geometry.hierarchy import encode

NOTHING = Recipe(
    crossover=Crossover(rate=0),
    local=LocalMutation(rate=0),
    torso=TorsoMutation(rate=0),
    orientation=Orientation(rate=0),
    lengths=Lengths(),
    ground=Ground(place=False),
)
EVERYTHING = Recipe(
    crossover=Crossover(rate=0.9, carry="global"),
    local=LocalMutation(rate=0.5, noise="sphere", bones="all"),
    torso=TorsoMutation(rate=0.5),
    orientation=Orientation(rate=0.5, axis="heading"),
    lengths=Lengths(source="other", rate=0.5, noise=0.05, scale=0.05),
)
RECIPES = pytest.mark.parametrize("recipe", [Recipe(), EVERYTHING], ids=["usual", "everything"])
PAIRS = 70


@pytest.fixture
def parents(people):
    """Fathers and mothers."""
    everybody = people(0, 2 * PAIRS)
    return everybody[:PAIRS], everybody[PAIRS:]


def numbers(first=0, pairs=PAIRS):
    return Draws(4, 2, torch.arange(first, first + 2 * pairs))


def born(recipe, parents, draws=None):
    return breed(recipe, *parents, numbers() if draws is None else draws, template_of(torch.cat(parents)))


def bases(parents):
    """Of each candidate the parent whose skeleton it has."""
    return torch.stack(parents, 1).reshape(-1, 17, 3)


def donors(parents):
    return bases(parents[::-1])


@RECIPES
@pytest.mark.parametrize("cut", [1, 32, 33, 69])
def test_where_candidates_are_cut_apart_changes_no_byte(parents, recipe, cut):
    whole = born(recipe, parents)
    first = born(recipe, [p[:cut] for p in parents], numbers(0, cut))
    rest = born(recipe, [p[cut:] for p in parents], numbers(2 * cut, PAIRS - cut))
    for one, *two in zip(whole, first, rest, strict=True):
        assert torch.equal(one, torch.cat(two))


@RECIPES
def test_how_many_are_bred_at_once_changes_no_byte(parents, recipe, monkeypatch):
    whole = born(recipe, parents)
    monkeypatch.setattr(breeding, "PAIRS_AT_ONCE", 19)
    for one, two in zip(whole, born(recipe, parents), strict=True):
        assert torch.equal(one, two)


@RECIPES
def test_the_order_of_pairs_changes_no_byte(parents, recipe):
    order = torch.randperm(PAIRS, generator=torch.Generator().manual_seed(0))
    both = numbers().index.view(PAIRS, 2)[order].reshape(-1)
    whole = born(recipe, parents)
    shuffled = born(recipe, [p[order] for p in parents], Draws(4, 2, both))
    for one, two in zip(whole, shuffled, strict=True):
        assert torch.equal(one[both], two)


def test_what_lies_beside_a_child_does_not_matter(parents):
    whole = born(EVERYTHING, parents)
    ill = [p.clone() for p in parents]
    ill[0][3], ill[1][40] = torch.nan, torch.inf
    well = torch.ones(2 * PAIRS, dtype=torch.bool)
    well[[6, 7, 80, 81]] = False
    for one, two in zip(whole, born(EVERYTHING, ill), strict=True):
        assert torch.equal(one[well], two[well])


def test_without_any_change_children_are_their_parents(parents):
    children, operators, distance = born(NOTHING, parents)
    assert torch.allclose(children, bases(parents), atol=2e-6)
    assert (operators == 0).all()
    assert (distance < 2e-6).all()


def test_trunks_stay_where_only_limbs_change(parents):
    recipe = NOTHING.model_copy(update={"crossover": Crossover(), "local": LocalMutation(rate=1, bones="all")})
    children, _, _ = born(recipe, parents)
    trunk = [0, 1, 4, 7, 8, 11, 14]
    assert torch.allclose(children[:, trunk], bases(parents)[:, trunk], atol=2e-6)


def test_lengths_stay_when_they_are_the_own(parents):
    children, _, _ = born(Recipe(torso=TorsoMutation(rate=1)), parents)
    assert torch.allclose(encode(children).lengths, encode(bases(parents)).lengths, atol=5e-6)


def test_the_distance_is_the_mean_over_joints_to_the_nearer_parent(parents):
    recipe = Recipe(orientation=Orientation(rate=0), ground=Ground(place=False))
    children, _, distance = born(recipe, parents)
    child, *both = (some - some[:, :1] for some in (children, bases(parents), donors(parents)))
    apart = torch.stack([(child - parent).norm(dim=-1).mean(-1) for parent in both])
    assert torch.allclose(distance, apart.amin(0), atol=1e-5)


def test_turning_the_body_and_placing_it_count_for_no_distance(parents):
    turned = born(Recipe(orientation=Orientation(rate=1, sigma_deg=90)), parents)
    still = born(Recipe(orientation=Orientation(rate=0), ground=Ground(place=False)), parents)
    assert torch.equal(turned[2], still[2])


def test_twins_of_the_parent_who_gives_are_near_copies(people):
    """Two poses that differ in one forearm: exchanging it makes each the other."""
    father = people(0, 1).expand(200, 17, 3)
    mother = father.clone()
    mother[:, 13, 1] += 0.2
    recipe = NOTHING.model_copy(update={"crossover": Crossover(carry="global"), "lengths": Lengths(source="other")})
    _, operators, distance = breed(recipe, father, mother, numbers(0, 200), template_of(father))
    at_forearm = (operators & ROOT_BITS) == 1 + [root.name for root in ROOTS].index("lelbow")
    assert at_forearm.any()
    assert (distance < 1e-6).all()


def test_operators_say_what_was_done(parents):
    operators = born(EVERYTHING, parents)[1]
    root = operators & ROOT_BITS
    assert set(root.tolist()) == set(range(11))
    assert torch.equal(root[::2], root[1::2])
    for recipe, operator in (
        ({"local": LocalMutation(rate=1, bones="all")}, Operator.LOCAL),
        ({"torso": TorsoMutation(rate=1)}, Operator.TORSO),
        ({"orientation": Orientation(rate=1)}, Operator.ORIENTATION),
        ({"lengths": Lengths(source="template")}, Operator.LENGTHS),
        ({"lengths": Lengths(rate=1, scale=0.1)}, Operator.LENGTHS),
    ):
        assert (born(NOTHING.model_copy(update=recipe), parents)[1] == int(operator)).all()
    assert operators.dtype == torch.int32


def test_parents_that_are_no_poses_make_children_without_distance(parents):
    father, mother = (p.clone() for p in parents)
    father[0, 5], father[1], mother[2] = torch.nan, 0.0, torch.inf
    mother[3, [1, 4]] = mother[3, 0].clone()
    _, _, distance = born(EVERYTHING, (father, mother))
    assert not torch.isfinite(distance[[0, 1, 2, 3, 4, 5, 7]]).any()
    assert torch.isfinite(distance[8:]).all()


def test_nobody_has_no_children(parents):
    positions, operators, distance = born(Recipe(), [p[:0] for p in parents], numbers(0, 0))
    assert positions.shape == (0, 17, 3)
    assert len(operators) == len(distance) == 0
