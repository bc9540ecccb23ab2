"""Which trials make which figure."""

import json
from dataclasses import replace

import pytest

from evopose.errors import UnknownName
from evopose.experiments.arms import EVOLVED, PLAIN, ROTATION, ablations, arms
from evopose.experiments.plans import PLANS, Facts
from evopose.experiments.trial import Errors, Result, Trial

FACTS = Facts(founders=700, ratio=10.0, stages=3, people=8, poses=2400)


@pytest.mark.parametrize("name", ["recipes", "ablation", "fig2", "fig10", "fig12", "tab5"])
def test_wherever_evolution_is_measured_controls_of_the_same_size_stand_beside_it(name):
    points = PLANS[name](FACTS).points
    evolved = [point for point in points if point.kind == "evolved"]
    assert evolved
    for point in evolved:
        beside = {other.trial.arm.name for other in points if other.x == point.x and other.kind == "control"}
        assert "rotation and scale only" in beside
        assert name == "fig10" or "heading copies only" in beside


@pytest.mark.parametrize("name", PLANS)
def test_arms_differ_in_their_data_alone(name):
    plan = PLANS[name](FACTS)
    for place in {point.x for point in plan.points}:
        there = [point.trial for point in plan.points if point.x == place]
        assert len({(trial.stages, trial.blocks, trial.hold_out) for trial in there}) == 1


def test_figures_share_trials_and_every_seed_is_another_one():
    trials = [trial for make in PLANS.values() for trial in make(FACTS).trials(3)]
    assert len(set(trials)) < 0.9 * len(trials)
    plan = PLANS["recipes"](FACTS)
    assert len(plan.trials(3)) == 3 * len(plan.points)
    assert set(plan.trials(2)) < set(plan.trials(3))


def test_one_person_alone_makes_a_figure_too():
    for make in PLANS.values():
        assert make(Facts(20, 2.0, 1, 1, 30)).points


def test_no_two_recipes_are_the_same():
    made = [arm.described() for arm in (*arms(), *ablations())]
    assert all(one != other for k, one in enumerate(made) for other in made[:k])
    assert [arm.name for arm in arms(["paper"])] == ["plain", "heading copies only", "rotation and scale only", "paper"]
    with pytest.raises(UnknownName, match="did you mean 'paper'"):
        arms(["papre"])


def test_a_result_is_known_by_all_that_it_depends_on_and_by_nothing_else():
    trial = Trial(EVOLVED, 0, 10.0, 700)
    key = trial.key({"steps": 600})
    assert key == Trial(replace(EVOLVED, name="another", about=""), 0, 10.0, 700).key({"steps": 600})
    others = [replace(trial, **change) for change in ({"seed": 1}, {"ratio": 5.0}, {"arm": ROTATION}, {"blocks": 3})]
    assert key not in {other.key({"steps": 600}) for other in others}
    assert key != trial.key({"steps": 601})
    plain = Trial(PLAIN, 0, 2.5, 700)
    assert plain.key({}) == replace(plain, ratio=10.0).key({})


def test_results_come_back_as_they_were_kept():
    errors = Errors(("a", "b"), (4, 8), (100.5, 90.25), (50.0, 40.0))
    result = Result(7000, 36, ({"cmu": errors}, {"cmu": errors}), (30.0, 29.0), 12.5)
    again = Result.of_json(result.as_json())
    assert again.as_json() == result.as_json()
    assert again.stages[1]["cmu"].mean() == pytest.approx((100.5 + 2 * 90.25) / 3)


@pytest.mark.parametrize(
    "change",
    [
        {"stages": [1], "train_mm": [1.0]},
        {"stages": []},
        {"stages": [{"cmu": {"clips": [], "views": [], "mpjpe_mm": [], "pa_mpjpe_mm": []}}]},
        {"stages": [{"cmu": {"clips": ["a"], "views": [4], "mpjpe_mm": [1.0, 2.0], "pa_mpjpe_mm": [1.0]}}]},
        {"train_mm": None},
        {"poses": "many"},
    ],
)
def test_what_is_no_result_is_told_as_such(change):
    errors = Errors(("a",), (4,), (100.5,), (50.0,))
    kept = json.loads(Result(70, 3, ({"cmu": errors},), (30.0,), 1.5).as_json())
    for damaged in (json.dumps(kept | change), "{}", "[]", "1", "{"):
        with pytest.raises(ValueError):
            Result.of_json(damaged)
