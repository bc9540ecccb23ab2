"""Clips put together, thinned out, and looked through."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from evopose.io.clips import clips_of, complete, concatenated, resampled, selected
from evopose.model.population import Population
from tests.core.io.populations import clips, evolved, people


def test_clips_keep_their_names_when_put_together():
    whole = concatenated([clips((5, 3)), clips((2,), seconds=0.1), clips((4, 1))])
    assert [part.name for part in clips_of(whole)] == ["walk 0", "walk 1", "walk 0", "walk 0", "walk 1"]
    assert [len(part.rows) for part in clips_of(whole)] == [5, 3, 2, 4, 1]
    assert [part.seconds for part in clips_of(whole)] == [0.04, 0.04, 0.1, 0.04, 0.04]


def test_parents_point_at_the_same_poses_when_put_together():
    first, second = evolved(20), evolved(15, seed=1)
    whole = concatenated([first, second])
    later = whole.parents[20:]
    assert_array_equal(
        whole.positions[later[later[:, 0] >= 0]], second.positions[second.parents[second.parents[:, 0] >= 0]]
    )
    assert_array_equal(later < 0, second.parents < 0)


def test_poses_without_clip_or_lineage_say_so():
    whole = concatenated([clips((5,)), Population(people(4)), evolved(5)])
    assert_array_equal(whole.clip, [0] * 5 + [-1] * 9)
    assert_array_equal(whole.parents[:9], -1)
    assert [part.name for part in clips_of(whole)] == ["walk 0", "poses"]


def test_metadata_that_all_share_stays():
    first, second = (Population(people(2), metadata={"licence": "CMU", "seed": seed}) for seed in (1, 2))
    assert concatenated([first, second]).metadata == {"licence": "CMU"}


def test_one_population_stays_itself():
    population = evolved()
    assert concatenated([population]) is population


def test_selected_rows_keep_their_parents_and_lose_those_gone():
    population = evolved(20)
    kept = selected(population, np.arange(2, 20))
    assert_array_equal(kept.positions, population.positions[2:])
    expected = np.where(population.parents[2:] >= 2, population.parents[2:] - 2, -1)
    assert_array_equal(kept.parents, expected)


def test_incomplete_poses_are_found():
    positions = people(5)
    positions[3, 2, 1] = np.nan
    assert_array_equal(complete(Population(positions)), [True, True, True, False, True])


@pytest.mark.parametrize(("rate", "step"), [(25, 1), (50, 1), (12.5, 2), (5, 5), (1, 25)])
def test_thinned_clips_keep_every_nth_frame_of_each(rate, step):
    population = clips((60, 31))
    thin = resampled(population, rate)
    assert_array_equal(thin.positions, np.concatenate([population.positions[:60:step], population.positions[60::step]]))
    assert thin.metadata["clip_seconds_per_frame"] == pytest.approx([0.04 * step] * 2)


def test_poses_of_no_clip_are_not_thinned():
    assert len(resampled(evolved(20), 1)) == 20
