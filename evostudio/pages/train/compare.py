"""Several runs of training side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evopose.runs import RunRecord
from evostudio.dialogs.form import named, text
from evostudio.pages.train.comparing import results
from evostudio.pages.train.course import Course, Over
from evostudio.pages.train.live import CHARTS
from evostudio.pages.train.validated import differently
from evostudio.runs.compare_pane import RunsComparePane
from evostudio.runs.comparing import Row
from evostudio.theme import Theme
from evostudio.views.curve_reading import brief
from evostudio.views.curves import Curve, Curves
from evostudio.views.titled import choice

_WHAT = {name: title for name, (title, _, _) in CHARTS.items()}
_OVER = {"steps": "over steps", "samples": "over pairs seen", "seconds": "over seconds"}


class Compare(RunsComparePane):
    """Any of the charts of one run."""

    def __init__(self, theme: Theme) -> None:
        self.what, self.over = choice("What the curves show", _WHAT), choice("What they are drawn over", _OVER)
        self.beyond = text("", "small")
        curves = Curves(theme, "Runs compared", low=None, usual=True)
        super().__init__(theme, curves, (self.over, self.what), self.beyond)

    def results_of(self, records: Sequence[RunRecord]) -> Sequence[Row]:
        return results(records)

    def caution_of(self, records: Sequence[RunRecord]) -> str:
        return differently(records)

    def curve_of(self, course: Course | None) -> tuple[Any, Any, str]:
        name: str = self.what.currentData()
        over: Over = self.over.currentData()
        x, y = (Course() if course is None else course).curve(name, over)
        last = "" if not len(y) else f"{y[-1]:,.1f} mm" if CHARTS[name][1] == "mm" else brief(float(y[-1]))
        return x, y, last

    def show_curves(self, curves: Sequence[Curve]) -> None:
        over: Over = self.over.currentData()
        self.curves.show_curves(curves)
        self.curves.show_titles({"samples": "pairs seen"}.get(over, over), CHARTS[self.what.currentData()][1])
        beyond = named(self.curves.beyond)
        self.beyond.setText(beyond and f"{beyond}: beyond the top, so that the others are not flat.")
        self.beyond.setVisible(bool(beyond))
