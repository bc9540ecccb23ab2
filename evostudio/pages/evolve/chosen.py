"""The runs of evolution that are chosen in the list, and what can be done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evostudio.runs.chosen import ChosenRuns

if TYPE_CHECKING:
    from evostudio.pages.evolve.page import EvolvePage


class ChosenEvolutions(ChosenRuns):
    """Asked by the page's actions."""

    def __init__(self, page: EvolvePage) -> None:
        super().__init__(page)
        self._page = page

    def show_result(self, page: str) -> None:
        """What the chosen run has made, on another page."""
        path = self.result()
        assert path is not None
        self._page.studio.open_population(path, page)

    def evolve_on(self) -> None:
        """Begin the next run with what the chosen one has made."""
        path = self.result()
        assert path is not None
        self._page.setup.population.choose([path])
