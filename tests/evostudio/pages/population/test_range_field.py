"""Ranges with a true minus, whichever minus is typed."""

import pytest

from evostudio.pages.population.range_field import RangeField


@pytest.mark.parametrize("typed", ["-90", "−90"])
def test_either_minus_can_be_typed_and_the_true_one_is_shown(qtbot, typed):
    field = RangeField("Heading", -180, 180, "°", around=True)
    qtbot.addWidget(field)
    field.low.lineEdit().setText(typed)  # QTest can press no key that is not ASCII
    field.low.interpretText()
    assert field.span == (-90.0, 180)
    assert field.low.text() == "−90°"
    assert "−180 to 180°" in field.low.toolTip()
