"""What a run of training tells becomes series; a resumed run goes back, and reading is the same at once or in parts."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from evostudio.pages.train import live
from evostudio.pages.train.course import SERIES, Course
from tests.evostudio.pages.train.conftest import metrics


def grown(numbers) -> Course:
    course = Course()
    course.read(metrics(number) for number in numbers)
    return course


def test_curves_go_over_steps_samples_and_seconds():
    course = grown(range(1, 7))
    steps, errors = course.curve("validation_mpjpe_mm")
    assert (steps.tolist(), errors.tolist()) == ([2, 4, 6], [98, 96, 94])
    assert course.curve("validation_mpjpe_mm", "samples")[0].tolist() == [200, 400, 600]
    assert np.allclose(course.curve("validation_mpjpe_mm", "seconds")[0], [1, 2, 3])
    assert course.latest == 6


def test_each_stage_has_curves_of_its_own():
    course = grown(range(1, 7))
    assert course.stages == (1, 2)
    assert course.curve("loss", stage=2)[0].tolist() == [4, 5, 6]


@given(st.integers(0, 600), st.integers(0, 600))
def test_a_run_that_goes_back_is_as_if_it_had_never_gone_further(reached, back):
    back = min(reached, back)
    course = grown(range(1, reached + 1))
    course.read(metrics(number) for number in range(back + 1, back + 4))
    straight = grown(range(1, max(back + 3, reached if back == reached else 0) + 1))
    for name in SERIES:
        for over in ("steps", "samples", "seconds"):
            for one, other in zip(course.curve(name, over), straight.curve(name, over), strict=True):
                assert np.allclose(one, other)


def test_what_our_own_process_tells_changes_the_figures_alone():
    course = grown([1, 2])
    assert course.add(metrics(5))
    assert course.last["total_step"] == 5
    assert course.latest == 2
    course.read([metrics(3)])
    assert course.last["total_step"] == 5
    assert course.latest == 3


def test_a_step_that_tells_nothing_of_training_is_nothing():
    course = Course()
    assert not course.add({"generation": 3})
    course.read([{}, {"total_step": "x"}])
    assert not course
    assert course.stages == ()
    assert len(course.curve("loss")[0]) == 0


def test_a_loss_that_is_no_number_leaves_a_gap():
    course = Course()
    course.read([metrics(1), metrics(2, loss=float("nan")), metrics(3)])
    assert course.curve("loss")[0].tolist() == [1, 3]


def test_the_best_is_of_all_stages_and_a_later_one_that_is_worse_is_told():
    course = Course()
    errors = {2: 161.3, 3: 162.0, 4: 163.0, 5: 162.7, 6: 164.0}
    course.read(metrics(step, validation_mpjpe_mm=error, best_mpjpe_mm=162.7) for step, error in errors.items())
    least = float(course.curve("validation_mpjpe_mm")[1].min())
    assert any("best 161.3" in words for _, words in live.figures(course.last, None, least))
    assert live.note(course).endswith("stage 2 has not come below 161.3 mm of stage 1.")
