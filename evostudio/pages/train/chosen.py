"""The runs of training that are chosen in the list, and what can be done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from evostudio.runs.chosen import ChosenRuns

if TYPE_CHECKING:
    from evostudio.pages.train.page import TrainPage


class ChosenTrainings(ChosenRuns):
    """Asked by the page's actions."""

    made: ClassVar[str] = "lifter"

    def __init__(self, page: TrainPage) -> None:
        super().__init__(page)
        self._page = page

    def evaluate(self) -> None:
        """Measure what the chosen run has made."""
        path = self.result()
        assert path is not None
        self._page.show_lifter(path)

    def train_on(self) -> None:
        """Begin the next run with what the chosen one has made."""
        path = self.result()
        assert path is not None
        self._page.setup.begin_with(path)
