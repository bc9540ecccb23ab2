"""Laws of turning whole bodies."""

import math

import pytest
import torch

from evopose.evolution.draws import Draws
from evopose.evolution.genome import frames, joints_of, trunk_of
from evopose.evolution.orientation import reoriented
from evopose.evolution.recipe import Orientation

COUNT = 20_000
DRAWS = Draws(0, 1, torch.arange(COUNT))


@pytest.fixture
def bodies(people):
    """One pose, many times, relative to its hip."""
    joints = joints_of(people(0, 1))
    return (joints - joints[:, :1]).expand(3, 17, COUNT)


def facing(joints):
    return frames(trunk_of(joints))[1, 2]


@pytest.mark.parametrize("axis", ["any", "coordinate", "heading"])
def test_bodies_turn_rigidly_about_the_hip(bodies, axis):
    new, chosen = reoriented(Orientation(rate=1, axis=axis), bodies, DRAWS)
    assert chosen.all()
    assert (new[:, 0] == 0).all()
    wrists = ((new[:, 9] - new[:, 12]).norm(dim=0), (bodies[:, 9] - bodies[:, 12]).norm(dim=0))
    assert torch.allclose(*wrists, atol=1e-5)
    handed = torch.linalg.det(new[:, [7, 9, 15]].permute(2, 0, 1))
    assert torch.allclose(handed, torch.linalg.det(bodies[:, [7, 9, 15]].permute(2, 0, 1)), atol=1e-4)


def test_as_many_turn_as_told(bodies):
    new, chosen = reoriented(Orientation(rate=0.1), bodies, DRAWS)
    assert torch.equal((new != bodies).any(0).any(0), chosen)
    assert abs(float(chosen.float().mean()) - 0.1) < 0.01


def test_headings_are_even_about_z_and_tilt_is_what_sigma_says(bodies):
    new = facing(reoriented(Orientation(rate=1, axis="heading", sigma_deg=0), bodies, DRAWS)[0])
    assert torch.allclose(new[2], facing(bodies)[2], atol=1e-5)
    heading = torch.atan2(new[1], new[0])
    for times in (1, 2, 3):
        resultant = torch.hypot(torch.cos(times * heading).mean(), torch.sin(times * heading).mean())
        assert resultant < 4 / math.sqrt(COUNT)


def test_bodies_tilt_by_sigma(bodies):
    upright = torch.tensor([0.0, 0.0, 1.0])[:, None, None].expand(3, 17, COUNT)
    new = reoriented(Orientation(rate=1, axis="heading", sigma_deg=10), upright, DRAWS)[0][:, 0]
    tilt = torch.rad2deg(torch.acos(new[2].clamp(max=1)))
    assert abs(float((tilt**2).mean().sqrt()) - 10) < 0.3
    assert new[:2].mean(1).abs().max() < 0.01


def test_any_axis_is_as_likely(bodies):
    points = torch.eye(3)[:, :, None].expand(3, 3, COUNT)
    new = reoriented(Orientation(rate=1, sigma_deg=30), torch.cat([points] * 6, 1)[:, :17], DRAWS)[0][:, :3]
    mean = new.mean(2)
    spread = math.exp(-(math.radians(30) ** 2) / 2)
    assert torch.allclose(mean, (1 / 3 + 2 / 3 * spread) * torch.eye(3), atol=0.01)


def test_a_coordinate_axis_is_x_y_or_z(bodies):
    point = torch.tensor([0.2, 0.3, 0.5])[:, None, None].expand(3, 17, COUNT)
    new = reoriented(Orientation(rate=1, axis="coordinate", sigma_deg=60), point, DRAWS)[0][:, 0]
    kept = torch.isclose(new, point[:, 0], atol=1e-6)
    assert (kept.sum(0) >= 1).all()
    assert ((kept.float().mean(1) - 1 / 3).abs() < 0.02).all()
