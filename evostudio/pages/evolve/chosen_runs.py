"""The runs that are chosen in the list, and what can be done with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from evopose.runs import RunRecord
from evostudio.pages.evolve.keeping import move_to_bin, result_of

if TYPE_CHECKING:
    from evostudio.pages.evolve.page import EvolvePage


class ChosenRuns:
    """Asked by the page's actions."""

    def __init__(self, page: EvolvePage) -> None:
        self._page, self._list = page, page.runs

    def records(self) -> list[RunRecord]:
        """Of the chosen runs, in the order of the list."""
        by_folder = {record.folder: record for record in self._page.watcher.records}
        return [by_folder[folder] for folder in self._list.folders() if folder in by_folder]

    def has_one(self) -> bool:
        """One run is chosen."""
        return len(self.records()) == 1

    def has_some(self) -> bool:
        """At least one run is chosen, and none of them is at work."""
        records = self.records()
        return bool(records) and all(record.state != "running" for record in records)

    def has_several(self) -> bool:
        """There are runs to compare."""
        return len(self._page.watcher.records) > 1

    def has_result(self) -> bool:
        """One run is chosen that has made a population."""
        return self.has_one() and result_of(self.records()[0]) is not None

    def compare_all(self) -> None:
        """Choose all runs."""
        self._list.view.selectAll()

    def show_result(self, page: str) -> None:
        """What the chosen run has made, on another page."""
        path = result_of(self.records()[0])
        assert path is not None
        self._page.studio.open_population(path, page)

    def evolve_on(self) -> None:
        """Begin the next run with what the chosen one has made."""
        path = result_of(self.records()[0])
        assert path is not None
        self._page.setup.population.choose([path])

    def take_over(self) -> None:
        """The chosen run's options into the form."""
        self._page.setup.show_options(dict(self.records()[0].options))

    def remove(self) -> None:
        """The chosen runs to the bin."""
        for record in self.records():
            move_to_bin(self._page.studio, record.folder, self._page.watcher.look)
        self._page.watcher.look()

    def focus(self) -> None:
        """Go to the list of runs."""
        self._list.view.setFocus()
        if not self._list.folders() and self._list.model.rowCount():
            self._list.select((self._list.model.records[0].folder,))

    def results(self) -> list[tuple[str, Path]]:
        """Title and file of what runs have made, the newest first."""
        found = ((record.folder.name, result_of(record)) for record in self._page.watcher.records)
        return [(name, path) for name, path in found if path is not None]
