"""The worst poses, and pairs of several sources as one."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from evopose.errors import BadOption
from evopose.evaluation.evaluating import evaluate
from evopose.evaluation.figures import evaluated
from evopose.evaluation.joining import called, joined, together
from evopose.evaluation.sources import Source, numbers
from evopose.evaluation.viewing import seen
from evopose.evaluation.worst import population_of, spread, worst_of
from evopose.evolution.recipe import Views
from evopose.geometry.projection import project
from evopose.io.sound import check_positions
from evopose.jobs import finish


class Oracle:
    """Knows the truth, and is off by so many metres at the right wrist."""

    seen, given, normalisation, metadata = tuple(range(17)), tuple(range(1, 17)), "set", {}

    def __init__(self, pairs, off=None):
        truth = pairs.joints - pairs.joints[:, :1]
        truth[:, 16, 0] += 0 if off is None else off
        self.answers = {pixels.tobytes(): joints for pixels, joints in zip(pairs.pixels, truth, strict=True)}

    def predict(self, pixels, intrinsics=None):
        return torch.from_numpy(np.stack([self.answers[each.tobytes()] for each in pixels.numpy()]))


@given(st.integers(0, 2**32), st.integers(1, 60), st.integers(1, 6), st.integers(1, 30))
def test_the_worst_are_each_pose_once_and_of_every_clip_one_before_a_second_of_any(seed, count, clips, wanted):
    random = np.random.default_rng(seed)
    error = np.where(random.random(count) < 0.1, np.nan, random.random(count))
    clip, pose = random.integers(-1, clips, count), random.integers(0, count, count)
    chosen = spread(error, clip, pose, wanted)
    there = np.unique(pose[np.isfinite(error)])
    assert len(chosen) == min(wanted, len(there)) == len(np.unique(pose[chosen]))
    assert np.isfinite(error[chosen]).all()
    if len(chosen):
        assert error[chosen[0]] == np.nanmax(error)
    own = np.where(clip[chosen] < 0, clips + np.arange(len(chosen)), clip[chosen])
    turn = np.array([(own[:place] == each).sum() for place, each in enumerate(own)], int)
    assert (np.diff(turn) >= 0).all(), "a second of a clip before the first of another"
    for each in np.unique(turn):
        assert (np.diff(error[chosen][turn == each]) <= 0).all(), "not the greatest first"
    for each in np.unique(own):
        assert (np.diff(error[chosen][own == each]) <= 0).all(), "not the worst of its clip"


def test_an_oracle_is_right_and_its_mistakes_are_found(crowd):
    pairs = seen(crowd, Views())
    right = finish(evaluate(Oracle(pairs), pairs))
    assert right.scores.mpjpe.max() < 1e-6
    off = np.where(pairs.row == 17, 0.5, 0.0) + np.where(pairs.row == 3, 0.3, 0.0)
    wrong = finish(evaluate(Oracle(pairs, off), pairs))
    found = worst_of(wrong, np.zeros(len(pairs), int), [Source(Path("crowd.npz"), pairs, crowd)], 2)
    assert found.row.tolist() == [17, 3] and found.error == pytest.approx([0.5 / 17, 0.3 / 17], abs=1e-6)
    assert found.clips == ("s1_run", "s1_walk") and found.actions == ("run", "walk")
    assert np.array_equal(found.world, crowd.positions[[17, 3]])
    for joints, lens, pixels in zip(found.hip[:, None] + found.truth, found.lens, found.pixels, strict=True):
        camera = next(each for each in pairs.cameras if each.focal == pytest.approx(tuple(lens[:2])))
        assert np.abs(project(camera, joints.astype(float)) - pixels).max() < 0.05


def test_the_worst_become_a_population_whichever_source_they_are_of(crowd, pairs):
    recorded = replace(pairs, row=None, metadata={})
    sources = [Source(Path("a.npz"), pairs, crowd), Source(Path("b.safetensors"), recorded)]
    both = joined([each.pairs for each in sources])
    evaluation = finish(evaluate(Oracle(both, np.linspace(0.1, 0.9, len(both))), both))
    worst = worst_of(evaluation, numbers(sources), sources, 60)
    made = population_of(worst, {"source": "worst"})
    assert len(made) == 60 and set(worst.source.tolist()) == {0, 1}
    check_positions(made.positions, Path("made"))
    assert made.metadata["error_mm"] == [round(1000 * float(each), 1) for each in worst.error]
    assert len(made.metadata["clip_names"]) == made.clip.max() + 1
    lowest = made.positions[[each == "b.safetensors" for each in made.metadata["sources"]]][..., 2].min(axis=1)
    assert lowest == pytest.approx(np.full(len(lowest), 0.02), abs=1e-5)


def test_joined_pairs_keep_their_cameras_and_clips(crowd, pairs):
    other = seen(crowd, Views(cameras="free", count=1))
    both = joined([pairs, replace(other, clip=None), other])
    assert len(both.cameras) == 6 and both.cameras[5] is other.cameras[0]
    assert both.camera[-1] == 5 and both.clip[-1] == 7 and both.clip[len(pairs)] == -1
    assert called(both, "clip_names")[[0, len(pairs), -1]].tolist() == ["s1_walk", "", "s2_dance"]
    same = together(both, np.repeat([0, 1, 2], [len(pairs), len(other), len(other)]))
    assert len(np.unique(same)) == 4 + 40 + 4 and same[0] == same[39] != same[40]


def test_figures_by_action_and_source_are_parts_of_the_whole(crowd, pairs):
    sources = [Source(Path("a.npz"), pairs, crowd), Source(Path("b.npz"), seen(crowd, Views(count=1)), crowd)]
    both = joined([each.pairs for each in sources])
    evaluation = finish(evaluate(Oracle(both, np.linspace(0, 1, len(both)) ** 2), both))
    found = evaluated(evaluation, numbers(sources), sources)
    for groups in (found.per_action, found.per_source):
        assert sum(group.views for group in groups.values()) == found.views == 200
        weighted = sum(group.mpjpe_mm * group.views for group in groups.values()) / found.views
        assert weighted == pytest.approx(found.mpjpe_mm, rel=1e-5)
    means = [group.mpjpe_mm for group in found.per_action.values()]
    assert found.mean_of_actions.mpjpe_mm == pytest.approx(np.mean(means), rel=1e-5)
    assert (found.poses, found.clips, found.protocol, found.intervals_over) == (80, 8, "P1*", "clips")
    assert found.per_joint["hip"] == 0 == found.per_joint["lwrist"] < found.per_joint["rwrist"]
    assert sum(found.per_joint.values()) / 17 == pytest.approx(found.mpjpe_mm, rel=1e-5)
    low, high = found.intervals["mpjpe_mm"]
    assert low < found.mpjpe_mm < high and set(found.per_action["walk"].intervals) == set(found.intervals)
    assert found.per_action["run"].intervals  # one clip of each of two sources


def test_what_cannot_be_measured_is_said(pairs):
    blind = replace(pairs, pixels=np.full_like(pairs.pixels, np.nan))
    silent = Oracle(replace(blind, joints=np.full_like(pairs.joints, np.nan)))
    with pytest.raises(BadOption, match="all 17 joints that the lifter needs"):
        finish(evaluate(silent, blind))
    unknown = replace(pairs, joints=np.full_like(pairs.joints, np.nan))
    with pytest.raises(BadOption, match="true pose"):
        finish(evaluate(Oracle(unknown), unknown))
