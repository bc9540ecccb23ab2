"""Laws of crossover."""

import pytest
import torch

from evopose.evolution.crossover import bones_of, crossed, drawn_roots
from evopose.evolution.draws import Draws
from evopose.evolution.genome import LIMB_BONES, joints_of, limbs_of, placed, positions_of, trunk_of
from evopose.evolution.recipe import Crossover
from evopose.evolution.roots import ROOTS
from evopose.geometry.hierarchy import encode

EVERY_ROOT = torch.arange(len(ROOTS) + 1)
PAIRS = len(EVERY_ROOT)
BOTH_CARRIES = pytest.mark.parametrize("carry", ["local", "global"])


@pytest.fixture
def parents(people):
    """As many fathers, then as many mothers, as there are roots and none; relative to the hip."""
    joints = joints_of(people(0, 2 * PAIRS, torch.float64))
    return joints - joints[:, :1]


def children(joints, options=Crossover()):  # noqa: B008
    return placed(crossed(options, joints, EVERY_ROOT)).joints


def swapped(values):
    return torch.cat([values[..., PAIRS:], values[..., :PAIRS]], dim=-1)


@BOTH_CARRIES
def test_crossing_twice_gives_back_the_parents(parents, carry):
    options = Crossover(carry=carry)
    assert torch.allclose(children(children(parents, options), options), parents, atol=1e-9)


@BOTH_CARRIES
def test_trunks_and_lengths_stay(parents, carry):
    born = children(parents, Crossover(carry=carry))
    assert torch.allclose(trunk_of(born), trunk_of(parents), atol=1e-9)
    assert torch.allclose(limbs_of(born).norm(dim=0), limbs_of(parents).norm(dim=0), atol=1e-9)


def test_local_carry_exchanges_local_directions_and_no_others(parents):
    found, own = (encode(positions_of(joints)).directions.permute(2, 1, 0) for joints in (children(parents), parents))
    exchanged = torch.zeros(16, 2 * PAIRS, dtype=torch.bool)
    exchanged[[bone - 1 for bone in LIMB_BONES]] = bones_of(Crossover(), EVERY_ROOT).repeat(1, 2)
    assert torch.allclose(found, torch.where(exchanged, swapped(own), own), atol=1e-9)


def test_global_carry_exchanges_global_directions(parents):
    born = children(parents, Crossover(carry="global"))
    found, own = (limbs_of(joints) / limbs_of(joints).norm(dim=0) for joints in (born, parents))
    exchanged = bones_of(Crossover(), EVERY_ROOT).repeat(1, 2)
    assert torch.allclose(found, torch.where(exchanged, swapped(own), own), atol=1e-9)


def test_each_root_takes_the_bones_of_its_sub_tree():
    exchanged = bones_of(Crossover(), EVERY_ROOT)
    for place, tree in enumerate([(), *(root.bones for root in ROOTS)]):
        assert {bone for bone, there in zip(LIMB_BONES, exchanged[:, place], strict=True) if there} == set(tree)


def test_heads_stay_where_they_are_told_to(parents):
    born = children(parents, Crossover(head=False))
    head_and_neck = [LIMB_BONES.index(9), LIMB_BONES.index(10)]
    assert torch.allclose(limbs_of(born)[:, head_and_neck], limbs_of(parents)[:, head_and_neck], atol=1e-9)


def test_roots_are_drawn_evenly_by_the_share_of_pairs_that_exchange():
    draws = Draws(0, 1, torch.arange(20_000))
    counts = torch.bincount(drawn_roots(Crossover(rate=0.5), draws), minlength=11)
    expected = torch.tensor([10_000.0, *[1000.0] * 10])
    assert ((counts - expected).abs() < 5 * expected.sqrt()).all()
    assert (drawn_roots(Crossover(rate=0.0), draws) == 0).all()
    assert (drawn_roots(Crossover(rate=1.0), draws) > 0).all()
