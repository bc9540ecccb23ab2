"""Limbs may not pass through each other or the trunk."""

from collections.abc import Callable

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from evopose.evolution.recipe import IntersectionSelection
from evopose.evolution.selection.capsules import CAPSULES, PAIRS, depths
from evopose.evolution.selection.intersection import IntersectionSelector, deepest
from evopose.evolution.selection.selector import Candidates
from evopose.geometry.components import joints_first
from evopose.model.array import array_namespace

ALLOWED = IntersectionSelection().depth_mm / 1000


def depth(*poses: Tensor) -> list[float]:
    together = torch.stack(poses)
    return deepest(joints_first(array_namespace(together), together)).tolist()


@pytest.fixture
def arm_through_trunk(standing: Tensor) -> Tensor:
    standing[[12, 13]] = torch.tensor([[-0.2, 0.2, 1.2], [0.05, -0.2, 1.3]])
    return standing


@pytest.fixture
def crossed_shins(standing: Tensor) -> Tensor:
    standing[[3, 6], 0] = torch.tensor([-0.13, 0.13])
    return standing


def test_somebody_who_stands_does_not_intersect(standing):
    assert depth(standing)[0] < 0


def test_an_arm_through_the_trunk_does(arm_through_trunk, candidates: Callable[..., Candidates]):
    assert depth(arm_through_trunk)[0] > ALLOWED
    assert not IntersectionSelector(IntersectionSelection(weight=1)).keep(candidates(arm_through_trunk[None])).any()


def test_shins_that_cross_in_one_place_do(crossed_shins):
    assert depth(crossed_shins)[0] > ALLOWED


def test_legs_crossed_one_before_the_other_do_not(crossed_shins):
    crossed_shins[3, 1] += 0.25
    assert depth(crossed_shins)[0] < ALLOWED


@pytest.mark.parametrize("name", ["cmu", "cmu_actions", "snu_mrl", "animated_drawings", "bandai1"])
def test_nearly_all_real_poses_are_clear(real, name):
    poses = real(name)
    clear = deepest(joints_first(array_namespace(poses), poses)) <= ALLOWED
    assert clear.float().mean() >= 0.98


def test_an_arm_led_through_the_chest_is_found_in_every_real_pose_where_it_reaches(real):
    poses = real("cmu")[::7]
    chest = (poses[:, 7] + poses[:, 8]) / 2
    way = chest - poses[:, 12]
    forearm = (poses[:, 13] - poses[:, 12]).norm(dim=1, keepdim=True)
    poses[:, 13] = poses[:, 12] + way / way.norm(dim=1, keepdim=True) * forearm * 1.3
    reaches = (poses[:, 13] - chest).norm(dim=1) < 0.06
    assert reaches.sum() > 500
    assert (deepest(joints_first(array_namespace(poses), poses))[reaches] > ALLOWED).all()


@given(st.integers(0, 10_000), st.floats(0.5, 2.0))
def test_depth_grows_with_the_body_and_does_not_change_when_it_is_moved_and_turned(seed, size):
    random = torch.Generator().manual_seed(seed)
    pose = torch.rand(17, 3, generator=random, dtype=torch.float64)
    turn, _ = torch.linalg.qr(torch.randn(3, 3, generator=random, dtype=torch.float64))
    here, there, larger = depth(pose, pose @ turn + 5.0, pose * size)
    assert there == pytest.approx(here, abs=1e-9)
    assert larger == pytest.approx(here * size, abs=1e-9)


def test_a_body_and_its_mirror_image_intersect_alike(real):
    poses = real("cmu")[::50]
    mirror = [0, 4, 5, 6, 1, 2, 3, 7, 8, 9, 10, 14, 15, 16, 11, 12, 13]
    other = poses[:, mirror] * torch.tensor([-1.0, 1.0, 1.0])
    first, second = (deepest(joints_first(array_namespace(p), p)) for p in (poses, other))
    assert torch.allclose(first, second, atol=1e-5)


def test_no_pair_is_of_capsules_that_share_a_joint_at_their_ends():
    for one, other in PAIRS:
        a, b = CAPSULES[one], CAPSULES[other]
        assert {joint for joint, _ in a.start}.isdisjoint({joint for joint, _ in b.end if len(b.end) == 1})
        assert a.name != b.name
    assert len(set(PAIRS)) == len(PAIRS)


def test_segments_touch_where_they_cross_and_when_they_are_points(standing):
    nobody = torch.zeros(3, 17, 2)
    assert torch.isfinite(depths(nobody)).all()
