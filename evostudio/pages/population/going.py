"""Going from pose to pose of a population, by row: to a parent, back again, past filters that hide one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evostudio.pages.population.page import PopulationPage

DEEPEST = 100
"""Jumps that can be gone back."""


class Going:
    """Of one page."""

    def __init__(self, page: PopulationPage) -> None:
        self._page = page
        self._past: list[int] = []
        self._awaited: int | None = None

    def forget(self) -> None:
        """Another population."""
        self._past = []

    def await_row(self, row: int | None) -> None:
        """Go there when the next list has come."""
        self._awaited = row

    def to(self, row: int) -> None:
        """Look at one row; filters that hide it are cleared."""
        table, before = self._page.browser.table, self._page.wall.current_row
        if table is None or not 0 <= row < len(table):
            return
        if 0 <= before != row:
            self._past = [*self._past, before][-DEEPEST:]
        self._look(row)

    def to_parent(self, number: int) -> None:
        """0: whose skeleton it has; 1: the other one."""
        table = self._page.browser.table
        parents = () if table is None else table.parents(self._page.wall.current_row)
        if parents:
            self.to(parents[-1 if number else 0])

    @property
    def can_go_back(self) -> bool:
        """Another pose was looked at before a jump."""
        return bool(self._past)

    def back(self) -> None:
        """To what was looked at before."""
        if self._past:
            self._look(self._past.pop())

    def _look(self, row: int) -> None:
        if not self._page.wall.show_row(row):
            self._awaited = row
            self._page.wishing.reveal(row)

    def arrive(self, place: int) -> None:
        """A list has come: where to look now; at the next one where the pose that was looked at is gone."""
        wall, awaited = self._page.wall, self._awaited
        self._awaited = None
        if awaited is not None:
            wall.show_row(awaited)
        elif wall.current_row < 0 and place >= 0 and len(wall.selection):
            wall.show_place(min(place, len(wall.selection) - 1))
