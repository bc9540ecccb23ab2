"""How sure means are."""

import numpy as np
import pytest

from evopose.evaluation.intervals import bootstrap, mean_of_groups


def clips(count, frames, spread, seed=0):
    """Values of clips that differ by `spread`, their frames hardly; and the clip of each."""
    random = np.random.default_rng(seed)
    of_clips = 100 + spread * random.normal(size=(count, 1))
    return of_clips.repeat(frames, axis=0) + 0.01 * random.normal(size=(count * frames, 1)), np.repeat(
        np.arange(count), frames
    )


def test_the_interval_is_as_wide_as_the_deviation_of_the_mean_says():
    low, high = bootstrap(*clips(400, 5, 10.0))[:, 0]
    assert high - low == pytest.approx(2 * 1.96 * 10 / 20, rel=0.15)


def test_more_frames_of_the_same_clips_make_nothing_surer():
    values, clip = clips(30, 4, 10.0)
    again = bootstrap(np.concatenate([values, values]), np.concatenate([clip, clip]))
    assert again == pytest.approx(bootstrap(values, clip))
    frames_alone = bootstrap(values, np.arange(len(values)))
    assert np.diff(frames_alone, axis=0).item() < 0.7 * np.diff(again, axis=0).item()


def test_it_is_about_the_mean_and_the_same_for_the_same_seed():
    values, clip = clips(20, 3, 5.0)
    low, high = bootstrap(values, clip, seed=1)[:, 0]
    assert low < values.mean() < high
    assert np.array_equal(bootstrap(values, clip, seed=1), bootstrap(values, clip, seed=1))
    assert not np.array_equal(bootstrap(values, clip, seed=1), bootstrap(values, clip, seed=2))


def test_missing_values_are_no_values():
    values, clip = clips(20, 3, 5.0)
    more = np.concatenate([values, np.full((5, 1), np.nan)])
    assert bootstrap(more, np.concatenate([clip, clip[:5]])) == pytest.approx(bootstrap(values, clip))


def test_one_clip_tells_nothing_of_others():
    values = np.column_stack([np.arange(4.0), [1.0, 2.0, np.nan, np.nan]])
    low, high = bootstrap(values, np.array([0, 0, 1, 1]))
    assert np.isfinite([low[0], high[0]]).all() and np.isnan([low[1], high[1]]).all()
    assert np.isnan(bootstrap(values, np.zeros(4, int))).all()
    assert np.isnan(bootstrap(values[:0], np.zeros(0, int))).all()


def test_groups_count_the_same_however_many_are_in_them():
    values = np.array([[1.0, np.nan], [1.0, np.nan], [1.0, 2.0], [5.0, 4.0], [np.nan, np.nan]])
    groups = np.array(["a", "a", "a", "b", "c"], dtype=object)
    assert mean_of_groups(values, groups) == pytest.approx([3.0, 3.0])
    assert np.isnan(mean_of_groups(values[:0], groups[:0])).all()
