"""Charts: all points in view, numbers that can be told apart, colours and kinds of line that tell nine apart."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent

from evopose.model.limb import LIMBS
from evostudio.theme import DARK, LIGHT
from evostudio.views.bars import Bar, Bars
from evostudio.views.curve_reading import brief
from evostudio.views.curves import Curve, Curves
from evostudio.views.line_style import of_direction, of_run


def test_the_nine_directions_are_told_apart_also_without_colour_on_each_side():
    styles = [of_direction(position) for position in range(len(LIMBS))]
    assert len(set(styles)) == len(LIMBS)
    for side in ("left", "right"):
        kinds = [style.kind for style, limb in zip(styles, LIMBS, strict=True) if limb.name.startswith(side)]
        assert len(set(kinds)) == len(kinds)
    assert len({of_run(position) for position in range(20)}) == 20


def moved(x: int, y: int) -> QMouseEvent:
    none = Qt.MouseButton.NoButton
    place = QPointF(x, y)
    return QMouseEvent(QMouseEvent.Type.MouseMove, place, place, none, none, Qt.KeyboardModifier.NoModifier)


@pytest.fixture
def curves(qtbot) -> Curves:
    made = Curves(DARK, "test", percent=True)
    made.resize(400, 200)
    qtbot.addWidget(made)
    return made


def colours(widget) -> set[str]:
    image = widget.grab().toImage()
    return {QColor(image.pixel(x, y)).name() for x in range(48, image.width()) for y in range(image.height())}


def shows(widget, colour: str) -> bool:
    """Whether it, or next to it where edges are smoothed, is somewhere in the picture."""
    wanted = QColor(colour).getRgb()[:3]
    found = (QColor(name).getRgb()[:3] for name in colours(widget))
    return any(max(abs(one - other) for one, other in zip(each, wanted, strict=True)) < 48 for each in found)


def test_curves_are_painted_in_the_theme_s_colours(curves):
    style = of_run(0)
    curves.show_curves([Curve("one", style, np.arange(3.0), np.array([0.1, 0.5, 0.2]))])
    assert shows(curves, DARK.accent)
    curves.set_theme(LIGHT)
    assert shows(curves, LIGHT.accent)
    assert shows(curves, LIGHT.field)


@pytest.mark.parametrize("values", [[], [0.3], [np.nan, 0.3], [0.0, 0.0]], ids=str)
def test_few_and_missing_points_are_no_fault(curves, values):
    curves.show_curves([Curve("one", of_run(0), np.arange(float(len(values))), np.array(values))])
    seen = shows(curves, DARK.accent)
    assert seen == any(np.isfinite(values))


def test_a_picked_curve_stands_out(curves):
    x = np.arange(2.0)
    curves.show_curves([Curve(name, of_run(n), x, x + n) for n, name in enumerate("ab")])
    assert shows(curves, DARK.right)
    curves.pick("a")
    assert not shows(curves, DARK.right)
    assert shows(curves, DARK.accent)


def test_very_long_runs_are_painted_thinned_with_their_last_point(curves):
    x = np.arange(65_000.0)
    curves.show_curves([Curve("one", of_run(0), x, np.minimum(x, 1.0))])
    assert shows(curves, DARK.accent)
    assert curves.axes()[0].high == 64_999


def test_titles_of_the_axes_take_room_of_their_own_and_are_painted(curves):
    curves.show_curves([Curve("one", of_run(0), np.arange(3.0), np.array([0.1, 0.5, 0.2]))])
    plain, room = curves.grab().toImage(), curves._box()
    curves.show_titles("seconds", "entropy, bits")
    assert curves._box().left() > room.left()
    assert curves._box().bottom() < room.bottom()
    image = curves.grab().toImage()
    ground = image.pixel(0, 0)
    left = [image.pixel(x, y) for x in range(14) for y in range(image.height())]
    below = [image.pixel(x, y) for x in range(image.width()) for y in range(image.height() - 12, image.height())]
    assert any(pixel != ground for pixel in left)
    assert any(pixel != ground for pixel in below)
    assert all(plain.pixel(x, y) == ground for x in range(14) for y in range(plain.height()))


def test_numbers_are_short():
    assert [brief(number) for number in (0, 950, 12_345, 2_500_000, 3e9)] == ["0", "950", "12.3 k", "2.5 M", "3 G"]


def test_bars_tell_their_numbers_to_screen_readers_too(qtbot):
    bars = Bars(DARK)
    qtbot.addWidget(bars)
    bars.show_bars([Bar("candidates", 1000, "ghost"), Bar("limits", 400, "invalid", "−", 600)], 1000)
    assert bars.accessibleName() == "candidates 1,000; limits −400"
    bars.resize(500, bars.sizeHint().height())
    assert shows(bars, DARK.invalid)


def test_the_mouse_reads_the_value_of_the_nearest_curve(curves):
    curves.show_titles("steps", "mm")
    steps = np.arange(0.0, 101.0, 10.0)
    made = [Curve("one", of_run(0), steps, 40 + 0 * steps), Curve("two", of_run(1), steps, 1040 + 0 * steps)]
    curves.show_curves(made, percent=False)
    curves.mouseMoveEvent(moved(230, 30))
    head, first, *_ = curves.note().split("\n")
    assert head.endswith("steps")
    assert first == "two: 1,040.0 mm"
    curves.mouseMoveEvent(moved(2, 30))
    assert curves.note() == ""


def test_one_that_goes_far_beyond_does_not_flatten_the_others(qtbot):
    view = Curves(DARK, "runs", low=None, usual=True)
    qtbot.addWidget(view)
    steps = np.arange(5.0)
    view.show_curves([Curve("wild", of_run(0), steps, 1e6 / (1 + steps)), Curve("tame", of_run(1), steps, 170 - steps)])
    assert view.beyond == ("wild",)
    assert view.axes()[1].high < 200
    view.show_curves([Curve("a", of_run(0), steps, 300 - steps), Curve("tame", of_run(1), steps, 170 - steps)])
    assert view.beyond == ()
    assert view.axes()[1].high >= 300


def test_a_peak_of_one_curve_leaves_the_chart_and_the_way_down_from_its_beginning_does_not(qtbot):
    view = Curves(DARK, "one run", low=None, usual=True)
    qtbot.addWidget(view)
    steps = np.arange(9.0)
    down = 400 / (1 + steps)
    view.show_curves([Curve("stage 1", of_run(0), steps, down)])
    assert view.beyond == ()
    assert view.axes()[1].high >= 400
    view.show_curves([Curve("stage 1", of_run(0), steps, np.where(steps == 5, 5e6, down))])
    assert view.beyond == ("stage 1",)
    assert 400 <= view.axes()[1].high < 800


@pytest.mark.parametrize("width", [150, 180, 400])
def test_both_ends_of_the_steps_are_told_however_narrow_the_chart(curves, width):
    curves.resize(width, 120)
    curves.show_titles("steps", "mm")
    curves.show_curves([Curve("one", of_run(0), np.arange(1.0, 801.0), np.linspace(80, 40, 800))])
    numbers = list(curves.axes()[0].numbers())
    assert (numbers[0], numbers[-1]) == (0, 800)


def test_a_single_point_stands_in_a_range_that_means_something(qtbot):
    view = Curves(DARK, "one point", low=None)
    qtbot.addWidget(view)
    view.show_curves([Curve("one", of_run(0), np.array([100.0]), np.array([75.0]))])
    up = view.axes()[1]
    assert up.low < 75 < up.high
    assert up.high - up.low >= 7


def test_a_stage_that_begins_low_does_not_cut_the_one_before_it(qtbot):
    view = Curves(DARK, "stages", low=None, usual=True, alike=False)
    qtbot.addWidget(view)
    steps = np.arange(9.0)
    view.show_curves([Curve(f"stage {n}", of_run(n), steps, top / (1 + steps)) for n, top in enumerate((1.5, 0.2))])
    assert view.beyond == ()
    assert view.axes()[1].high >= 1.5
