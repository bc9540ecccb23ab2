"""A form made from options: what it shows it gives back, what does not fit is said at its field, parts are switched."""

from pathlib import Path
from typing import Annotated, Literal

import pytest
from annotated_types import Ge, Gt, Le
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from evopose.commands import load
from evopose.errors import BadOption
from evopose.evolution.presets import PRESETS
from evopose.options import Part
from evostudio.views.option_field import OptionField
from evostudio.views.options_form import Group, OptionsForm


class Bending(Part):
    """Bends things."""

    rate: Annotated[float, Ge(0), Le(1)] = 0.5
    """How often."""
    sigma_deg: Annotated[float, Gt(0), Le(180)] = 10.0
    """How far, in degrees."""
    noise: Literal["even", "normal"] = "even"
    """How it is drawn."""


class All(Part):
    """Of every kind one."""

    bending: Bending = Bending()
    count: Annotated[int, Ge(1)] = 12_000
    """How many."""
    most: Annotated[int, Le(9)] | None = None
    """At most."""
    quick: bool = True
    """In haste."""
    file: Path | None = None
    """Of limits."""
    names: tuple[str, ...] = ("walk", "run")
    """Of clips."""
    hidden: str = "kept"


GROUP = Group("Others", ("count", "most", "quick", "file", "names"), unfolded=True)


@pytest.fixture
def form(qtbot) -> OptionsForm:
    made = OptionsForm(All(), [GROUP])
    qtbot.addWidget(made)
    made.show()
    return made


def type_into(field: OptionField, words: str) -> None:
    target = field.focus_target()
    target.setFocus()
    target.selectAll()
    QTest.keyClick(target, Qt.Key.Key_Delete)
    QTest.keyClicks(target, words)


@pytest.mark.parametrize("recipe", PRESETS.values(), ids=PRESETS)
def test_what_is_shown_is_given_back(qtbot, recipe):
    form = OptionsForm(PRESETS["default"])
    qtbot.addWidget(form)
    form.show_options(recipe)
    assert form.options == recipe
    assert not form.problems


def test_the_command_s_own_class_makes_a_form(qtbot):
    evolve = load("evolve")
    options = evolve(population=(Path("a.npz"),), out=Path("run"), generations=7, kinds=("walk", "run"))
    shown = [name for name, field in evolve.model_fields.items() if name not in ("population", "out", "recipe")]
    form = OptionsForm(options, [Group("All", tuple(shown))], lambda made: made.check())
    qtbot.addWidget(form)
    assert form.options == options
    type_into(form.fields["memory",], "nonsense")
    assert "amount of memory" in form.general.text()
    assert form.options is None


def test_labels_units_ranges_and_help_come_from_the_class(form):
    field = form.fields["bending", "sigma_deg"]
    assert (field.label.text(), field.words.unit) == ("σ", "°")
    assert "How far" in field.label.toolTip()
    assert "more than 0 and at most 180°" in field.label.toolTip()
    assert form.sections["bending",].title == "Bending"
    assert "Bends things" in form.sections["bending",].head.toolTip()


@pytest.mark.parametrize(
    ("typed", "said"),
    [("200", "at most 180°"), ("0", "more than 0"), ("ten", "no number"), ("", "needed"), ("-3", "more than 0")],
)
def test_what_does_not_fit_is_said_at_its_field_as_it_is_typed(form, typed, said):
    type_into(form.fields["bending", "sigma_deg"], typed)
    assert said in form.problems["bending", "sigma_deg"]
    label: QLabel = form.fields["bending", "sigma_deg"].problem
    assert not label.isHidden()
    assert said in label.text()
    assert form.options is None
    assert "does not fit" in form.sections["bending",].summary.whole_text()
    type_into(form.fields["bending", "sigma_deg"], "20")
    assert form.options == All(bending=Bending(sigma_deg=20))
    assert label.isHidden()


@pytest.mark.parametrize(
    ("typed", "number"), [("10k", 10_000), ("2.5M", 2_500_000), ("10,000", 10_000), ("1 000", 1000), ("1e3", 1000)]
)
def test_large_numbers_are_typed_as_people_write_them(form, typed, number):
    type_into(form.fields["count",], typed)
    assert form.options.count == number


def test_a_comma_is_as_good_as_a_point(form):
    type_into(form.fields["bending", "rate"], "0,25")
    assert form.options.bending.rate == 0.25


def test_an_optional_number_may_be_left_out_and_a_whole_one_is_whole(form):
    type_into(form.fields["most",], "4")
    assert form.options.most == 4
    type_into(form.fields["most",], "4.5")
    assert "no whole number" in form.problems["most",]
    type_into(form.fields["most",], "")
    assert form.options.most is None


def test_arrows_step_a_number_and_stay_in_its_range(form, qtbot):
    field = form.fields["bending", "rate"].focus_target()
    with qtbot.waitSignal(form.edited):
        QTest.keyClick(field, Qt.Key.Key_Up)
    assert form.options.bending.rate == 0.55
    QTest.keyClick(field, Qt.Key.Key_PageUp)
    assert form.options.bending.rate == 1.0


def test_a_part_is_switched_off_and_on_again_as_it_was(form):
    section = form.sections["bending",]
    type_into(form.fields["bending", "rate"], "0.7")
    QTest.mouseClick(section.switch, Qt.MouseButton.LeftButton, pos=section.switch.rect().center())
    assert form.options.bending.rate == 0
    assert not section.switch.isChecked()
    section.unfold(False)
    assert section.summary.whole_text() == "off"
    QTest.mouseClick(section.switch, Qt.MouseButton.LeftButton, pos=section.switch.rect().center())
    assert form.options.bending.rate == 0.7


def test_a_folded_section_names_what_is_not_as_usual_and_nothing_else(form):
    bending, others = form.sections["bending",].summary, form.sections["", "Others"]
    others.unfold(False)
    assert bending.whole_text() == others.summary.whole_text() == ""
    type_into(form.fields["bending", "sigma_deg"], "20")
    QTest.mouseClick(form.fields["quick",].entry.field, Qt.MouseButton.LeftButton)
    type_into(form.fields["names",], "")
    assert bending.whole_text() == "σ 20°"
    assert others.summary.whole_text() == "no quick · no names"
    form.show_usual(All(bending=Bending(sigma_deg=20, noise="normal"), quick=False, names=()))
    assert bending.whole_text() == "even"
    assert others.summary.whole_text() == ""


def test_what_was_changed_is_marked_and_goes_back(form):
    type_into(form.fields["names",], "jump")
    assert form.changed() == [("names",)]
    back = form.fields["names",].back
    assert back.isVisible()
    assert "walk run" in back.toolTip()
    back.click()
    assert form.options == All()
    assert not back.isVisible()


def test_files_must_be_there(form, tmp_path):
    type_into(form.fields["file",], str(tmp_path / "nothing.json"))
    assert "There is no file" in form.problems["file",]
    (tmp_path / "nothing.json").touch()
    form.fields["file",].entry.show_value(tmp_path / "nothing.json")
    form.fields["file",].edited.emit()
    assert form.options.file == tmp_path / "nothing.json"


def test_a_sentence_about_the_whole_stands_below(qtbot):
    def check(options: All) -> None:
        if options.most and options.count > options.most:
            raise BadOption("More than the most.")

    form = OptionsForm(All(), [GROUP], check)
    qtbot.addWidget(form)
    type_into(form.fields["most",], "3")
    assert form.general.text() == "More than the most."
    assert form.problems == {(): "More than the most."}


def test_a_problem_is_revealed_with_the_keyboard_on_it(form):
    form.reveal(("bending", "noise"))
    assert form.sections["bending",].is_open
    assert form.focusWidget() is form.fields["bending", "noise"].focus_target()


def test_what_is_not_shown_is_kept(form):
    form.show_options(All(hidden="other"))
    type_into(form.fields["count",], "3")
    assert form.options == All(hidden="other", count=3)


def test_sections_fold_by_keys(form):
    head = form.sections["bending",].head
    QTest.keyClick(head, Qt.Key.Key_Right)
    assert form.sections["bending",].is_open
    QTest.keyClick(head, Qt.Key.Key_Left)
    assert not form.sections["bending",].is_open
    QTest.keyClick(head, Qt.Key.Key_Space)
    assert form.sections["bending",].is_open


def test_all_entries_end_at_one_edge_and_an_empty_one_says_what_that_means(form):
    targets = [field.entry.field for field in form.fields.values()]
    edges = {target.mapTo(form, target.rect().topRight()).x() for target in targets if target.isVisible()}
    assert len(edges) == 1
    assert form.fields["names",].focus_target().placeholderText() == "all"
    assert form.fields["file",].focus_target().placeholderText() == "none"
    assert form.fields["most",].focus_target().placeholderText() == "–"
