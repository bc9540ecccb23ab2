"""Where the worst poses go from here, as far as they are there: to Annotate, to evolution, to Population."""

import numpy as np

from evopose.io import safetensors
from evostudio.pages.train import evaluations, onward
from tests.evostudio.pages.train.measured import COUNT, LACKING


def test_the_chosen_ones_are_sent_to_annotate_by_their_rows_of_the_population_that_lies_beside(shown, monkeypatch):
    sent = []
    monkeypatch.setattr(onward, "send", lambda _s, _d, path, rows, lifted: sent.append((path, rows.tolist(), lifted)))
    shown.action_set.trigger("train.worst_annotate")
    shown.action_set.trigger("train.worst_all")
    shown.action_set.trigger("train.worst_annotate")
    path = shown.evaluation.folder / evaluations.POSES
    assert [told[:2] for told in sent] == [(path, [0]), (path, list(range(COUNT - 1)))]
    assert sent[0][2].names == ["walks_pose_0_worst_1"]
    assert len(set(sent[1][2].names)) == COUNT - 1
    starts = safetensors.read(sent[0][2].starts).positions
    worst = shown.evaluation.worst
    error = np.linalg.norm(starts[0] - worst.world[0], axis=-1)
    assert np.allclose(error, np.linalg.norm(worst.predicted[0] - worst.truth[0], axis=-1), atol=1e-5)
    assert shown.evaluation.rows_of(np.array([LACKING - 1, LACKING, LACKING + 1])).tolist() == [1, 2]


def test_evolution_is_aimed_at_the_lifter_and_all_are_shown_as_a_population(shown, studio, lifter):
    asked = []
    studio.lifter_wanted.connect(lambda *told: asked.append(told))
    studio.population_wanted.connect(lambda path, page, *_rest: asked.append((path, page)))
    shown.action_set.trigger("train.worst_aim")
    shown.action_set.trigger("train.worst_poses")
    assert asked == [(lifter, "evolve"), (shown.evaluation.folder / evaluations.POSES, "population")]
    lifter.unlink()
    assert not shown.onward.can_aim()


def test_without_the_population_beside_it_nothing_can_be_sent(shown):
    (shown.evaluation.folder / evaluations.POSES).unlink()
    assert not shown.onward.can_annotate()
    assert shown.onward.can_aim()
