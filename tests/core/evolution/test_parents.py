"""Who breeds with whom."""

import torch

from evopose.evolution.draws import Draws
from evopose.evolution.parents import parents

PAIRS = Draws(0, 1, torch.arange(20_000))


def test_nobody_breeds_with_themselves_and_everybody_is_among_the_poses():
    for poses in (2, 3, 1000):
        father, mother = parents(PAIRS, poses)
        assert (father != mother).all()
        assert torch.equal(torch.unique(torch.cat([father, mother])), torch.arange(poses))


def test_every_ordered_pair_is_as_likely():
    father, mother = parents(PAIRS, 4)
    counts = torch.bincount(4 * father + mother, minlength=16).view(4, 4)
    others = counts[~torch.eye(4, dtype=torch.bool)]
    assert (others - 20_000 / 12).abs().max() < 5 * (20_000 / 12) ** 0.5
