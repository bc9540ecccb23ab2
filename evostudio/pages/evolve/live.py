"""One run as it goes: generation, size, speed, coverage of the nine directions, who survives and why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from evopose.runs import RunRecord
from evostudio.pages.evolve.course import DIRECTIONS, Course, value_of
from evostudio.runs.amounts import duration
from evostudio.runs.run_head import RunHead
from evostudio.runs.run_model import end_of
from evostudio.theme import Theme
from evostudio.views.bars import Bar, Bars
from evostudio.views.curve_legend import CurveLegend, Entry
from evostudio.views.curve_reading import brief
from evostudio.views.curves import Curve, Curves
from evostudio.views.figures_row import FiguresRow
from evostudio.views.line_style import LineStyle, of_direction
from evostudio.views.titled import Titled, choice

SHOWN = {"coverage": "share of the valid region", "entropy": "entropy, bits", "new_cells": "new cells a generation"}
SPANS = {"": "this generation", "total_": "the whole run"}
_SIZE = LineStyle("accent", Qt.PenStyle.SolidLine)


class Live(QWidget):
    """Shows a course; knows of no files."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._course, self._record = Course(), None  # type: tuple[Course, RunRecord | None]
        self.head = RunHead(theme)
        self.name, self.state, self.message = self.head.name, self.head.state, self.head.message
        self.figures = FiguresRow(theme)
        self.what, self.span = choice("What the curves show", SHOWN), choice("Of what the bars are", SPANS)
        self.nine = Curves(theme, "The nine directions", percent=True)
        self.sizes = Curves(theme, "Poses of the population")
        self.sizes.show_titles("generation", "poses")
        self.legend, self.bars = CurveLegend(theme), Bars(theme)
        self._lay_out()
        self.what.activated.connect(lambda _row: self._draw_curves())
        self.span.activated.connect(lambda _row: self._draw_bars())
        self.legend.picked.connect(self.nine.pick)

    def _lay_out(self) -> None:
        charts = QWidget()
        beside = QHBoxLayout(charts)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(8)
        beside.addWidget(self.nine, 1)
        beside.addWidget(self.legend, 0, Qt.AlignmentFlag.AlignTop)
        split = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        split.addWidget(Titled("Coverage", charts, self.what))
        split.addWidget(Titled("Poses", self.sizes))
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        self.splitter = split
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.figures)
        column.addWidget(split, 1)
        column.addWidget(Titled("Who survives", self.bars, self.span))

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        for view in (self.head, self.figures, self.nine, self.sizes, self.legend, self.bars):
            view.set_theme(theme)

    def show_run(self, record: RunRecord | None, course: Course, name: str, doing: str = "") -> None:
        """A run and what it has told; `doing` says what our own process is at."""
        self._record, self._course = record, course
        self.head.show_run(record, name, told(record, doing))
        self._draw_figures()
        self._draw_curves()
        self._draw_bars()

    def _draw_figures(self) -> None:
        last = self._course.last
        tried, survived = last.get("total_candidates") or 0, last.get("total_survivors") or 0
        self.figures.show_figures(
            [
                (_whole(last.get("generation")), "generation"),
                (_whole(last.get("poses")), "poses"),
                (f"{100 * survived / tried:.1f} %" if tried else "–", "survive"),
                (brief(last["poses_per_second"]) if last.get("poses_per_second") else "–", "poses/s"),
                (duration(last["seconds"]) if last.get("seconds") else "–", str(last.get("engine", "time"))),
            ]
        )

    def _draw_curves(self) -> None:
        name = self.what.currentData()
        x, values = self._course.nine(name)
        curves = [Curve(each, of_direction(n), x, values[:, n]) for n, each in enumerate(DIRECTIONS)]
        self.nine.show_curves(curves, percent=name == "coverage")
        self.nine.show_titles("generation", SHOWN[name])
        latest = values[-1] if len(values) else [None] * 9
        self.legend.show_entries(
            [Entry(each, of_direction(n), _shown(name, latest[n])) for n, each in enumerate(DIRECTIONS)]
        )
        x, poses = self._course.curve(value_of("poses"))
        self.sizes.show_curves([Curve("poses", _SIZE, x, poses)])

    def _draw_bars(self) -> None:
        last, span = self._course.last, self.span.currentData()
        tried = int(last.get(f"{span}candidates") or 0)
        removed: Mapping[str, int] = last.get(f"{span}removed") or {}
        self.bars.show_bars(bars_of(tried, removed, int(last.get(f"{span}survivors") or 0)), tried)


def told(record: RunRecord | None, doing: str) -> str:
    """The sentence of a run: what its process is at, or how it ended."""
    if record and record.state == "finished":
        return " ".join([_reason(record.result), *map(str, record.result.get("notices") or ())]).strip()
    if record and record.state == "failed":
        way_out = "Options asks for the same anew." if record.futile else "Resume tries again from the last checkpoint."
        return f"{record.message} {way_out}"
    if record and record.state == "stopped" and not doing:  # else its process has not ended yet
        return end_of(record)
    return doing


def bars_of(tried: int, removed: Mapping[str, int], survivors: int) -> list[Bar]:
    """All candidates, what each selector took of those that the ones before it left, and who is left."""
    made, left = [Bar("candidates", tried, "ghost")], tried
    for name, count in removed.items():
        left -= count
        made.append(Bar(name, count, "invalid", "−", left))
    if left > survivors:  # who would be more than were asked for
        made.append(Bar("surplus", left - survivors, "ghost", "−", survivors))
    return [*made, Bar("survivors", survivors, "done")]


def _reason(result: Mapping[str, Any]) -> str:
    reason = str(result.get("reason") or "")
    return reason and f"{reason[:1].upper()}{reason[1:]}."


def _whole(number: Any) -> str:
    return "–" if number is None else f"{number:,}"


def _shown(name: str, value: float | None) -> str:
    if value is None:
        return ""
    return f"{100 * value:.1f} %" if name == "coverage" else f"{value:.2f}" if name == "entropy" else f"{value:.0f}"
