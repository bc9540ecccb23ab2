"""Cameras around poses."""

import math

import numpy as np
import pytest
import torch

from evopose.evolution.draws import Draws
from evopose.evolution.recipe import Views
from evopose.evolution.selection.selector import Candidates
from evopose.evolution.views import look, pairs, views
from evopose.geometry.projection import project, to_camera
from evopose.model.camera import Viewpoint
from evopose.model.cameras import h36m_cameras

COUNT = 2000
DRAWS = Draws(0, 1, torch.arange(COUNT))
KINDS = pytest.mark.parametrize("cameras", ["h36m", "ring", "free"])
PLACED = pytest.mark.parametrize("cameras", ["ring", "free"])


@pytest.fixture
def crowd(people):
    return people(0, COUNT)


@KINDS
@pytest.mark.parametrize("count", [1, 3, 4, 6])
def test_there_are_as_many_views_as_asked_for_and_their_axes_are_rotations(crowd, cameras, count):
    seen = views(Views(cameras=cameras, count=count), crowd[:, 0], DRAWS)
    rotation = seen.viewpoint.rotation
    assert len(seen.cameras) == count
    assert rotation.shape == (COUNT, count, 3, 3)
    assert torch.allclose(rotation @ rotation.mT, torch.eye(3), atol=1e-5)
    assert torch.allclose(torch.linalg.det(rotation), torch.ones(COUNT, count), atol=1e-5)


@KINDS
def test_a_pair_is_what_projection_says(crowd, cameras):
    seen = views(Views(cameras=cameras), crowd[:, 0], DRAWS)
    pixels, joints = pairs(seen, crowd)
    for view in (0, 3):
        viewpoint = Viewpoint(seen.viewpoint.rotation[:, view], seen.viewpoint.position[:, view])
        assert torch.allclose(joints[:, view], to_camera(viewpoint, crowd), atol=1e-5)
        projected = project(seen.cameras[view], joints[:, view])
        assert torch.allclose(pixels[:, view], projected, rtol=1e-4, atol=1e-2, equal_nan=True)


def test_what_lies_behind_a_lens_has_no_pixel(crowd):
    options = Views(cameras="free", distance_min_m=0.3, distance_max_m=0.3)
    pixels, joints = pairs(views(options, crowd[:, 0], DRAWS), crowd)
    behind = joints[..., 2] <= 0
    assert behind.any()
    assert torch.equal(pixels.isnan().all(-1), behind)
    assert torch.equal(pixels.isnan().any(-1), behind)


def test_human36m_cameras_stand_about_the_pose_as_about_the_origin(crowd):
    centred = crowd - crowd[:, :1] * torch.tensor([1.0, 1.0, 0.0])
    pixels, _ = pairs(views(Views(), crowd[:, 0], DRAWS), crowd)
    for pose in (0, 1, 2):
        found = pixels[pose].double().numpy()
        by_subject = [
            np.stack([project(p.camera, to_camera(p.viewpoint, centred[pose].double().numpy())) for p in four])
            for four in (h36m_cameras()[start : start + 4] for start in range(0, 28, 4))
        ]
        assert min(np.abs(found - expected).max() for expected in by_subject) < 0.1


def test_every_subject_is_as_likely(crowd):
    seen = views(Views(), crowd[:, 0], DRAWS)
    _, counts = torch.unique(seen.viewpoint.rotation[:, 0].reshape(COUNT, 9), dim=0, return_counts=True)
    assert len(counts) == 7
    assert (counts - COUNT / 7).abs().max() < 5 * math.sqrt(COUNT / 7)


def test_a_person_who_stands_is_in_the_picture_of_human36m(people):
    standing = people(0, 200)
    standing[..., 2] -= standing[..., 2].amin(1, keepdim=True)
    pixels, _ = pairs(views(Views(), standing[:, 0], DRAWS.of(slice(200))), standing)
    assert ((pixels > 0) & (pixels < 1000)).all(-1).float().mean() > 0.99


@PLACED
def test_cameras_look_at_the_hip_upright_from_within_the_ranges(crowd, cameras):
    options = Views(cameras=cameras, distance_min_m=4, distance_max_m=7, height_min_m=0.5, height_max_m=2)
    hips = crowd[:, 0] * torch.tensor([1.0, 1.0, 0.1]) + torch.tensor([0.0, 0.0, 0.9])
    seen = views(options, hips, DRAWS)
    standing = crowd - crowd[:, :1] + hips[:, None]
    pixels, joints = pairs(seen, standing)
    assert torch.allclose(pixels[:, :, 0], torch.tensor([500.0, 500.0]), atol=0.05)
    assert 4 - 1e-4 < joints[:, :, 0, 2].min() < 4.1
    assert 6.9 < joints[:, :, 0, 2].max() < 7 + 1e-4
    heights = seen.viewpoint.position[..., 2]
    assert 0.5 - 1e-4 < heights.min() < heights.max() < 2 + 1e-4
    assert (seen.viewpoint.rotation[:, :, 0, 2].abs() < 1e-6).all()
    assert (seen.viewpoint.rotation[:, :, 1, 2] < 0).all()


def test_a_ring_is_even_and_free_viewpoints_are_not(crowd):
    def apart(cameras):
        seen = views(Views(cameras=cameras), crowd[:, 0], DRAWS)
        offset = seen.viewpoint.position - crowd[:, None, 0]
        azimuth = torch.atan2(offset[..., 1], offset[..., 0])
        return torch.remainder(azimuth[:, 1] - azimuth[:, 0], math.tau)

    assert torch.allclose(apart("ring"), torch.full((COUNT,), math.tau / 4), atol=1e-3)
    assert apart("free").std() > 1


@PLACED
def test_distance_is_kept_where_height_contradicts_it(crowd, cameras):
    options = Views(cameras=cameras, distance_min_m=1, distance_max_m=1, height_min_m=50, height_max_m=60)
    _, joints = pairs(views(options, crowd[:, 0], DRAWS), crowd)
    assert torch.allclose(joints[:, :, 0, 2], torch.ones(COUNT, 4), atol=1e-3)


@KINDS
def test_what_is_seen_of_a_pose_does_not_depend_on_those_beside_it(crowd, cameras):
    see = look(Views(cameras=cameras))
    whole = see(Candidates(crowd, DRAWS))
    some = torch.arange(3, COUNT, 7)
    part = see(Candidates(crowd[some], DRAWS.of(some)))
    assert torch.equal(whole.pixels[some], part.pixels)
    assert torch.equal(whole.joints[some], part.joints)
    assert whole.sizes.shape == (4, 2)


@KINDS
def test_of_nobody_nothing_is_seen(crowd, cameras):
    seen = look(Views(cameras=cameras))(Candidates(crowd[:0], DRAWS.of(slice(0))))
    assert seen.pixels.shape == (0, 4, 17, 2)
    assert seen.joints.shape == (0, 4, 17, 3)
