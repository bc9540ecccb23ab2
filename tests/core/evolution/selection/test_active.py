"""Preferring what a lifter gets wrong."""

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from evopose.evolution.recipe import ActiveSelection
from evopose.evolution.selection.active import ActiveSelector, mpjpe
from evopose.evolution.selection.sight import Sight
from evopose.lifting.cascade import Cascade
from evopose.lifting.lifter import Lifter
from evopose.lifting.residual import Residual

GIVEN = tuple(range(1, 17))


@pytest.fixture
def lifter(standing: Tensor) -> Lifter:
    """One that says of everybody that they stand: its last layer is zero."""
    learner = Residual(32, 48, 8, 1)
    torch.nn.init.zeros_(learner.w2.weight)
    torch.nn.init.zeros_(learner.w2.bias)
    mean, one = (standing - standing[0])[1:], torch.ones(16, 1)
    cascade = Cascade([learner]).requires_grad_(False).eval()
    return Lifter(cascade, GIVEN, GIVEN, "pose", one.expand(16, 2), one.expand(16, 2), mean, one.expand(16, 3))


def looking(joints: Tensor, pixels: Tensor | None = None) -> Sight:
    pixels = torch.rand(len(joints), 1, 17, 2) if pixels is None else pixels
    return Sight(pixels, joints[:, None], torch.ones(1, 2), torch.ones(1, 4))


def test_the_error_is_the_mean_over_joints_about_the_hip(lifter, standing):
    poses = torch.stack([standing, standing + 3.0, standing])
    poses[2, 1:, 1] += 0.05
    errors = mpjpe(lifter, torch.rand(3, 17, 2), poses, torch.ones(4))
    assert errors.tolist() == pytest.approx([0, 0, 0.05], abs=1e-6)


def test_what_the_lifter_gets_right_does_not_survive_and_what_it_gets_wrong_does(lifter, standing, candidates):
    poses = standing.repeat(900, 1, 1)
    poses[300:600, 1:, 2] += 0.05
    poses[600:, 1:, 2] += 0.2
    selector = ActiveSelector(ActiveSelection(weight=1, error_mm=100), lifter, lambda seen: looking(seen.positions))
    kept = selector.keep(candidates(poses)).float()
    assert kept[:300].mean() < 0.01
    assert kept[300:600].mean().item() == pytest.approx(0.5, abs=0.1)
    assert kept[600:].all()
    half = ActiveSelector(ActiveSelection(weight=0.5), lifter, lambda seen: looking(seen.positions))
    assert half.keep(candidates(poses))[:300].float().mean().item() == pytest.approx(0.5, abs=0.1)


def test_lifters_that_scale_by_the_camera_are_told_its_lens(lifter, standing):
    poses, pixels, lens = standing[None], torch.rand(1, 17, 2) * 500, torch.tensor([1145.0, 1145.0, 500.0, 500.0])
    assert float(mpjpe(replace(lifter, normalisation="camera"), pixels, poses, lens)) == pytest.approx(0, abs=1e-6)


def test_who_is_behind_the_camera_does_not_survive(lifter, standing, candidates):
    poses = standing.repeat(2, 1, 1) * 2
    pixels = torch.rand(2, 1, 17, 2)
    pixels[1, 0, 4] = torch.nan
    selector = ActiveSelector(ActiveSelection(weight=1, error_mm=1), lifter, lambda _: looking(poses, pixels))
    assert selector.keep(candidates(poses)).tolist() == [True, False]


def test_nobody_is_lifted_where_nobody_came(lifter, candidates):
    nobody = torch.zeros(0, 17, 3)
    selector = ActiveSelector(ActiveSelection(weight=1), lifter, lambda _: looking(nobody))
    assert selector.keep(candidates(nobody)).shape == (0,)
