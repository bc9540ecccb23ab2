"""Runs side by side differ in what they were told and in what came of it; the estimate learns from them."""

from evopose.commands import load
from evopose.runs import read_run
from evostudio.pages.evolve.comparing import results
from evostudio.pages.evolve.expecting import Speeds, expected
from evostudio.runs.amounts import duration, size
from evostudio.runs.comparing import differences, tags


def test_only_options_that_differ_and_matter_are_told(make_run):
    recipe = {"local": {"sigma_deg": 25.0}}
    records = [read_run(make_run("a", seed=1)), read_run(make_run("b", seed=1, recipe=recipe, memory="8GB"))]
    assert differences(records) == [("local · σ", ("10°", "25°"))]


def test_runs_alike_differ_in_nothing(make_run):
    assert differences([read_run(make_run("a")), read_run(make_run("b"))]) == []


def test_a_few_words_tell_runs_apart(make_run):
    made = [
        make_run("a", seed=1),
        make_run("b", preset="default"),
        make_run("c", recipe={"local": {"sigma_deg": 25.0}}),
    ]
    paper, ours, bold = tags([read_run(folder) for folder in made])
    assert (paper, ours, bold) == ("paper · local · σ 10°", "default", "paper · local · σ 25°")
    seeds = [make_run("f", seed=1), make_run("g", seed=2)]
    assert tags([read_run(folder) for folder in seeds]) == ("seed 1", "seed 2")
    alike = tags([read_run(make_run("d", started=1e9)), read_run(make_run("e", started=1.1e9))])
    assert [len(tag) for tag in alike] == [12, 12]
    assert len(set(alike)) == 2


def test_results_stand_below_each_other(make_run):
    told = dict(results([read_run(make_run("a")), read_run(make_run("b", "stopped"))]))
    assert told["state"] == ("finished", "stopped")
    assert told["poses"] == ("90", "–")
    assert told["survive"] == ("50.0 %", "–")
    assert told["removed by limits"] == ("18", "–")
    assert told["coverage, head"] == ("30.0 %", "–")


def test_options_that_no_longer_exist_do_not_hinder(make_run):
    records = [read_run(make_run("a", antennae=2)), read_run(make_run("b", antennae=3))]
    assert ("antennae", ("2", "3")) in differences(records)


def test_the_estimate_says_time_generations_poses_and_size(poses):
    evolve = load("evolve")
    options = evolve(population=(poses,), out="run", ratio=3.0)
    said, problem = expected(options, 1000, Speeds({"auto": 1e6}, {"default": 0.5}))
    assert "3,000 poses" in said
    assert "guessed" not in said
    assert not problem
    assert "guessed" in expected(options, 1000, Speeds())[0]
    walks = options.model_copy(update={"kinds": ("walk",)})
    assert expected(walks, 1000, Speeds())[0].startswith("At most")


def test_what_cannot_be_reached_is_said_instead(poses):
    options = load("evolve")(population=(poses,), out="run", poses=50)
    said, problem = expected(options, 60, Speeds())
    assert not said
    assert "50" in problem
    assert "--" not in problem
    assert "one" in expected(options, 1, Speeds())[1]


def test_speed_is_learned_from_long_runs_and_survival_from_all(make_run):
    speeds = Speeds.of([read_run(make_run("a", engine="auto"))])
    assert speeds.survival == {"paper": 0.5}
    assert speeds.speed == {}


def test_durations_and_sizes_are_short():
    assert [duration(seconds) for seconds in (5, 600, 8000)] == ["5 s", "10 min", "2 h 13 min"]
    assert [size(count) for count in (10, 6_500_000, 2_040_000_000)] == ["10 bytes", "6.5 MB", "2.0 GB"]
