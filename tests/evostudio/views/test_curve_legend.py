"""What tells a curve from the others is never cut: parts of it that do not fit are left to the tip."""

from PySide6.QtCore import QPoint

from evostudio.theme import DARK
from evostudio.views.curve_legend import CurveLegend, Entry, _fitting
from evostudio.views.line_style import of_run
from tests.evostudio.mouse import move


def test_only_whole_parts_are_shown_and_the_tip_tells_all(qtbot):
    legend = CurveLegend(DARK)
    qtbot.addWidget(legend)
    entry = Entry("walks-1", of_run(0), "38.0 mm", "demo · learning rate 0.1")
    legend.show_entries([entry])
    legend.resize(legend.sizeHint())
    legend.show()
    metrics = legend.fontMetrics()
    whole = metrics.horizontalAdvance(entry.about)
    shown = [_fitting(entry.about, metrics, width) for width in (whole, whole - 1, 1)]
    assert shown == [entry.about, "demo", ""]
    move(legend, QPoint(10, 10))
    qtbot.waitUntil(lambda: legend.toolTip() == "walks-1\ndemo · learning rate 0.1\n38.0 mm")
