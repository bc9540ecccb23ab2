"""How a page of runs is laid out: what is asked for, the run or runs, at the right something live above the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from evopose.runs import RunRecord
from evostudio.runs.runs_list import RunsList
from evostudio.theme import Theme
from evostudio.views.intro import Intro
from evostudio.views.titled import Titled

Shown = TypeVar("Shown", bound=QWidget)
Sizes = dict[str, tuple[int, ...]]
MIDDLE, RIGHT = 396, 240


class RunPane(Protocol):
    """Charts of one run. Its course is what the page makes of a log."""

    def show_run(self, record: RunRecord | None, course: Any, name: str, doing: str = "") -> None:
        """A run, None for one that has only begun; `doing` says what a process is at with it."""

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""


class ComparePane(Protocol):
    """Several runs side by side."""

    def show_runs(self, records: Sequence[RunRecord], courses: Mapping[Path, Any]) -> None:
        """These."""

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""


class RunsPanes:
    """Lays them out in a page; panes of charts are made when they are first needed, as that takes a while."""

    def __init__(self, theme: Theme, setup: QWidget, intro: Intro, upper: QWidget, runs: RunsList) -> None:
        self.theme, self.intro, self.runs = theme, intro, runs
        self.middle = QStackedWidget()
        self.middle.addWidget(intro)
        self.middle.setMinimumWidth(MIDDLE)
        self._upper, self._setup = upper, setup
        self._splitters: dict[str, QSplitter] = {}

    def lay_out(self, page: QWidget, name: str, widths: tuple[int, int, int], heights: tuple[int, int]) -> None:
        """In a page of this name, shared so at first."""
        right = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        right.addWidget(_inset(self._upper))
        right.addWidget(_inset(Titled("Runs", self.runs)))
        right.setSizes(list(heights))
        right.setMinimumWidth(RIGHT)
        whole = QSplitter(childrenCollapsible=False)
        for widget, stretch in ((self._setup, 0), (self.middle, 1), (right, 0)):
            whole.addWidget(widget)
            whole.setStretchFactor(whole.count() - 1, stretch)
        whole.setSizes(list(widths))
        self._splitters = {name: whole, f"{name} right": right}
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(whole)

    @cached_property
    def live(self) -> RunPane:
        """One run."""
        raise NotImplementedError

    @cached_property
    def compare(self) -> ComparePane:
        """Several runs."""
        raise NotImplementedError

    def set_theme(self, theme: Theme) -> None:
        """Other colours, for what is made."""
        self.theme = theme
        made = [self.__dict__[name] for name in ("live", "compare") if name in self.__dict__]
        for view in (self.intro, self.runs, *made):
            view.set_theme(theme)

    def turn_to(self, pane: RunPane | ComparePane | Intro) -> None:
        """Show this one in the middle."""
        assert isinstance(pane, QWidget)
        self.middle.setCurrentWidget(pane)

    def put(self, shown: Shown) -> Shown:
        """One more for the middle."""
        self.middle.addWidget(shown)
        return shown

    def sizes(self) -> Sizes:
        """How the room is shared, for the session."""
        return {name: tuple(splitter.sizes()) for name, splitter in self._splitters.items()}

    def restore(self, sizes: Sizes) -> None:
        """Share it so again."""
        for name, shares in sizes.items():
            if name in self._splitters and len(shares) == self._splitters[name].count():
                self._splitters[name].setSizes(list(shares))


def _inset(widget: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(8, 8, 8, 8)
    column.addWidget(widget)
    return holder
