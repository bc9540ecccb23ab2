"""A number field takes numbers in its range, with a comma or a point, and nothing else."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from evostudio.views.number_field import NOTHING, NumberField


@pytest.fixture
def field(qtbot):
    made = NumberField("°", -360, 360, 1, 1, "Theta")
    qtbot.addWidget(made)
    made.show_value(10.0)
    made.show()
    return made


def type_in(field, text):
    taken = []
    field.typed.connect(taken.append)
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    return taken


@pytest.mark.parametrize(
    ("text", "number"), [("33,5", 33.5), ("33.5", 33.5), ("-12", -12.0), (".5", 0.5), ("+7,", 7.0)]
)
def test_numbers_are_taken(field, text, number):
    assert type_in(field, text) == [number]


@pytest.mark.parametrize("text", ["400", "1e9", "nan", "inf", "abc", "", "1,2,3", "1_0", "--2"])
def test_what_is_no_number_in_the_range_goes_back(field, text):
    assert type_in(field, text) == []
    assert field.text() == "10.0°"


def test_without_a_value_nothing_is_shown_as_measured(field):
    field.show_value(None)
    assert field.text() == NOTHING
    assert not field.isEnabled()
    field.show_value(-360.0)
    assert field.text() == "-360.0°"
