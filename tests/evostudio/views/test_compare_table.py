"""Runs side by side: as wide as their words, and what does not fit scrolls."""

from evostudio.runs.compare_table import CompareTable
from evostudio.theme import DARK


def test_names_and_values_are_whole_and_what_does_not_fit_scrolls(qtbot):
    table = CompareTable(DARK)
    qtbot.addWidget(table)
    table.resize(440, 300)
    names = [f"demo-quick-and-long-{number}" for number in range(5)]
    table.show_rows(names, [], [("MPJPE", ("39,391.6 mm",) * 5)])
    table.show()
    words = table.fontMetrics().horizontalAdvance(names[0])
    assert all(table.columnWidth(column) > words for column in range(1, 6))
    assert table.horizontalScrollBar().maximum() > 0
    table.show_rows(["a"], [], [("MPJPE", ("61.2 mm",))])
    assert table.horizontalScrollBar().maximum() == 0
