"""The preset `original` does what the released code was found to do."""

import pytest
import torch

from evopose.evolution.breeding import breed
from evopose.evolution.draws import Draws
from evopose.evolution.genome import LIMB_BONES
from evopose.evolution.presets import PRESETS
from evopose.evolution.recipe import Orientation, Recipe
from evopose.geometry.hierarchy import encode
from evopose.geometry.spherical import to_vectors

ORIGINAL = PRESETS["original"]
STILL = ORIGINAL.model_copy(update={"orientation": Orientation(rate=0.0)})
COUNT = 4000
TRUNK = [0, 3, 6, 7, 10, 13]
"""Bones 1 … 16 less one: hips, spine, thorax, shoulders."""
LIMBS = [bone - 1 for bone in LIMB_BONES]
NECK_AND_HEAD = [8, 9]


@pytest.fixture
def fathers(people):
    return people(1, COUNT // 2)


@pytest.fixture
def mothers(people):
    return people(2, COUNT // 2)


def children(recipe: Recipe, fathers, mothers):
    """Those with the skeletons of the fathers, and of the mothers."""
    bred = breed(recipe, fathers, mothers, Draws(0, 1, torch.arange(COUNT)), torch.ones(16))[0]
    return bred[0::2], bred[1::2]


def test_all_limbs_and_the_head_have_the_other_parents_lengths_and_the_trunk_its_own(fathers, mothers):
    for child, own, other in zip(
        children(STILL, fathers, mothers), (fathers, mothers), (mothers, fathers), strict=True
    ):
        lengths = encode(child).lengths
        assert torch.allclose(lengths[:, LIMBS], encode(other).lengths[:, LIMBS], atol=1e-5)
        assert torch.allclose(lengths[:, TRUNK], encode(own).lengths[:, TRUNK], atol=1e-5)


def test_head_and_trunk_never_evolve(fathers, mothers):
    child = encode(children(STILL, fathers, mothers)[0])
    own = encode(fathers)
    still = [*TRUNK, *NECK_AND_HEAD]
    assert torch.allclose(to_vectors(child.directions[:, still]), to_vectors(own.directions[:, still]), atol=1e-4)
    assert torch.allclose(child.frame, own.frame, atol=1e-4)


def test_a_tenth_turns_about_a_coordinate_axis_by_sixty_degrees(fathers, mothers):
    child, still = (encode(children(recipe, fathers, mothers)[0]).frame for recipe in (ORIGINAL, STILL))
    turn = child @ still.mT
    turned = (turn - torch.eye(3)).abs().amax((1, 2)) > 1e-3
    assert abs(float(turned.float().mean()) - 0.1) < 0.025
    about = torch.isclose(turn[turned].diagonal(dim1=1, dim2=2), torch.tensor(1.0), atol=1e-5)
    assert about.any(1).all()
    assert about.any(0).all()
    angle = torch.rad2deg(torch.acos(((turn[turned].diagonal(dim1=1, dim2=2).sum(1) - 1) / 2).clamp(-1, 1)))
    assert abs(float((angle**2).mean().sqrt()) - 60) < 10
