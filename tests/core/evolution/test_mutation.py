"""Laws of local mutation."""

import math

import pytest
import torch

from evopose.evolution import columns
from evopose.evolution.draws import Draws, Stream
from evopose.evolution.genome import HEAD, LIMB_SLOTS, NECK, head_direction
from evopose.evolution.mutation import mutated, turns
from evopose.evolution.recipe import LocalMutation
from evopose.geometry.spherical import to_angles, to_vectors

COUNT = 400
DRAWS = Draws(5, 2, torch.arange(COUNT))
ALL = torch.ones(9, COUNT, dtype=torch.bool)
NOISES = pytest.mark.parametrize("noise", ["angles", "axis", "sphere"])


@pytest.fixture
def limbs():
    """Unit vectors anywhere, also on the poles and just beside them."""
    drawn = torch.randn(3, 10, COUNT, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    drawn[:, :, 0] = torch.tensor([0.0, 0.0, 1.0])[:, None]
    drawn[:, :, 1] = torch.tensor([0.0, 0.0, -1.0])[:, None]
    drawn[:, :, 2] = torch.tensor([1e-5, 0.0, 1.0])[:, None]
    return drawn / drawn.norm(dim=0)


@pytest.fixture
def lengths():
    return 0.1 + torch.rand(10, COUNT, generator=torch.Generator().manual_seed(1), dtype=torch.float64)


@NOISES
def test_directions_stay_of_length_one(limbs, lengths, noise):
    new = mutated(LocalMutation(rate=1, sigma_deg=60, noise=noise), limbs, lengths, ALL, DRAWS).limbs
    assert torch.allclose(new.norm(dim=0), torch.ones(10, COUNT, dtype=torch.float64), atol=1e-6)


@NOISES
def test_only_limbs_in_question_turn_and_children_of_whom_any_turns_are_told(limbs, lengths, noise):
    eligible = torch.rand(9, COUNT, generator=torch.Generator().manual_seed(2)) < 0.1
    new, touched = mutated(LocalMutation(rate=1, noise=noise), limbs, lengths, eligible, DRAWS)
    moved = (new != limbs).any(0)
    assert torch.equal(moved[list(LIMB_SLOTS)], eligible)
    assert torch.equal(touched, eligible.any(0))


@NOISES
def test_neck_and_head_turn_as_one(limbs, lengths, noise):
    new = mutated(LocalMutation(rate=1, sigma_deg=40, noise=noise), limbs, lengths, ALL, DRAWS).limbs
    between = (limbs[:, NECK] * limbs[:, HEAD]).sum(0)
    assert torch.allclose((new[:, NECK] * new[:, HEAD]).sum(0), between, atol=1e-6)
    assert (new[:, NECK] != limbs[:, NECK]).any(0).all()
    assert (new[:, HEAD] != limbs[:, HEAD]).any(0).all()


@NOISES
def test_no_spread_turns_nothing(limbs, lengths, noise):
    new = mutated(LocalMutation(rate=1, sigma_deg=0, noise=noise), limbs, lengths, ALL, DRAWS).limbs
    assert torch.allclose(new, limbs, atol=1e-7)


def test_each_limb_mutates_as_often_as_told(limbs, lengths):
    draws = Draws(5, 2, torch.arange(20_000))
    many, lengths = limbs[:, :, :1].expand(3, 10, 20_000), lengths[:, :1].expand(10, 20_000)
    new = mutated(LocalMutation(rate=0.3), many, lengths, torch.ones(9, 20_000, dtype=torch.bool), draws).limbs
    shares = (new != many).any(0).double().mean(1)
    assert ((shares - 0.3).abs() < 5 * math.sqrt(0.21 / 20_000)).all()


def test_angles_gain_normal_noise_and_pass_the_poles(limbs, lengths):
    new = mutated(LocalMutation(rate=1, sigma_deg=50), limbs, lengths, ALL, DRAWS).limbs
    for limb in range(1, 9):
        noise = [math.radians(50) * DRAWS.normal(Stream.LOCAL_NOISE, 2 * limb + axis) for axis in (0, 1)]
        slot = LIMB_SLOTS[limb]
        expected = to_vectors(to_angles(limbs[:, slot].T) + torch.stack(noise, 1))
        assert torch.allclose(new[:, slot].T, expected, atol=1e-5)


def test_the_head_gains_noise_in_the_angles_of_the_line_from_thorax_to_its_top(limbs, lengths):
    new = mutated(LocalMutation(rate=1, sigma_deg=30), limbs, lengths, ALL, DRAWS).limbs
    before, after = (head_direction(some, lengths).T for some in (limbs, new))
    noise = [math.radians(30) * DRAWS.normal(Stream.LOCAL_NOISE, axis) for axis in (0, 1)]
    assert torch.allclose(after, to_vectors(to_angles(before) + torch.stack(noise, 1)), atol=1e-5)


def test_a_turn_about_an_axis_keeps_what_lies_along_it(limbs, lengths):
    new = mutated(LocalMutation(rate=1, sigma_deg=40, noise="axis"), limbs, lengths, ALL, DRAWS).limbs
    for limb in range(9):
        axis = DRAWS.below(Stream.LOCAL_AXIS, 3, limb)
        old, found = (some[:, LIMB_SLOTS[limb]].gather(0, axis[None]) for some in (limbs, new))
        assert torch.allclose(old, found, atol=1e-6)


def spread(sigma_deg, pivot):
    """Where one direction goes, 40,000 times."""
    draws = Draws(1, 1, torch.arange(40_000))
    limb = torch.full((40_000,), 3)
    many = torch.tensor(pivot, dtype=torch.float64)[:, None].expand(3, 40_000)
    (turn,) = turns(LocalMutation(sigma_deg=sigma_deg, noise="sphere"), many, limb, draws)
    return columns.rotated(*turn, many).T


@pytest.mark.parametrize("pivot", [(0.0, 0.0, 1.0), (0.6, 0.0, -0.8), (0.0, 1.0, 0.0)])
def test_noise_on_the_sphere_is_alike_in_all_ways(pivot):
    found = spread(20.0, pivot)
    old = torch.tensor(pivot, dtype=torch.float64)
    across = found - (found @ old)[:, None] * old
    covariance = across.T @ across / len(across)
    variance = covariance.trace() / 2
    assert torch.allclose(covariance, variance * (torch.eye(3) - old[:, None] * old), atol=0.03 * float(variance))
    assert across.mean(0).abs().max() < 5 * math.sqrt(variance / len(across))


@pytest.mark.parametrize("sigma_deg", [2.0, 20.0, 180.0])
def test_noise_on_the_sphere_is_as_concentrated_as_von_mises_and_fisher_say(sigma_deg):
    kappa = 1 / math.radians(sigma_deg) ** 2
    expected = 1 / math.tanh(kappa) - 1 / kappa
    cosines = spread(sigma_deg, (0.6, 0.0, -0.8)) @ torch.tensor([0.6, 0.0, -0.8], dtype=torch.float64)
    assert abs(float(cosines.mean()) - expected) < 6 * float(cosines.std()) / 200
