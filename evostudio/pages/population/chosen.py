"""What can be done with the poses that are chosen on the wall: mark, throw out, compare, write, send on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from evopose.model.array import NDArray
from evostudio.pages.population.table import Table

if TYPE_CHECKING:
    from evostudio.pages.population.page import PopulationPage


class Chosen:
    """Of one page; where none is chosen, the pose that is looked at."""

    def __init__(self, page: PopulationPage) -> None:
        self._page = page

    @property
    def rows(self) -> NDArray:
        """In the order of the list."""
        return self._page.wall.selected_rows()

    @property
    def _table(self) -> Table:
        table = self._page.browser.table
        assert table is not None
        return table

    def is_any(self) -> bool:
        """There is one, or there are several, to do something with."""
        return self._page.has_population() and (self._page.has_pose() or self._page.wall.selection.count > 0)

    def in_bin(self) -> bool:
        """What is listed lies in the bin."""
        return self.is_any() and self._page.browser.wish.which == "bin"

    def can_throw(self) -> bool:
        """What is chosen does not lie in the bin."""
        return self.is_any() and self._page.browser.wish.which != "bin"

    def can_compare(self) -> bool:
        """The survey is there to compare by."""
        return (
            self._page.has_pose()
            and self._page.browser.table is not None
            and self._page.browser.table.survey is not None
        )

    def has_parents(self) -> bool:
        """The pose that is looked at has parents here."""
        table, row = self._page.browser.table, self._page.wall.current_row
        return table is not None and 0 <= row < len(table) and bool(table.parents(row))

    def mark(self) -> None:
        """What is chosen."""
        self._page.browser.marks.toggle(self.rows)

    def throw(self) -> None:
        """What is chosen, into the bin."""
        self._page.browser.marks.set("binned", self.rows, True)

    def put_back(self) -> None:
        """What is chosen, out of the bin."""
        self._page.browser.marks.set("binned", self.rows, False)

    def like(self) -> None:
        """The nearest of the pose that is looked at; in order again where that is shown already."""
        row, wish = self._page.wall.current_row, self._page.browser.wish
        if wish.sorting == "likeness" and wish.like == row:
            self._page.wishing.sort("row", False)
        else:
            self._page.browser.show(replace(wish, sorting="likeness", like=row, descending=False))
            self._page.pane.show_sorting("likeness", False)

    def export(self) -> None:
        """Ask where to write which poses."""
        from evostudio.pages.population.export import ExportPoses

        dialog = ExportPoses(self._page.studio, self._table, self._page.browser.listing, self.rows, self._page.window())
        dialog.show()

    def send(self) -> None:
        """What is chosen becomes pictures with poses to refine."""
        from evostudio.pages.population.sending import send

        send(self._page.studio, self._page.document, self._table.path, self.rows)
