"""Poses like one another, and how new poses are."""

import numpy as np
import pytest

from evopose.coverage import neighbours
from evopose.coverage.neighbours import limb_code, limb_directions, nearest, nearest_to
from evopose.coverage.novelty import anchors, nearest_anchor, spread
from evopose.coverage.survey import open_survey
from evopose.coverage.surveying import make_survey
from evopose.errors import BadOption
from evopose.geometry.turning import mirrored
from evopose.geometry.vectors import axis_rotation
from evopose.io import safetensors
from evopose.jobs import finish
from evopose.limits import default
from evopose.model.limb import LIMBS
from evopose.model.population import Population


@pytest.fixture
def survey(evolved, tmp_path):
    population = safetensors.read(evolved)
    return open_survey(finish(make_survey(population, evolved, default(), 0, tmp_path / "s.safetensors")))


def angles_between(a, b):
    return np.degrees(2 * np.arcsin(np.linalg.norm(a - b, axis=-1) / 6))


def test_a_pose_is_nearest_to_itself_and_the_others_follow_as_far_as_they_are(survey, poses):
    rows, angles = nearest(survey, 100, 20)
    assert rows[0] == 100 and angles[0] == 0
    assert (np.diff(angles) >= 0).all()
    exact = angles_between(limb_directions(poses), limb_directions(poses)[100])
    exact[[2, 9]] = np.inf
    assert np.abs(np.degrees(angles) - exact[rows]).max() < 0.5
    assert exact[rows].max() <= np.sort(exact)[19] + 1


def test_chunks_do_not_show(survey, monkeypatch):
    whole = nearest(survey, 7, 30)
    monkeypatch.setattr(neighbours, "_CHUNK", 41)
    for ours, theirs in zip(nearest(survey, 7, 30), whole, strict=True):
        assert np.array_equal(ours, theirs)


def test_more_neighbours_than_poses_are_all_that_have_frames(survey):
    assert sorted(nearest(survey, 0, 1000).rows.tolist()) == [row for row in range(600) if row not in (2, 9)]


def test_degenerate_poses_are_like_nothing(survey):
    assert nearest(survey, 2, 5).rows.tolist() == [2]
    assert not np.isin([2, 9], nearest(survey, 0, 600).rows).any()


def test_a_pose_that_is_not_there_is_said(survey):
    with pytest.raises(BadOption, match="600"):
        nearest(survey, 600, 1)
    with pytest.raises(BadOption):
        nearest(survey, -1, 1)


def test_poses_from_elsewhere_find_those_like_them(survey, poses):
    rng = np.random.default_rng(0)
    turned = poses[50] @ axis_rotation(rng.normal(size=3), np.array(2.0)).T.astype(np.float32) * 1.3 + 5
    found = nearest_to(survey, limb_code(limb_directions(turned[None]))[0], 3)
    assert found.rows[0] == 50
    assert np.degrees(found.angles[0]) < 1


def test_directions_are_those_of_the_limbs_in_order(poses):
    vectors = limb_directions(poses).reshape(-1, 9, 3)
    swapped = limb_directions(mirrored(poses)).reshape(-1, 9, 3) * (-1, 1, 1)
    order = [0, 3, 4, 1, 2, 7, 8, 5, 6]
    assert np.allclose(vectors, swapped[:, order], atol=1e-5, equal_nan=True)
    for number, limb in enumerate(LIMBS):
        moved = poses.copy()
        moved[:, limb.end] += 0.2
        changed = np.abs(limb_directions(moved).reshape(-1, 9, 3) - vectors).max(
            axis=(0, 2), initial=0, where=~np.isnan(vectors)
        )
        assert changed[number] > 0.1


def test_one_limb_turned_by_sixty_degrees_is_about_twenty_away(poses):
    there = limb_directions(poses[:1])
    turned = there.copy().reshape(9, 3)
    square = np.cross(turned[3], turned[0])
    turned[3] = turned[3] / 2 + np.sqrt(0.75) * square / np.linalg.norm(square)
    assert angles_between(there[0], turned.reshape(27)) == pytest.approx(19.2, abs=0.1)


def test_the_nearest_anchor_is_the_nearest(poses):
    directions = limb_directions(poses)
    among = anchors(Population(poses), 50)
    assert 48 <= len(among.rows) <= 50
    found = nearest_anchor(directions, among)
    every = angles_between(directions[:, None], among.directions[None])
    sound = np.isfinite(directions[:, 0])
    assert np.allclose(np.degrees(found.angles[sound]), every[sound].min(axis=1), atol=1e-3)
    assert (found.angles[among.rows] == 0).all()
    assert np.isnan(found.angles[~sound]).all() and (found.places[~sound] == -1).all()
    others = nearest_anchor(directions, among, np.arange(len(poses)))
    assert (others.angles[among.rows] > 0).all()


def test_nothing_is_near_where_there_are_no_anchors(poses):
    none = anchors(Population(poses), 0)
    assert np.isnan(nearest_anchor(limb_directions(poses), none).angles).all()
    only = anchors(Population(poses[:1]), 5)
    assert np.isnan(nearest_anchor(limb_directions(poses[:1]), only, np.array([0])).angles).all()


def test_a_sample_is_spread_evenly():
    assert spread(5, 10).tolist() == [0, 1, 2, 3, 4]
    assert spread(101, 5).tolist() == [0, 25, 50, 75, 100]
    assert len(np.unique(spread(10**7, 2048))) == 2048
