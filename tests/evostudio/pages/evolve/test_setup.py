"""What the form says is what the command is told: preset, changes of it, target, population."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from evopose.evolution.presets import PRESETS
from evopose.io import safetensors
from evopose.model.population import Population
from evostudio.views.option_words import Range
from tests.evostudio.runs.making import asked, change


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_is_told_as_it_is(page, preset, poses):
    page.setup.choose_preset(preset)
    options = asked(page)
    assert (options.preset, options.recipe) == (preset, PRESETS[preset])
    assert options.population == (poses,)
    assert options.out == Path("out")


def test_a_change_back_to_what_another_preset_has_is_told_too(page):
    page.setup.choose_preset("original")
    change(page, "recipe", "crossover", "head", value=True)
    change(page, "recipe", "local", "noise", value="angles")
    change(page, "recipe", "selection", "copies", "weight", value=1.0)
    change(page, "seed", value=7)
    change(page, "kinds", value=("walk", "run"))
    options = asked(page)
    assert options == page.setup.options.model_copy(update={"out": Path("out")})
    assert options.recipe.crossover.head
    assert (options.seed, options.kinds) == (7, ("walk", "run"))
    assert "3 fields changed" in page.setup.about.text()


@pytest.mark.parametrize(("kind", "value"), [("ratio", 4.0), ("poses", 500), ("generations", 3)])
def test_how_far_is_one_of_three(page, kind, value):
    target = page.setup.target
    target.kind.setCurrentIndex(target.kind.findData(kind))
    target.kind.activated.emit(target.kind.currentIndex())
    target.entries[kind].show_value(value)
    target.entries[kind].edited.emit()
    options = asked(page)
    assert getattr(options, kind) == value
    assert [name for name in ("poses", "generations") if getattr(options, name) is not None] == (
        [] if kind == "ratio" else [kind]
    )


def test_choosing_a_preset_leaves_the_other_options(page):
    change(page, "seed", value=9)
    page.setup.choose_preset("paper")
    assert page.setup.options.seed == 9
    assert page.setup.options.recipe == PRESETS["paper"]


def test_what_does_not_fit_keeps_it_from_starting_and_a_key_leads_there(page):
    assert page.runner.can_start()
    change(page, "recipe", "local", "sigma_deg", value=None)
    page.setup.form.fields["recipe", "local", "sigma_deg"].entry.field.setText("999")
    page.setup.form._edited()
    assert not page.runner.can_start()
    assert "1 field does not fit" in page.setup.problem.text()
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert page.focusWidget() is page.setup.form.fields["recipe", "local", "sigma_deg"].focus_target()


def test_a_target_that_is_reached_already_is_said(page):
    target = page.setup.target
    target.kind.setCurrentIndex(target.kind.findData("poses"))
    target.entries["poses"].show_value(50)
    target.kind.activated.emit(0)
    assert "50" in page.setup.problem.text()
    assert not page.runner.can_start()


def test_a_number_that_fits_no_target_is_said_at_it(page):
    entry = page.setup.target.entries["ratio"]
    entry.field.setText("0.5")
    entry.edited.emit()
    assert "more than 1" in page.setup.target.problem.text()
    assert not page.runner.can_start()


def test_a_population_that_cannot_be_read_keeps_it_from_starting(page, tmp_path, qtbot):
    with qtbot.waitSignal(page.setup.population.known):
        page.setup.population.choose([tmp_path / "nothing.npz"])
    assert not page.runner.can_start()
    assert "nothing.npz" in page.setup.population.line.text()


def test_the_estimate_stands_above_the_buttons(page):
    assert "150 poses" in page.setup.estimate.text()


def test_the_key_goes_round_all_that_does_not_fit_the_target_too(page):
    first, last = page.setup.form.fields["recipe", "local", "sigma_deg"], page.setup.target.entries["ratio"]
    for entry in (first.entry, last):
        entry.field.setText("-1")
        entry.edited.emit()
    assert "2 fields do not fit" in page.setup.problem.text()
    for expected in (first.focus_target(), last.field, first.focus_target()):
        QTest.keyClick(page.focusWidget() or page, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
        assert page.window().focusWidget() is expected


def test_a_preset_leaves_what_does_not_fit_in_other_fields_and_other_changes(page):
    change(page, "share", value=0.5)
    seed = page.setup.form.fields[("seed",)].entry
    seed.field.setText("nine")
    seed.edited.emit()
    page.setup.choose_preset("paper")
    assert seed.field.text() == "nine"
    seed.field.setText("9")
    seed.edited.emit()
    options = asked(page)
    assert (options.seed, options.share, options.recipe) == (9, 0.5, PRESETS["paper"])


def test_large_bounds_are_written_in_full(page):
    entry = page.setup.target.entries["generations"]
    assert "e+" not in entry.field.toolTip()
    assert Range(high=1e9).words("") == "at most 1,000,000,000"


def test_poses_of_the_chosen_kinds_are_counted_and_an_unknown_kind_is_said_at_the_field(page, poses, qtbot):
    told = {"clip_names": ["a", "b"], "clip_kinds": ["walk", "run"]}
    clips = np.repeat(np.array([0, 1], np.int32), [45, 15])
    path = poses.with_name("two.safetensors")
    safetensors.write(Population(safetensors.read(poses).positions, clip=clips, metadata=told), path)
    page.setup.population.choose([path])
    kinds = page.setup.form.fields[("kinds",)]
    for typed in ("walk", "wlak", "run"):
        with qtbot.waitSignal(page.setup.population.known):
            kinds.entry.field.setText(typed)
            kinds.entry.edited.emit()
        qtbot.waitUntil(lambda typed=typed: page.setup.population.kinds == (typed,))
        problem = page.setup.form.problems.get(("kinds",), "")
        assert problem == (
            "No clip is of a kind that begins with wlak; there are run, walk." if typed == "wlak" else ""
        )
        assert page.runner.can_start() is not bool(problem)
    assert page.setup.population.line.text() == "15 of 60 poses"
    assert page.setup.estimate.text().startswith("About")
