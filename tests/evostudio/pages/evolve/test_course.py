"""What a run tells becomes curves: of each generation the latest word counts, and resuming goes back."""

import numpy as np

from evostudio.pages.evolve.course import DIRECTIONS, Course, mean_of, one_of, value_of
from tests.evostudio.pages.evolve.conftest import metrics


def grown(*numbers: int) -> Course:
    course = Course()
    course.add_all(metrics(number) for number in numbers)
    return course


def test_curves_begin_with_the_founders():
    course = grown(1, 2, 3)
    generations, shares = course.nine("coverage")
    assert generations.tolist() == [0, 1, 2, 3]
    assert np.allclose(shares, np.array([0.05, 0.1, 0.2, 0.3])[:, None])
    generations, poses = course.curve(value_of("poses"))
    assert poses.tolist() == [60, 70, 80, 90]


def test_of_one_generation_the_latest_counts_and_what_is_not_told_again_stays():
    course = grown(1)
    course.add({"generation": 1, "poses": 75, "survivors": 15})
    assert course.last["poses"] == 75
    assert course.last["coverage"] == [0.1] * 9
    assert list(course.steps) == [0, 1]


def test_what_comes_after_a_generation_that_is_told_again_is_forgotten():
    course = grown(1, 2, 3, 4)
    course.add(metrics(2))
    assert list(course.steps) == [0, 1, 2]


def test_newest_children_are_metres_about_the_hip():
    course = grown(1)
    course.add(metrics(2, newest=[[0, 0, 0] + [100, 200, -300] * 16]))
    assert course.newest.shape == (1, 17, 3)
    assert np.allclose(course.newest[0, 5], (0.1, 0.2, -0.3))
    assert course.newest_of == 2


def test_steps_before_the_first_generation_tell_nothing():
    course = Course()
    assert not course.add({})
    assert not course.last
    assert len(course.curve(mean_of("coverage"))[0]) == 0


def test_one_direction_and_the_mean_of_all():
    course = grown(1)
    course.steps[1]["coverage"] = [0.9, *[0.0] * 8]
    assert course.curve(one_of("coverage", DIRECTIONS.index("head")))[1].tolist() == [0.05, 0.9]
    assert np.allclose(course.curve(mean_of("coverage"))[1], [0.05, 0.1])


def test_curves_go_over_poses_and_seconds_too():
    course = grown(1, 2, 3)
    for number, seconds in ((1, 0.5), (2, 0.75), (3, 2.0)):
        course.steps[number]["seconds"] = seconds
    shares = [0.05, 0.1, 0.2, 0.3]
    for over, where in (("generation", [0, 1, 2, 3]), ("poses", [60, 70, 80, 90]), ("seconds", [0, 0.5, 0.75, 2])):
        x, y = course.curve(mean_of("coverage"), over)
        assert x.tolist() == where
        assert np.allclose(y, shares)
    del course.steps[2]["seconds"]
    assert course.curve(mean_of("coverage"), "seconds")[0].tolist() == [0, 0.5, 2]
