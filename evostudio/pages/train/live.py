"""One run of training as it goes: stage, error, speed, time left, and curves of each stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSplitter, QVBoxLayout, QWidget

from evopose.runs import RunRecord
from evostudio.dialogs.form import text
from evostudio.pages.train.course import Course
from evostudio.pages.train.validated import about_validation
from evostudio.pages.train.words import in_form, mpjpe_of
from evostudio.runs.amounts import duration
from evostudio.runs.run_head import RunHead
from evostudio.runs.run_model import STARTING, WAITING, end_of
from evostudio.theme import Theme, Themed
from evostudio.views.curve_legend import CurveLegend, Entry
from evostudio.views.curve_reading import brief
from evostudio.views.curves import Curve, Curves
from evostudio.views.figures_row import FiguresRow
from evostudio.views.line_style import of_run
from evostudio.views.titled import Titled

CHARTS = {
    "validation_mpjpe_mm": ("Validation MPJPE", "mm", None),
    "loss": ("Loss", "", None),
    "learning_rate": ("Learning rate", "", 0.0),
    "samples_per_s": ("Samples a second", "1/s", 0.0),
}
"""Title, unit, and the number that is kept in view, of each series."""
USUAL = ("validation_mpjpe_mm", "loss")
"""Those that a run which goes astray sends up by powers of ten."""


class Live(QWidget):
    """Shows a course; knows of no files."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._course, self._record = Course(), None  # type: tuple[Course, RunRecord | None]
        self.head = RunHead(theme)
        self.name, self.state, self.message = self.head.name, self.head.state, self.head.message
        self.about = text("", "small")
        self.figures = FiguresRow(theme)
        self.charts = {
            name: Curves(theme, title, low=low, usual=name in USUAL, alike=False)
            for name, (title, _, low) in CHARTS.items()
        }
        self.legend = CurveLegend(theme)
        self._lay_out()
        for curves in self.charts.values():
            self.legend.picked.connect(curves.pick)

    def _lay_out(self) -> None:
        titled = [Titled(title, self.charts[name]) for name, (title, _, _) in CHARTS.items()]
        upper, lower = (QSplitter(childrenCollapsible=False) for _ in range(2))
        for place, pane in enumerate(titled):
            (upper if place < 2 else lower).addWidget(pane)
            right, down = place % 2, place // 2
            pane.column.setContentsMargins(8 * right, 8 * down, 8 * (1 - right), 8 * (1 - down))
        split = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        split.addWidget(upper)
        split.addWidget(lower)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        self.splitter = split
        below = QGridLayout()
        below.addWidget(self.about, 0, 0, Qt.AlignmentFlag.AlignBottom)
        below.addWidget(self.legend, 0, 1, Qt.AlignmentFlag.AlignRight)
        below.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.figures)
        column.addWidget(split, 1)
        column.addLayout(below)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        views: tuple[Themed, ...] = (self.head, self.figures, self.legend, *self.charts.values())
        for view in views:
            view.set_theme(theme)

    def show_run(self, record: RunRecord | None, course: Course, name: str, doing: str = "") -> None:
        """A run and what it has told; `doing` says what a process is at with it."""
        self._record, self._course = record, course
        self.head.show_run(record, name, told(record, doing))
        self._draw_curves()
        _, errors = course.curve("validation_mpjpe_mm")
        measured = about_validation(record.options) if record else ""
        self.figures.show_figures(figures(course.last, record, float(errors.min()) if len(errors) else None))
        self.about.setText("\n".join(filter(None, (about(course.last), note(course), self._beyond(), measured))))

    def _draw_curves(self) -> None:
        stages = self._course.stages
        for name, curves in self.charts.items():
            told = [(stage, *self._course.curve(name, stage=stage)) for stage in stages]
            made = [Curve(f"stage {stage}", of_run(stage - 1), x, y) for stage, x, y in told]
            if made:  # an end without a number, so that all charts reach as far
                x, y = np.append(made[-1].x, self._course.latest), np.append(made[-1].y, np.nan)
                made[-1] = replace(made[-1], x=x, y=y)
            curves.show_curves(made)
            curves.show_waiting(waited_for(name, self._record.state if self._record else STARTING))
            curves.show_titles("steps", CHARTS[name][1])
        self.legend.setVisible(len(stages) > 1)
        self.legend.show_entries([self._entry(stage) for stage in stages])

    def _beyond(self) -> str:
        """Which charts do not show all of it."""
        titles = [CHARTS[name][0] for name, curves in self.charts.items() if curves.beyond]
        return f"{' and '.join(titles)}: peaks go beyond the top." if titles else ""

    def _entry(self, stage: int) -> Entry:
        _, errors = self._course.curve("validation_mpjpe_mm", stage=stage)
        return Entry(f"stage {stage}", of_run(stage - 1), f"{errors[-1]:,.1f} mm" if len(errors) else "")


def told(record: RunRecord | None, doing: str) -> str:
    """The sentence of a run: what its process is at, or how it ended."""
    if record and record.state == "finished":
        return in_form(" ".join(map(str, record.result.get("notices") or ())))
    if record and record.state == "failed":
        way_out = "" if record.futile else " Resume tries again from the last good checkpoint."
        return in_form(record.message) + way_out
    if record and record.state == "stopped" and not doing:  # else its process has not ended yet
        return end_of(record)
    return doing


def waited_for(series: str, state: str) -> str:
    """What stands in a chart that has nothing to show yet."""
    if state == WAITING:
        return "This run has not begun"
    if state not in ("running", STARTING):
        return "The run told nothing of it"
    return "After the first validation" if series.startswith("validation") else "After the first steps"


def figures(last: Mapping[str, Any], record: RunRecord | None, least: float | None = None) -> list[tuple[str, str]]:
    """The large numbers, and what each is; `least`: the smallest error of all stages, where it is known."""
    error, told_best = last.get("validation_mpjpe_mm"), last.get("best_mpjpe_mm")
    best = min((each for each in (told_best, least) if isinstance(each, int | float)), default=None)
    finished = record is not None and record.state == "finished"
    told = mpjpe_of(record.result) if record is not None and finished else None
    error = error if told is None else told
    running = record is None or record.state == "running"
    left = last.get("left_s")
    took = record.result.get("seconds") if record is not None and finished else None
    time = (duration(took), "took") if took else (duration(left) if left is not None and running else "–", "left")
    is_worse = best is not None and isinstance(error, int | float) and error > best + 0.05
    best_words = f"MPJPE, best {best:,.1f}" if is_worse else "MPJPE, mm"
    return [
        (f"{last.get('stage', 1)} of {last['stages']}" if last.get("stages") else "–", "stage"),
        (f"{error:,.1f}" if isinstance(error, int | float) else "–", best_words),
        (brief(last["samples_per_s"]) if last.get("samples_per_s") else "–", "samples/s"),
        time,
        (f"{last['memory_mb']:,.0f}" if isinstance(last.get("memory_mb"), int | float) else "–", "memory, MB"),
    ]


def note(course: Course) -> str:
    """What the stages are to each other: the loss of each is on what is left, and which of them did not help."""
    if len(course.stages) < 2:
        return ""
    ends = [(stage, course.curve("validation_mpjpe_mm", stage=stage)[1]) for stage in course.stages]
    told = [(stage, float(errors.min())) for stage, errors in ends if len(errors)]
    worse = [
        f"stage {now} has not come below {least:,.1f} mm of stage {before}"
        for (before, least), (now, error) in pairwise(told)
        if error > least + 0.05
    ]
    return "; ".join(["The loss of each stage is on what those before it left", *worse]) + "."


def about(last: Mapping[str, Any]) -> str:
    """'cpu · bfloat16 · 8,192 pairs a step · step 1,200 of 5,000 · epoch 12.3'."""
    step, steps = last.get("step"), last.get("steps")
    parts = (
        str(last.get("device") or ""),
        str(last.get("precision") or ""),
        f"{last['batch_size']:,} pairs a step" if last.get("batch_size") else "",
        f"step {step:,} of {steps:,}" if isinstance(step, int) and isinstance(steps, int) else "",
        f"epoch {last['epoch']:.1f}" if isinstance(last.get("epoch"), int | float) else "",
    )
    return " · ".join(part for part in parts if part)
