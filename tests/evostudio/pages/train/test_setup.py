"""What the form says is what the command is told: data and weights, preset, changes of it."""

from pathlib import Path

import pytest

from evopose.evolution.recipe import Views
from evopose.lifting.options import ModelOptions
from evopose.training.options import Schedule
from evostudio.pages.train.expecting import Speeds, Timed, expected, operations, steps_of
from evostudio.pages.train.presets import PRESETS
from tests.evostudio.runs.making import asked, change


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_is_told_as_it_is(page, preset, poses):
    page.setup.choose_preset(preset)
    options = asked(page)
    assert {name: getattr(options, name) for name in PRESETS[preset]} == PRESETS[preset]
    assert (options.population, options.out) == ((poses,), Path("out"))


def test_a_preset_leaves_no_trace_of_the_one_before_and_keeps_other_fields(page):
    change(page, "seed", value=7)
    page.setup.choose_preset("photos")
    page.setup.choose_preset("paper")
    options = asked(page)
    assert (options.model, options.views, options.noise_px, options.seed) == (ModelOptions(), Views(), 0.0, 7)
    change(page, "model", "width", value=64)
    assert "1 field changed" in page.setup.about.text()


def test_several_populations_and_pairs_have_weights_or_none(page, poses, tmp_path, qtbot):
    other, pairs = tmp_path / "other.safetensors", tmp_path / "pairs.safetensors"
    for path in (other, pairs):
        path.write_bytes(poses.read_bytes())
    data = page.setup.data
    data.show_data((poses, other), (pairs,))
    qtbot.waitUntil(lambda: data.poses() == 120 and page.runner.can_start())
    assert asked(page).weights == ()
    data.rows[0].number.setText("2")
    data.rows[0].number.textEdited.emit("2")
    assert not page.runner.can_start()
    assert "all of them, or to none" in data.problem.text()
    for row, weight in zip(data.rows, ("2", "1", "0,5"), strict=True):
        row.number.setText(weight)
        row.number.textEdited.emit(weight)
    options = asked(page)
    assert (options.population, options.detections, options.weights) == ((poses, other), (pairs,), (2.0, 1.0, 0.5))
    data.rows[1].away.click()
    data.rows[1].away.click()
    assert (asked(page).population, asked(page).weights) == ((poses,), ())


def test_what_cannot_be_learned_from_is_said_and_keeps_it_from_starting(page, tmp_path, qtbot):
    page.setup.data.choose([tmp_path / "nothing.npz"])
    qtbot.waitUntil(lambda: "nothing.npz" in page.setup.problem.text())
    assert not page.runner.can_start()


def test_what_does_not_fit_is_counted_and_led_to(page):
    change(page, "schedule", "batch_size", value=None)
    page.setup.form.fields["schedule", "batch_size"].entry.field.setText("1")
    page.setup.form._edited()
    assert not page.runner.can_start()
    assert "1 field does not fit" in page.setup.problem.text()
    page.to_problem()
    assert page.focusWidget() is page.setup.form.fields["schedule", "batch_size"].focus_target()


def test_options_of_a_run_are_taken_over_with_their_preset(page, poses):
    values = page.setup.options.model_copy(update=PRESETS["photos"] | {"seed": 5}).model_dump(mode="json")
    page.setup.show_options(values)
    assert page.setup.preset == "photos"
    assert asked(page).seed == 5


def test_the_estimate_counts_steps_and_pairs_and_learns_from_long_runs(page):
    options = page.setup.options.model_copy(update={"schedule": Schedule(epochs=2.0, batch_size=100)})
    assert steps_of(options, 1000) == 80  # each pose by each of four cameras, twice
    like = Timed("auto", options.model.learner, 100 * operations(options.model), 600 / 160)
    said, trouble = expected(options, 1000, Speeds((like,)))
    assert "2 stages of 80 steps, 16,000 pairs" in said
    assert said.startswith("About 10 min")
    assert not trouble
    assert "guessed" in expected(options, 1000, Speeds())[0]
    assert "one" in expected(options, 1, Speeds())[1]


@pytest.mark.parametrize("preset", ["quick", "paper", "photos"])
def test_a_tiny_run_does_not_say_how_long_a_large_one_takes(page, preset):
    page.setup.choose_preset(preset)
    options, tiny = page.setup.options, ModelOptions(width=32, blocks=1)
    slow = Speeds((Timed("auto", tiny.learner, 64 * operations(tiny), 0.08),))
    guessed, said = expected(options, 1000, Speeds())[0], expected(options, 1000, slow)[0]
    assert said == guessed
    assert "guessed" in said


def test_a_run_that_is_like_it_counts_more_than_a_newer_one_that_is_not(page):
    options = page.setup.options
    size = options.schedule.batch_size * operations(options.model)
    kinds = options.model.learner
    timed = (Timed("auto", kinds, size / 900, 0.05), Timed("auto", kinds, 2 * size, 2.003))
    seconds, guessed = Speeds(timed).step(options)
    assert seconds == pytest.approx(1.003)
    assert not guessed


def test_one_run_that_had_to_share_the_machine_does_not_say_how_long_the_next_takes(page):
    options = page.setup.options
    size = options.schedule.batch_size * operations(options.model)
    slow, *usual = (Timed("auto", options.model.learner, size, seconds) for seconds in (9.003, 1.003, 1.003))
    assert Speeds((slow, *usual)).step(options)[0] == pytest.approx(1.003)
