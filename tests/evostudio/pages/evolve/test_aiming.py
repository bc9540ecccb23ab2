"""A lifter that comes from another page is what active selection aims at; the rest of the form stays."""

from evostudio.pages.evolve.aiming import LIFTER, STRENGTH, WEIGHT

LOCAL = ("recipe", "local", "rate")


def test_the_lifter_is_put_into_the_form_switched_on_and_shown(page, tmp_path, qtbot):
    lifter = tmp_path / "mine.safetensors"
    lifter.touch()
    page.setup.form.put({LOCAL: 0.77})
    page.show_lifter(lifter)
    recipe = page.setup.options.recipe
    assert recipe.selection.active.lifter == lifter
    assert recipe.selection.active.weight == STRENGTH
    assert recipe.local.rate == 0.77
    assert page.setup.form.sections[WEIGHT[:-1]].is_open
    field = page.setup.form.fields[WEIGHT]
    assert field.focus_target().hasFocus()
    qtbot.waitUntil(lambda: not field.visibleRegion().isEmpty())


def test_how_strongly_it_aims_already_stays(page, tmp_path):
    lifter = tmp_path / "other.safetensors"
    lifter.touch()
    page.setup.form.put({WEIGHT: 0.9})
    page.show_lifter(lifter)
    assert page.setup.form.fields[WEIGHT].entry.value() == 0.9
    assert page.setup.form.fields[LIFTER].entry.value() == lifter
