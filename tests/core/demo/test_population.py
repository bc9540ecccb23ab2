"""The demo population: bodies that keep their lengths, feet on the ground, too much walking, the same for a seed."""

import numpy as np
import pytest

from evopose.demo.motions import KINDS, perform
from evopose.demo.population import make_population
from evopose.errors import UnknownName
from evopose.geometry.frames import bones
from evopose.geometry.hierarchy import degenerate
from evopose.jobs import finish


def kinds_of(population):
    return np.array(population.metadata["clip_kinds"])[population.clip]


def test_bone_lengths_are_constant_in_every_clip(demo_population):
    lengths = np.linalg.norm(bones(demo_population.positions, range(1, 17)), axis=-1)
    for clip in np.unique(demo_population.clip):
        assert np.ptp(lengths[demo_population.clip == clip], axis=0).max() < 1e-5
    assert np.ptp(lengths[:, 1]) > 0.03, "all people have the same thigh"


def test_left_and_right_bones_are_equally_long(demo_population):
    lengths = np.linalg.norm(bones(demo_population.positions, range(1, 17)), axis=-1)
    np.testing.assert_allclose(lengths[:, [0, 1, 2, 13, 14, 15]], lengths[:, [3, 4, 5, 10, 11, 12]], atol=1e-5)


def test_a_foot_is_near_the_ground_and_nobody_sinks_into_it(demo_population):
    ankle = demo_population.positions[:, [3, 6], 2].min(axis=1)
    running = kinds_of(demo_population) == "run"
    assert ankle.min() > 0.03
    assert ankle[~running].max() < 0.11
    assert ankle[running].max() > 0.1, "nobody leaves the ground when running"


def test_every_kind_occurs_and_walking_prevails(demo_population):
    kinds = kinds_of(demo_population)
    assert set(kinds) == set(KINDS)
    shares = {kind: (kinds == kind).mean() for kind in KINDS}
    assert max(shares, key=shares.get) == "walk"
    assert shares["walk"] > 3 * sorted(shares.values())[-2]


def test_people_stand_upright_most_of_the_time(demo_population):
    backbone = demo_population.positions[:, 8] - demo_population.positions[:, 0]
    upright = backbone[:, 2] / np.linalg.norm(backbone, axis=-1) > np.cos(np.radians(20))
    assert 0.85 < upright.mean() < 0.999


def test_no_pose_is_degenerate_and_headings_vary(demo_population):
    assert not degenerate(demo_population.positions).any()
    hips = demo_population.positions[:, 1] - demo_population.positions[:, 4]
    assert len(np.unique(np.round(np.arctan2(hips[:, 1], hips[:, 0]) / 0.8))) >= 7


def test_knees_and_elbows_never_bend_backwards(demo_population):
    positions = demo_population.positions.astype(float)
    right = positions[:, 1] - positions[:, 4]
    for hip in (1, 4):
        thigh, shin = positions[:, hip + 1] - positions[:, hip], positions[:, hip + 2] - positions[:, hip + 1]
        sine = (np.cross(thigh, shin) * right).sum(axis=-1)
        sine /= np.linalg.norm(thigh, axis=-1) * np.linalg.norm(shin, axis=-1) * np.linalg.norm(right, axis=-1)
        assert sine.max() < np.sin(np.radians(12))


def test_nearly_all_poses_are_within_the_default_limits(demo_population):
    files = pytest.importorskip("evopose.limits.files")
    assert files.default().valid(demo_population.positions).all(axis=-1).mean() > 0.98


def test_the_standing_foot_of_a_walker_stays_where_it_is():
    from evopose.demo.body import Body

    made = perform("walk", np.random.default_rng(1), np.arange(60) / 30).performed(Body())
    ankles = made.positions[:, [3, 6]]
    lower = ankles[..., 2].argmin(axis=1)
    firm = (lower[1:] == lower[:-1]) & (np.abs(np.diff(ankles[..., 2], axis=0)).max(axis=1) > 0.01)
    slips = np.linalg.norm(np.diff(ankles[..., :2], axis=0), axis=-1)[np.arange(59), lower[1:]]
    assert np.median(slips[firm]) < 0.004
    assert np.linalg.norm(made.positions[-1, 0, :2] - made.positions[0, 0, :2]) > 1.0


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not():
    first, again, other = (finish(make_population(300, seed)).positions.tobytes() for seed in (1, 1, 2))
    assert first == again != other


@pytest.mark.parametrize("poses", [1, 39, 500])
def test_there_are_as_many_poses_as_asked_for(poses):
    population = finish(make_population(poses, 0))
    assert len(population) == len(population.clip) == poses
    assert len(population.metadata["clip_names"]) == population.clip[-1] + 1


def test_an_unknown_kind_is_named():
    with pytest.raises(UnknownName, match="walk"):
        perform("wlak", np.random.default_rng(0), np.arange(3.0))
