"""Where children stand."""

import torch

from evopose.evolution.draws import Draws
from evopose.evolution.genome import joints_of
from evopose.evolution.ground import grounded
from evopose.evolution.recipe import Ground

COUNT = 4000
DRAWS = Draws(0, 1, torch.arange(COUNT))


def standing(people, options):
    joints = joints_of(people(0, COUNT))
    return joints, grounded(options, joints[:, 0], joints - joints[:, :1], DRAWS)


def test_the_lowest_joint_is_20_mm_high_give_or_take_3(people):
    _, new = standing(people, Ground())
    lowest = 1000 * new[2].amin(0)
    assert abs(float(lowest.mean()) - 20) < 0.3
    assert abs(float(lowest.std()) - 3) < 0.2


def test_it_stands_where_its_hip_was(people):
    joints, new = standing(people, Ground())
    assert torch.allclose(new[:2], joints[:2], atol=1e-5)
    assert torch.allclose(new[2] - new[2, 0], joints[2] - joints[2, 0], atol=1e-5)


def test_without_placing_nothing_moves(people):
    joints, new = standing(people, Ground(place=False))
    assert torch.allclose(new, joints, atol=1e-6)
