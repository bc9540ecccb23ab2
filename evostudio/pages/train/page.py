"""The Train page: asks for runs of training, follows one while it goes on, compares them, and measures lifters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from jaxtyping import Int
from PySide6.QtWidgets import QWidget

from evopose.model.array import NDArray
from evopose.runs import RunRecord
from evostudio.actions import ActionSet
from evostudio.documents.document import Document
from evostudio.pages.train import words
from evostudio.pages.train.bindings import actions
from evostudio.pages.train.chosen import ChosenTrainings
from evostudio.pages.train.course import Course
from evostudio.pages.train.expecting import Speeds
from evostudio.pages.train.glancing import Glancing
from evostudio.pages.train.panes import Panes
from evostudio.pages.train.setup import Setup
from evostudio.runs.keeping import result_of
from evostudio.runs.page import RunsPage
from evostudio.runs.watching import RunsWatcher
from evostudio.studio import Studio

if TYPE_CHECKING:
    from evostudio.pages.train.evaluate_pane import EvaluatePane


class TrainPage(RunsPage):
    """What is asked for at the left, the run in the middle, ten poses and the runs at the right; or evaluation."""

    name: ClassVar[str] = "train"
    title: ClassVar[str] = "Train"
    icon: ClassVar[str] = "train"
    key: ClassVar[str] = "Ctrl+5"
    command: ClassVar[str] = "train"
    doing: ClassVar[str] = "Training"
    hints: ClassVar[Sequence[tuple[str, str]]] = words.HINTS

    chosen: ChosenTrainings
    panes: Panes

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(studio, parent)
        self.part = "runs"
        self.evolutions = RunsWatcher("evolve", self)
        """Their results are what one trains on."""
        self.chosen = ChosenTrainings(self)
        self.setup = self.form = Setup(studio, self._populations)
        self.furnish(self.setup, actions(self), _RUN_BUTTONS)
        self.panes = Panes(self, studio, self.setup, self.runs, self.qaction("start"))
        self.panes.add_parts(self.qaction("part_runs"), self.qaction("part_evaluate"))
        self.panes.evaluate.status_changed.connect(self.status_changed)
        self.glancing = Glancing(self.panes.glance, self)
        self.setup.edited.connect(self._changed)
        self.setup.data.known.connect(self.draw_soon)
        self.begin()

    def new_course(self) -> Course:
        return Course()

    def described(self, record: RunRecord) -> str:
        return words.described(record)

    def sources(self) -> Sequence[Path]:
        return (*self.setup.data.paths, *self.setup.data.detections)

    def looks_at(self, folder: Path) -> bool:
        return self.part == "runs" and super().looks_at(folder)

    def learn(self, records: tuple[RunRecord, ...]) -> None:
        self.setup.learn(Speeds.of(records))

    def refresh_sources(self) -> None:
        self.setup.data.refresh()

    def _populations(self) -> list[tuple[str, Path]]:
        found = ((record.folder.name, result_of(record)) for record in self.evolutions.records)
        return [(name, path) for name, path in found if path is not None]

    # What the window asks

    def action_sets(self) -> list[ActionSet]:
        return [self.action_set, self.panes.evaluate.action_set]

    @property
    def evaluation(self) -> EvaluatePane:
        """What measures lifters; made when it is first wanted."""
        return self.panes.evaluate.pane

    def open_project(self, document: Document) -> None:
        super().open_project(document)
        self.panes.evaluate.open_project(document)

    def show_population(self, path: Path, index: int | None = None, rows: Int[NDArray, " k"] | None = None) -> None:
        if self.part == "evaluate":
            self.evaluation.show_population(path)
        else:
            self.setup.data.choose([path])

    def show_lifter(self, path: Path) -> None:
        """Have it measured."""
        self.show_part("evaluate")
        self.evaluation.show_lifter(path)

    def selection_text(self) -> str:
        if self.part == "evaluate":
            return self.panes.evaluate.selection_text()
        return super().selection_text()

    def status_hint(self) -> str:
        if self.part == "evaluate":
            return self.panes.evaluate.status_hint()
        return super().status_hint()

    def is_ready(self) -> bool:
        return self.part != "evaluate" or self.panes.evaluate.is_ready()

    def tour(self) -> Iterator[tuple[str, Callable[[], object]]]:
        from evostudio.pages.train.tour import tour

        return tour(self)

    def _set_active(self, active: bool) -> None:
        super()._set_active(active)
        self.evolutions.set_active(active)

    def _watch(self) -> None:
        self.setup.data.set_project(self.document.path)
        super()._watch()
        self.evolutions.watch(*self.watcher.folders)

    # What actions ask

    def show_part(self, name: str) -> None:
        """'runs' or 'evaluate'."""
        self.part = name
        self.panes.show_part(name)
        self.focus_work()
        self._changed()

    def to_runs(self) -> None:
        """Go to the list of runs."""
        self.show_part("runs")
        self.chosen.focus()

    def to_population(self) -> None:
        """Open the list of populations."""
        rows = self.setup.data.populations()
        if rows:
            rows[0].field.box.setFocus()
            rows[0].field.box.showPopup()

    def focus_work(self) -> None:
        if self.part == "evaluate":
            self.panes.evaluate.focus_work()
        else:
            self.setup.buttons[0].setFocus()

    # Showing

    def draw_beside(self, records: Sequence[RunRecord], folder: Path | None) -> None:
        self.panes.glance.show_several(len(records) > 1)
        self.glancing.show_run(folder)


_RUN_BUTTONS = (
    ("evaluate_it", "Evaluate"),
    ("train_on", "Train on"),
    ("again", "Options"),
    ("end", "End here"),
    ("remove", "Remove"),
)
