"""What of a population is listed: filters, sorting, bin and what other pages send become wishes to the browser."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jaxtyping import Int
from PySide6.QtCore import QObject, QTimer

from evopose.model.array import NDArray
from evostudio.pages.population.listing import Sent, Sorting

if TYPE_CHECKING:
    from evostudio.pages.population.page import PopulationPage

TYPING_MS = 150
"""After the last letter or number, until the list is made."""


class Wishing(QObject):
    """Of one page."""

    def __init__(self, page: PopulationPage) -> None:
        super().__init__(page)
        self._page, self._browser, self._filters = page, page.browser, page.filters
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self.ask)
        self._filters.edited.connect(self._typing.start)
        self._filters.survey_wanted.connect(self._survey)
        page.pane.sorted.connect(self.sort)
        page.pane.all.clicked.connect(self._filters.clear)
        page.bin.clicked.connect(lambda _on: self.show_bin())
        page.bin.dropped.connect(lambda rows: self._browser.marks.set("binned", rows, True))

    def ask(self) -> None:
        """List what the filters say, without waiting for more."""
        self._typing.stop()
        self._browser.show(self._filters.wish(self._browser.wish))
        self._page.bin.setChecked(self._browser.wish.which == "bin")

    def sort(self, sorting: Sorting, descending: bool) -> None:
        """By another thing, or the other way round."""
        wish = self._browser.wish
        like = self._page.wall.current_row if wish.like < 0 else wish.like
        if sorting == "likeness" and like < 0:
            like = 0
        self._browser.show(replace(wish, sorting=sorting, descending=descending, like=like))
        self._page.pane.show_sorting(sorting, descending)

    def show_marked(self) -> None:
        """The marked ones, or all again."""
        self._filters.show_which("all" if self._browser.wish.which == "marked" else "marked")

    def show_bin(self) -> None:
        """What is in the bin, or all again."""
        self._filters.show_which("all" if self._browser.wish.which == "bin" else "bin")

    def search(self) -> None:
        """The keyboard to the search."""
        self._filters.search.setFocus()
        self._filters.search.selectAll()

    def reveal(self, row: int) -> None:
        """Show what hides a row: the bin, or all."""
        table = self._browser.table
        hidden = table is not None and table.binned is not None and bool(table.binned[row])
        self._filters.clear()
        self._filters.show_which("bin" if hidden else "all")
        self.ask()

    def only(self, rows: Int[NDArray, " k"]) -> None:
        """These, which were selected on another page."""
        if self._browser.table is not None:
            self._filters.show_sent(Sent.of(rows, len(self._browser.table)))
            self.ask()

    def _survey(self) -> None:
        self._browser.survey()
        self._filters.show_survey(self._browser.table, self._browser.is_surveying)
