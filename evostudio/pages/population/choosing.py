"""Which population the page looks through: what a person names, what another page sends, what was used last."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jaxtyping import Int
from PySide6.QtCore import QObject

from evopose.model.array import NDArray
from evostudio.pages.distributions.results import results
from evostudio.places import demo_population
from evostudio.tasks.demo import once_there

if TYPE_CHECKING:
    from evostudio.pages.population.page import PopulationPage


class Choosing(QObject):
    """Of one page."""

    def __init__(self, page: PopulationPage) -> None:
        super().__init__(page)
        self._page = page
        self._sent: tuple[Path, Int[NDArray, " k"]] | None = None
        self._begun = False
        page.field.chosen.connect(lambda paths: self._open(paths[0]))

    def begin(self) -> None:
        """What was used last, or the demo where it has been made; nothing where there is something already."""
        page = self._page
        if page.browser.table is not None or page.browser.is_opening:
            return
        recent = [Path(name) for name in page.studio.preferences.value.recent_populations]
        made = [path for _title, path in results(page.document.path)]
        there = [path for path in (*recent, *made, demo_population()) if path.exists()]
        if there:
            self.show(there[0])
        elif page.studio.demo_at_once and not self._begun:
            self.show_demo()
        self._begun = True

    def show(self, path: Path, index: int | None = None, rows: Int[NDArray, " k"] | None = None) -> None:
        """Open it, unless it is open, and go to one pose; of poses selected elsewhere it shows these only."""
        page = self._page
        self._sent = None if rows is None else (path, rows)
        if page.browser.shows(path) and not page.browser.is_opening:
            if rows is not None:
                page.going.await_row(index)
                self.list_sent()
            elif index is not None:
                page.going.to(index)
            return
        page.going.await_row(index)
        if page.browser.shows(path):
            return
        page.field.show_paths((path,))
        self._open(path)

    def show_demo(self) -> None:
        """The demo population; it is made first where it is not there yet."""
        self._page.field.choose((demo_population(),))

    def list_sent(self) -> None:
        """List what was selected on another page, once its population is there."""
        sent, browser = self._sent, self._page.browser
        if sent is not None and browser.table is not None and browser.shows(sent[0]):
            self._sent = None
            self._page.wishing.only(sent[1])

    def _open(self, path: Path) -> None:
        page = self._page
        if path not in (demo_population(), page.document.path):
            page.studio.remember_population(path)
        once_there(page.studio, path, lambda: page.browser.open(path))
