"""The Evolve page: asks for a run, follows it while it goes on, and keeps those that were."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from jaxtyping import Int
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from evopose.model.array import NDArray
from evopose.runs import RunRecord
from evostudio.lifters import title_of
from evostudio.pages.evolve import status
from evostudio.pages.evolve.aiming import aim
from evostudio.pages.evolve.bindings import actions
from evostudio.pages.evolve.chosen import ChosenEvolutions
from evostudio.pages.evolve.course import Course
from evostudio.pages.evolve.expecting import Speeds
from evostudio.pages.evolve.gallery import Gallery
from evostudio.pages.evolve.panes import Panes
from evostudio.pages.evolve.setup import Setup
from evostudio.places import demo_population
from evostudio.runs.page import RunsPage
from evostudio.studio import Studio
from evostudio.tasks.demo import make_population


class EvolvePage(RunsPage):
    """What is asked for at the left, the run in the middle, newest children and the runs at the right."""

    name: ClassVar[str] = "evolve"
    title: ClassVar[str] = "Evolve"
    icon: ClassVar[str] = "evolve"
    key: ClassVar[str] = "Ctrl+2"
    command: ClassVar[str] = "evolve"
    doing: ClassVar[str] = "Evolving"
    hints: ClassVar[Sequence[tuple[str, str]]] = status.HINTS

    chosen: ChosenEvolutions
    panes: Panes

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(studio, parent)
        self.chosen = ChosenEvolutions(self)
        self.setup = self.form = Setup(studio, self.chosen.results)
        self.furnish(self.setup, actions(self), _RUN_BUTTONS)
        self.panes = Panes(self, self.theme, self.setup, self.runs, self.qaction("start"))
        self.gallery = Gallery(self.panes.gallery, self.panes.wall, self)
        self.setup.edited.connect(self._changed)
        self.setup.population.known.connect(lambda _facts: self.draw_soon())
        self.begin()

    def new_course(self) -> Course:
        return Course()

    def described(self, record: RunRecord) -> str:
        return status.described(record)

    def sources(self) -> Sequence[Path]:
        return self.setup.population.paths

    def learn(self, records: tuple[RunRecord, ...]) -> None:
        self.setup.learn(Speeds.of(records))

    def refresh_sources(self) -> None:
        self.setup.population.refresh()

    # What the window asks

    def show_population(self, path: Path, index: int | None = None, rows: Int[NDArray, " k"] | None = None) -> None:
        self.setup.population.choose([path])

    def show_lifter(self, path: Path) -> None:
        """What it gets wrong is what evolution aims at."""
        aim(self.setup.form, path)
        self.studio.notify(f"Active selection prefers what {title_of(path)} gets wrong. Start evolves with it.")

    def tour(self) -> Iterator[tuple[str, Callable[[], object]]]:
        from evostudio.pages.evolve.tour import tour

        return tour(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.studio.demo_at_once and self.starts_with_demo():
            make_population(self.studio).succeeded.connect(lambda _made: self.setup.population.refresh())

    def _watch(self) -> None:
        self.setup.population.project = self.document.path
        super()._watch()

    # The keyboard

    def focus_work(self) -> None:
        self.setup.buttons[0].setFocus()

    def to_population(self) -> None:
        """Open the list of populations."""
        self.setup.population.box.setFocus()
        self.setup.population.box.showPopup()

    # Showing

    def draw_beside(self, records: Sequence[RunRecord], folder: Path | None) -> None:
        founders = self.setup.population.paths
        if folder is None:
            if not records:
                self.gallery.show_founders(founders)
            return
        record = records[0] if records else None
        asked = [Path(each) for each in record.options.get("population") or ()] if record else None
        course = self.follower.courses.get(folder, Course())
        self.gallery.show_run(folder, course, record, asked or founders)

    def starts_with_demo(self) -> bool:
        """Whether the demo is chosen and not made yet."""
        return self.setup.population.path == demo_population() and not demo_population().exists()


_RUN_BUTTONS = (
    ("open", "Poses"),
    ("distributions", "Distributions"),
    ("evolve_on", "Evolve on"),
    ("again", "Options"),
    ("end", "End here"),
    ("remove", "Remove"),
)
