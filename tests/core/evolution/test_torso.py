"""Laws of torso mutation."""

import math

import pytest
import torch

from evopose.evolution.breeding import breed
from evopose.evolution.draws import Draws
from evopose.evolution.genome import frames, joints_of, trunk_of
from evopose.evolution.lengths import template_of
from evopose.evolution.recipe import (
    Crossover,
    Ground,
    LocalMutation,
    Orientation,
    Recipe,
    TorsoMutation,
)
from evopose.evolution.torso import bent, torso_mutated
from evopose.geometry.hierarchy import encode

DRAWS = Draws(0, 1, torch.arange(300))


@pytest.fixture
def trunks(people):
    joints = joints_of(people(0, 300, torch.float64))
    return trunk_of(joints - joints[:, :1])


def test_limbs_keep_local_directions_and_all_bones_their_lengths(people):
    parents = people(0, 40)
    recipe = Recipe(
        crossover=Crossover(rate=0),
        local=LocalMutation(rate=0),
        torso=TorsoMutation(rate=1, sigma_deg=20),
        orientation=Orientation(rate=0),
        ground=Ground(place=False),
    )
    children, _, distance = breed(
        recipe, parents[:20], parents[20:], Draws(0, 1, torch.arange(40)), template_of(parents)
    )
    bred = parents.view(2, 20, 17, 3).transpose(0, 1).reshape(40, 17, 3)
    before, after = encode(bred.double()), encode(children.double())
    assert torch.allclose(after.lengths, before.lengths, atol=1e-5)
    limbs = [bone - 1 for bone in (2, 3, 5, 6, 9, 10, 12, 13, 15, 16)]
    apart = torch.remainder(after.directions[:, limbs] - before.directions[:, limbs] + 0.5, math.tau) - 0.5
    assert apart.abs().max() < 1e-3
    assert (distance > 1e-3).all()


def test_lengths_and_hips_stay(trunks):
    new = bent(TorsoMutation(sigma_deg=30), trunks, DRAWS)
    assert torch.allclose(new.norm(dim=0), trunks.norm(dim=0), atol=1e-6)
    assert torch.equal(new[:, :2], trunks[:, :2])
    assert not torch.isclose(new[:, 2], trunks[:, 2]).all(0).any()


def test_the_thighs_frame_stays_so_legs_do_not_swing(trunks):
    before, after = frames(trunks)[1], frames(bent(TorsoMutation(sigma_deg=10), trunks, DRAWS))[1]
    assert torch.allclose(before, after, atol=1e-6)


def test_shoulders_twist_and_lean_against_the_hips(trunks):
    before, after = frames(trunks), frames(bent(TorsoMutation(sigma_deg=10), trunks, DRAWS))
    cosines = (before[0, 0] * after[0, 0]).sum(0)
    assert 5 < math.degrees(float(torch.acos(cosines.clamp(max=1)).mean())) < 20


def test_as_many_bend_as_told(trunks):
    new, chosen = torso_mutated(TorsoMutation(rate=0.5), trunks, DRAWS)
    assert torch.equal((new != trunks).any(0).any(0), chosen)
    assert 100 < int(chosen.sum()) < 200
    assert not torso_mutated(TorsoMutation(rate=0), trunks, DRAWS)[1].any()
