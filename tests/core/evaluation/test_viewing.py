"""What cameras see of populations."""

from dataclasses import replace

import numpy as np
import pytest

from evopose.errors import BadOption
from evopose.evaluation.viewing import seen
from evopose.evolution.recipe import Views
from evopose.geometry.metrics import pa_mpjpe
from evopose.geometry.projection import project

FREE = Views(cameras="free", count=2)


@pytest.mark.parametrize("views", [Views(), Views(count=6), FREE, Views(cameras="ring", count=3)])
def test_every_pose_is_seen_by_each_camera_and_is_its_projection(crowd, views):
    pairs = seen(crowd, views)
    assert len(pairs) == len(crowd) * views.count
    assert np.array_equal(pairs.row, np.repeat(np.arange(len(crowd)), views.count))
    assert np.array_equal(pairs.clip, crowd.clip[pairs.row])
    assert pairs.metadata["clip_kinds"] == crowd.metadata["clip_kinds"]
    assert len(pairs.cameras) == (4 if views.cameras == "h36m" else 1)
    for number, camera in enumerate(pairs.cameras):
        here = pairs.camera == number
        assert np.abs(project(camera, pairs.joints[here].astype(float)) - pairs.pixels[here]).max() < 0.05
    assert pa_mpjpe(pairs.joints.astype(float), crowd.positions[pairs.row].astype(float)).max() < 1e-5


def test_a_pose_is_seen_alike_whichever_others_are_looked_at(crowd):
    whole, few = seen(crowd, FREE), seen(crowd, FREE, most=7)
    some = seen(crowd, FREE, rows=np.array([3, 31]))
    assert len(few) == 14 and few.row[0] == 0 and few.row[-1] == 39
    for part in (few, some):
        there = np.isin(whole.row, part.row)
        assert np.array_equal(whole.pixels[there], part.pixels) and np.array_equal(whole.joints[there], part.joints)
    assert not np.array_equal(seen(crowd, FREE, seed=1).pixels, whole.pixels)


def test_what_is_missing_or_behind_the_lens_is_left_out_and_counted(crowd):
    positions = crowd.positions.copy()
    positions[4, 9] = np.nan
    near = Views(cameras="free", count=4, distance_min_m=0.5, distance_max_m=0.5)
    pairs = seen(replace(crowd, positions=positions), near)
    assert pairs.metadata["missing"] == 1 and 4 not in pairs.row
    assert 0 < pairs.metadata["behind"] < 39 * 4 and len(pairs) == 39 * 4 - pairs.metadata["behind"]
    assert np.isfinite(pairs.pixels).all()


def test_where_nobody_is_seen_it_says_why(crowd):
    lacking = crowd.positions.copy()
    lacking[:, 2] = np.nan
    with pytest.raises(BadOption, match="40 poses have missing joints"):
        seen(replace(crowd, positions=lacking), Views())
    inside = Views(cameras="free", count=1, distance_min_m=0.01, distance_max_m=0.01)
    with pytest.raises(BadOption, match="too near"):
        seen(crowd, inside)
    with pytest.raises(BadOption, match="no pose"):
        seen(crowd, Views(), rows=np.empty(0, int))
