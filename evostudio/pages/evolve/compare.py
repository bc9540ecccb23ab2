"""Several runs of evolution side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from evopose.runs import RunRecord
from evostudio.pages.evolve.comparing import results
from evostudio.pages.evolve.course import DIRECTIONS, Course, Over, mean_of, one_of, value_of
from evostudio.runs.compare_pane import RunsComparePane
from evostudio.runs.comparing import Row
from evostudio.theme import Theme
from evostudio.views.curves import Curve, Curves
from evostudio.views.titled import choice

_DIRECTIONS = {"-1": "mean of the nine"} | {str(n): name for n, name in enumerate(DIRECTIONS)}
_OVER = {"generation": "over generations", "poses": "over poses", "seconds": "over seconds"}
_WHAT = {"coverage": "coverage", "entropy": "entropy", "poses": "poses"}
_TITLES = {"coverage": "share of the valid region", "entropy": "entropy, bits", "poses": "poses"}
_SHOWN: Mapping[str, Callable[[float], str]] = {
    "coverage": lambda share: f"{100 * share:.1f} %",
    "entropy": lambda bits: f"{bits:.2f}",
    "poses": lambda poses: f"{poses:,.0f}",
}


class Compare(RunsComparePane):
    """Coverage, entropy or poses, of all directions or of one."""

    def __init__(self, theme: Theme) -> None:
        self.what = choice("What the curves show", _WHAT)
        self.direction = choice("Of which direction", _DIRECTIONS)
        self.over = choice("What the curves are drawn over", _OVER)
        curves = Curves(theme, "Runs compared", percent=True)
        super().__init__(theme, curves, (self.over, self.direction, self.what))

    def results_of(self, records: Sequence[RunRecord]) -> Sequence[Row]:
        return results(records)

    def curve_of(self, course: Course | None) -> tuple[Any, Any, str]:
        name, direction = self.what.currentData(), int(self.direction.currentData())
        of = value_of(name) if name == "poses" else mean_of(name) if direction < 0 else one_of(name, direction)
        over: Over = self.over.currentData()
        x, y = (Course() if course is None else course).curve(of, over)
        return x, y, _SHOWN[name](y[-1]) if len(y) else ""

    def show_curves(self, curves: Sequence[Curve]) -> None:
        name = self.what.currentData()
        self.direction.setEnabled(name != "poses")
        self.curves.show_curves(curves, percent=name == "coverage")
        self.curves.show_titles(self.over.currentData(), _TITLES[name])
