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


def test_what_is_the_same_of_all_stands_once_and_takes_no_room_from_the_others(qtbot):
    table = CompareTable(DARK)
    qtbot.addWidget(table)
    table.resize(440, 300)
    names = ["demo-quick-1", "demo-quick-2", "demo-quick-3"]
    same, other = ("seen by", ("its own cameras: ring",) * 3), ("MPJPE", ("61.2 mm", "58.0 mm", "59.5 mm"))
    table.show()
    table.show_rows(names, [], [("seen by", ("ring",) * 3), other])
    before = [table.columnWidth(column) for column in range(4)]
    table.show_rows(names, [], [same, other])
    assert [table.columnWidth(column) for column in range(4)] == before
    place = next(row for row in range(table.rowCount()) if table.item(row, 0).text() == "seen by")
    assert table.columnSpan(place, 1) == 3 and table.columnSpan(place + 1, 1) == 1
    assert table.item(place, 1).text() == "its own cameras: ring" and table.item(place, 2) is None
    table.show_rows(["a", "b"], [("width", ("64", "256"))], [])
    assert table.columnSpan(place, 1) == 1
