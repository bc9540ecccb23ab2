"""The representation that evolution works in says what the hierarchical one says."""

import torch

from evopose.evolution.crossover import crossed
from evopose.evolution.genome import LIMB_BONES, joints_of, placed, positions_of
from evopose.evolution.recipe import Crossover
from evopose.geometry.hierarchy import encode
from evopose.geometry.spherical import to_vectors

NOTHING = torch.zeros(4, dtype=torch.int64)


def relative(positions):
    joints = joints_of(positions)
    return joints - joints[:, :1]


def test_joints_in_columns_are_the_same_joints(people):
    positions = people(0, 5)
    assert torch.equal(positions_of(joints_of(positions)), positions)


def test_a_genome_makes_the_body_it_was_made_of(people):
    joints = relative(people(0, 8))
    assert torch.allclose(placed(crossed(Crossover(), joints, NOTHING)).joints, joints, atol=1e-6)


def test_limbs_point_where_the_hierarchical_representation_has_them(people):
    positions = people(1, 8, torch.float64)
    limbs = crossed(Crossover(), relative(positions), NOTHING).limbs
    directions = to_vectors(encode(positions).directions)[:, [bone - 1 for bone in LIMB_BONES]]
    assert torch.allclose(limbs.permute(2, 1, 0), directions, atol=1e-9)


def test_lengths_are_those_of_the_bones(people):
    positions = people(2, 8, torch.float64)
    lengths = crossed(Crossover(), relative(positions), NOTHING).lengths
    assert torch.allclose(lengths.T, encode(positions).lengths[:, [bone - 1 for bone in LIMB_BONES]], atol=1e-9)
