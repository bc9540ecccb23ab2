"""Pairs as they are drawn: the right ones, as often as they should be, as cameras see them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from evopose.errors import BadOption
from evopose.evaluation.viewing import seen as viewed
from evopose.evolution.draws import Draws
from evopose.evolution.recipe import Views
from evopose.geometry import projection
from evopose.lifting.mirror import mirrored_joints
from evopose.model.cameras import h36m_cameras
from evopose.model.population import Population
from evopose.training import sight
from evopose.training.data import Data, Poses
from evopose.training.feeding import Feed, untrained
from evopose.training.options import TrainOptions
from evopose.training.order import Order
from tests.core.training.conftest import people

CPU = torch.device("cpu")
FREE = Views(cameras="free", distance_min_m=2.0)
Make = Callable[..., TrainOptions]


@settings(max_examples=25, deadline=None)
@given(sizes=st.lists(st.integers(0, 50), min_size=1, max_size=3).filter(any), cut=st.integers(1, 100))
def test_an_epoch_has_every_pair_once_wherever_it_is_cut(sizes: list[int], cut: int) -> None:
    order = Order(tuple(sizes), seed=3)
    whole = order.batch(1, 0, 3 * order.total)
    for epoch in np.split(whole, 3):
        np.testing.assert_array_equal(np.sort(epoch), np.arange(order.total))
    cut = min(cut, len(whole) - 1)
    np.testing.assert_array_equal(order.batch(1, cut, len(whole) - cut), whole[cut:])


def test_stages_epochs_and_seeds_have_orders_of_their_own() -> None:
    first = Order((200,), seed=1).batch(0, 0, 400)
    others = [first[200:], Order((200,), seed=1).batch(1, 0, 200), Order((200,), seed=2).batch(0, 0, 200)]
    assert all((first[:200] == other).mean() < 0.1 for other in others)


def test_weights_say_how_often_each_part_is_drawn_from() -> None:
    numbers = Order((10, 1000, 0, 10), (1.0, 2.0, 5.0, 1.0)).batch(0, 0, 8000)
    shares = np.histogram(numbers, (0, 10, 1010, 1020))[0] / 8000
    np.testing.assert_allclose(shares, (0.25, 0.5, 0.25), atol=0.03)


def _placed(views: Views, poses: torch.Tensor, view: torch.Tensor) -> sight.Placed:
    return sight.Sight(views, CPU).placed(poses[:, 0], view, Draws(0, -1, torch.arange(len(poses))))


@pytest.mark.parametrize("views", [Views(), FREE])
def test_the_fused_loop_sees_what_the_batched_operators_see(views: Views) -> None:
    poses, view = torch.from_numpy(people(200)), torch.arange(200) % 4
    placed, mirrored = _placed(views, poses, view), torch.arange(200) % 3 == 0
    pixels, joints = sight.pairs(poses, placed, mirrored)
    expected = sight.seen(poses, placed, mirrored)
    np.testing.assert_allclose(pixels, expected[0], atol=0.01)
    np.testing.assert_allclose(joints, expected[1], atol=1e-5)
    plain = sight.seen(poses, placed, torch.zeros(200, dtype=torch.bool))[1]
    np.testing.assert_allclose(joints[mirrored], mirrored_joints(plain)[mirrored], atol=1e-5)


def test_the_cameras_are_those_that_reports_see_through() -> None:
    """Every pair is one of what Human3.6M's camera of that number sees, as it stood for one of seven subjects."""
    poses, view = torch.from_numpy(people(40)), torch.arange(40) % 4
    pixels, _ = sight.pairs(poses, _placed(Views(), poses, view), torch.zeros(40, dtype=torch.bool))
    grounded = poses - torch.cat([poses[:, :1, :2], torch.zeros(40, 1, 1)], dim=2)
    placed, subjects = h36m_cameras(), set()
    for number in range(40):
        pose, own = grounded[number].double().numpy(), pixels[number].numpy()
        seen = (
            projection.project(stand.camera, projection.to_camera(stand.viewpoint, pose))
            for stand in placed[number % 4 :: 4]
        )
        apart = [float(np.abs(each - own).max()) for each in seen]
        assert min(apart) < 0.02
        subjects.add(int(np.argmin(apart)))
    assert len(subjects) == 7


def test_what_lies_behind_the_lens_does_not_count(tiny: Make) -> None:
    near = Views(cameras="free", distance_min_m=0.2, distance_max_m=0.6)
    feed = Feed(Data.of([people(50)]), tiny(views=near), CPU)
    batch = feed.batch(untrained(feed, tiny().model), 0, 0, 64)
    assert 0 < batch.whole.sum() < 64
    assert torch.isfinite(batch.x).all() and not batch.x[~batch.whole].any()
    assert batch.x[batch.whole].any(dim=1).all()


def test_cameras_that_see_nobody_are_refused(tiny: Make) -> None:
    inside = Views(cameras="free", distance_min_m=0.01, distance_max_m=0.02, height_min_m=0.9, height_max_m=0.91)
    feed = Feed(Data.of([people(50)]), tiny(views=inside), CPU)
    with pytest.raises(BadOption, match=r"No camera sees anybody.*--views\.distance-min-m.*far from the origin"):
        untrained(feed, tiny().model)


@pytest.mark.parametrize("normalisation", ["set", "camera", "pose"])
def test_numbers_are_about_zero_and_one(normalisation: str, tiny: Make) -> None:
    options = tiny(normalisation=normalisation)
    feed = Feed(Data.of([people(300)]), options, CPU)
    batch = feed.batch(untrained(feed, options.model), 0, 0, 1200)
    for numbers in (batch.x, batch.y):
        assert abs(float(numbers.mean())) < 0.05 and 0.8 < float(numbers.square().mean()) < 1.2


def test_a_batch_depends_on_seed_stage_and_step_alone(tiny: Make) -> None:
    def batch(seed: int, stage: int, step: int, warm: int = 0) -> torch.Tensor:
        feed = Feed(Data.of([people(90)]), tiny(seed=seed, noise_px=3.0, flip=True), CPU)
        lifter = untrained(feed, tiny().model)
        for before in range(warm):
            feed.batch(lifter, 0, before, 16)
        return feed.seen(feed.numbers(stage, step, 16), stage, step).pixels

    assert torch.equal(batch(1, 0, 5), batch(1, 0, 5, warm=3))
    assert not any(torch.equal(batch(1, 0, 5), batch(*other)) for other in ((2, 0, 5), (1, 1, 5), (1, 0, 6)))


def test_poses_in_files_feed_as_poses_in_memory_do(tiny: Make, population: Path) -> None:
    rows = np.array([3, 50, 7, 9, 58])
    data = Data.of([Poses(people(60), rows), Poses(people(20, seed=4))])
    feeds = [Feed(data, tiny(), CPU, most) for most in (None, 0)]
    assert [feed.resident for feed in feeds] == [True, False]
    first, second = (feed.seen(feed.numbers(0, 0, 50), 0, 0) for feed in feeds)
    assert torch.equal(first.pixels, second.pixels)
    assert data.told(2) == "row 7 of poses" and data.told(6) == "row 1 of poses"


def test_noise_is_of_the_size_that_was_asked_for(tiny: Make) -> None:
    plain, noisy = (
        feed.seen(feed.numbers(0, 0, 400), 0, 0)
        for feed in (Feed(Data.of([people(100)]), tiny(noise_px=px), CPU) for px in (0.0, 5.0))
    )
    assert 4.8 < float((noisy.pixels - plain.pixels).std()) < 5.2
    assert torch.equal(noisy.joints, plain.joints)


def test_detections_are_mixed_in_as_they_were_recorded(tiny: Make) -> None:
    pairs = viewed(Population(people(30, seed=2)), Views())
    feed = Feed(Data.of([people(30)], detections=[pairs]), tiny(), CPU)
    assert feed.order.total == 240
    numbers = feed.numbers(0, 0, 240)
    seen = feed.seen(numbers, 0, 0)
    recorded = numbers[120:] - 120
    np.testing.assert_array_equal(np.sort(recorded), np.arange(120))
    np.testing.assert_array_equal(seen.pixels[120:], pairs.pixels[recorded])
    np.testing.assert_allclose(seen.joints[120:], (pairs.joints - pairs.joints[:, :1])[recorded])
    assert feed.told(120 + 17) == "pair 17 of detections 1"


def test_half_of_the_detections_are_mirrored_with_their_poses(tiny: Make) -> None:
    pairs = viewed(Population(people(100, seed=2)), FREE)
    feed = Feed(Data.of([], detections=[pairs]), tiny(flip=True), CPU)
    numbers = feed.numbers(0, 0, 400)
    seen = feed.seen(numbers, 0, 0)
    joints = torch.from_numpy(pairs.joints - pairs.joints[:, :1])[numbers]
    mirrored = (seen.joints != joints).flatten(1).any(dim=1)
    assert 0.4 < float(mirrored.float().mean()) < 0.6
    torch.testing.assert_close(seen.joints[mirrored], mirrored_joints(joints)[mirrored])
    hip = torch.from_numpy(pairs.joints[:, :1])[numbers]
    hip[mirrored, :, 0] *= -1
    projected = projection.project(pairs.cameras[0], (seen.joints + hip).numpy())
    np.testing.assert_allclose(projected, seen.pixels, atol=0.05)


@pytest.mark.parametrize(
    "wrong",
    [{"positions": [np.zeros((3, 16, 3))]}, {"positions": []}, {"positions": [people(3)], "weights": (0.0,)}],
)
def test_what_is_no_data_is_refused(wrong: dict) -> None:
    with pytest.raises(BadOption):
        Data.of(**wrong)
