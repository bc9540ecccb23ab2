"""Whose bone lengths a child has."""

import pytest
import torch

from evopose.evolution.crossover import bones_of
from evopose.evolution.draws import Draws
from evopose.evolution.genome import LIMB_BONES, joints_of, limbs_of, trunk_of
from evopose.evolution.lengths import LEAST, PAIRS, TRUNK_BONES, relengthened, template_of
from evopose.evolution.recipe import Crossover, Lengths
from evopose.geometry.hierarchy import encode

COUNT = 600
DRAWS = Draws(0, 1, torch.arange(COUNT))
EXCHANGED = bones_of(Crossover(), torch.arange(COUNT // 2) % 11).repeat(1, 2)


@pytest.fixture
def crowd(people):
    """Trunks, and lengths of limbs."""
    joints = joints_of(people(0, COUNT))
    return trunk_of(joints - joints[:, :1]), limbs_of(joints).norm(dim=0)


def changed(crowd, options, template=None):
    template = torch.arange(1.0, 17.0) if template is None else template
    return relengthened(options, *crowd, EXCHANGED, template, DRAWS)


def factors(crowd, new):
    """(16, n) in the order of child joints: by what each bone's length was multiplied."""
    each = torch.cat([new.trunk.norm(dim=0) / crowd[0].norm(dim=0), new.lengths / crowd[1]])
    return each[[(*TRUNK_BONES, *LIMB_BONES).index(bone) for bone in range(1, 17)]]


def test_own_lengths_stay(crowd):
    new = changed(crowd, Lengths(source="own"))
    assert torch.equal(new.trunk, crowd[0])
    assert torch.equal(new.lengths, crowd[1])
    assert not new.changed.any()


def test_the_others_lengths_come_with_the_limbs(crowd):
    new = changed(crowd, Lengths(source="other"))
    half = COUNT // 2
    other = torch.cat([crowd[1][:, half:], crowd[1][:, :half]], 1)
    assert torch.equal(new.lengths, torch.where(EXCHANGED, other, crowd[1]))
    assert torch.equal(new.trunk, crowd[0])
    assert torch.equal(new.changed, EXCHANGED.any(0))


def test_all_limbs_may_have_the_others_lengths_where_any_are_exchanged(crowd):
    new = changed(crowd, Lengths(source="other", bones="limbs"))
    half = COUNT // 2
    other = torch.cat([crowd[1][:, half:], crowd[1][:, :half]], 1)
    assert torch.equal(new.changed, EXCHANGED.any(0))
    assert torch.equal(new.lengths[:, new.changed], other[:, new.changed])
    assert torch.equal(new.lengths[:, ~new.changed], crowd[1][:, ~new.changed])
    assert torch.equal(new.trunk, crowd[0])


def test_a_template_is_for_the_whole_body(crowd):
    new = changed(crowd, Lengths(source="template"))
    both = torch.cat([new.trunk.norm(dim=0), new.lengths])
    bones = torch.tensor([*TRUNK_BONES, *LIMB_BONES], dtype=torch.float32)
    assert torch.allclose(both, bones[:, None].expand_as(both), atol=1e-4)
    assert new.changed.all()


def test_the_template_is_the_mean_of_each_bone(people):
    positions = people(0, 50)
    assert torch.allclose(template_of(positions), encode(positions).lengths.mean(0), atol=1e-6)


def test_noise_is_the_same_left_and_right_and_as_wide_as_told(crowd):
    found = factors(crowd, changed(crowd, Lengths(rate=1, noise=0.05)))
    for pair in PAIRS:
        assert torch.allclose(found[pair[0] - 1], found[pair[-1] - 1], atol=1e-5)
    different = torch.stack([found[pair[0] - 1] for pair in PAIRS])
    assert torch.allclose(different.std(1), torch.full((10,), 0.05), atol=0.008)
    assert (torch.corrcoef(different) - torch.eye(10)).abs().max() < 0.2


def test_scale_is_the_same_for_all_bones(crowd):
    found = factors(crowd, changed(crowd, Lengths(rate=1, scale=0.1)))
    assert torch.allclose(found, found[:1].expand_as(found), atol=1e-5)
    assert abs(float(found[0].std()) - 0.1) < 0.02


def test_a_share_of_the_children_is_changed(crowd):
    new = changed(crowd, Lengths(rate=0.25, noise=0.05))
    moved = (factors(crowd, new) - 1).abs().amax(0) > 1e-5
    assert torch.equal(moved, new.changed)
    assert abs(float(moved.float().mean()) - 0.25) < 0.06


def test_no_bone_vanishes(crowd):
    found = factors(crowd, changed(crowd, Lengths(rate=1, noise=0.5, scale=0.5)))
    assert found.min() > LEAST**2 * 0.99
