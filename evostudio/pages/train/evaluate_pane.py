"""The Evaluate part of the Train page: measures lifters, shows what came out, and sends the worst poses on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSplitter, QStackedWidget, QWidget

from evostudio.actions import ActionSet
from evostudio.documents.document import Document
from evostudio.pages.train.evaluate_intro import make_intro
from evostudio.pages.train.evaluate_part import LEFT
from evostudio.pages.train.evaluate_results import EvaluateResults
from evostudio.pages.train.evaluate_setup import EvaluateSetup, Named
from evostudio.pages.train.evaluations import Evaluation, evaluations_folder, free_folder, whole
from evostudio.pages.train.evaluations_list import EvaluationsList
from evostudio.pages.train.looking import Found, Looking
from evostudio.pages.train.measuring import Measuring
from evostudio.pages.train.onward import Onward
from evostudio.studio import Studio
from evostudio.tasks.thread import ThreadTask, only
from evostudio.theme import Theme

MIDDLE = 520
BUTTONS = (("measure", "primary"), ("measure_stop", ""))
WORST_BUTTONS = (("worst_annotate", "Annotate"), ("worst_aim", "Evolve"), ("worst_poses", "Population"))
"""And the pages where they go."""


class EvaluatePane(QWidget):
    """What is measured at the left, what came out at the right, buttons for the actions of the part around it."""

    status_changed = Signal()
    """What is selected, or what goes on, is another."""

    def __init__(self, studio: Studio, action_set: ActionSet) -> None:
        super().__init__()
        self.studio, self.document, self.action_set = studio, Document(), action_set
        self.setup, self.results = EvaluateSetup(studio), EvaluateResults(studio.theme)
        self.list, self.bar = EvaluationsList(), QProgressBar(textVisible=False)
        self.evaluation: Evaluation | None = None
        """What is shown."""
        self.measuring, self.looking, self.onward = Measuring(studio, self), Looking(self), Onward(self)
        self._begun = False
        self._wanted: Path | None = None
        """The evaluation that is to be shown when it is listed."""
        self._reading: Path | None = None
        self._beside: Named | None = None
        """What the set-up named when a person chose what is shown."""
        self.intro = make_intro(studio.theme, self.action_set.qaction("train.measure"))
        self._stack, self.splitter = QStackedWidget(), QSplitter(childrenCollapsible=False)
        self._lay_out()
        self._connect()
        self._changed()

    def _connect(self) -> None:
        self.setup.edited.connect(self._changed)
        self.list.chosen.connect(self._choose)
        self.results.worst.changed.connect(self._changed)
        self.measuring.changed.connect(self._changed)
        self.measuring.progressed.connect(self._progress)
        self.measuring.failed.connect(self.setup.say)
        self.measuring.succeeded.connect(self._measured)
        self.looking.found.connect(self._show_found)

    def _lay_out(self) -> None:
        qaction = self.action_set.qaction
        self.setup.add_buttons((qaction(f"train.{name}"), role) for name, role in BUTTONS)
        self.results.worst.add_buttons((qaction(f"train.{name}"), words) for name, words in WORST_BUTTONS)
        self.bar.hide()
        self.setup.below.addWidget(self.bar)
        self.setup.below.addWidget(self.list)
        for widget in (self.intro, self.results):
            self._stack.addWidget(widget)
        self._stack.setMinimumWidth(MIDDLE)
        self.splitter.addWidget(self.setup)
        self.splitter.addWidget(self._stack)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([LEFT, 900])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)

    # What the page asks

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        for view in (self.intro, self.results):
            view.set_theme(theme)

    def open_project(self, document: Document) -> None:
        """Listen to this one: evaluations lie beside the open project."""
        self.document = document
        document.opened.connect(self.refresh)
        self.refresh()

    def show_lifter(self, path: Path) -> None:
        """Take it up, to be measured."""
        self.setup.lifter.choose(path)

    def show_population(self, path: Path) -> None:
        """Take it up, to be measured on."""
        self.setup.choose_kind("Population")
        self.setup.population.choose([path])

    def selection_text(self) -> str:
        """What is selected, for the status line."""
        chosen = len(self.results.worst.rows()) if self.onward.has_worst() else 0
        return "" if self.evaluation is None else f"{self.evaluation.title}, {chosen} of the worst chosen"

    def status_hint(self) -> str:
        """What a key would do now, for the status line."""
        if self.measuring.is_busy():
            return "Ctrl+Shift+M stop"
        if self.onward.has_worst():
            return "arrows go through the worst  ·  Ctrl+Alt+1 send to Annotate  ·  Ctrl+Alt+2 aim evolution at them"
        return "Ctrl+M evaluate" if self.can_start() else ""

    def is_ready(self) -> bool:
        """Whether everything that was asked for is on screen."""
        shown = self.evaluation is None or self.results.worst.is_ready()
        return not (self.measuring.is_busy() or self.looking.is_busy() or self._reading) and shown

    def sizes(self) -> dict[str, tuple[int, ...]]:
        """How the room is shared, for the session."""
        return {name: tuple(splitter.sizes()) for name, splitter in self._splitters().items()}

    def restore(self, sizes: dict[str, tuple[int, ...]]) -> None:
        """Share it so again."""
        for name, splitter in self._splitters().items():
            if len(sizes.get(name, ())) == splitter.count():
                splitter.setSizes(list(sizes[name]))

    def focus_work(self) -> None:
        """The keyboard to what it is for."""
        if self.onward.has_worst():
            self.results.worst.wall.setFocus()
        else:
            self.setup.buttons[0].setFocus()

    def _splitters(self) -> dict[str, QSplitter]:
        return {"evaluate": self.splitter, **self.results.splitters}

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    # What there is

    def refresh(self) -> None:
        """Look anew which lifters, populations and evaluations there are; the last is shown where none was."""
        self.setup.show_project(self.document.path)
        self.looking.look(self.document.path)

    def _show_found(self, found: Found) -> None:
        self.setup.show_found(found)
        self.list.show_evaluations(found.evaluations)
        if self._wanted is None and found.evaluations and not self._begun:
            self._wanted = found.evaluations[0].folder
        self._begun = True
        if self._wanted is not None and self.list.choose(self._wanted):
            self._wanted = self._beside = None
        self._changed()

    def _measured(self, folder: Path) -> None:
        self._wanted = folder
        self.refresh()

    def _choose(self, folder: Path | None) -> None:
        if folder not in (self._reading, self.evaluation and self.evaluation.folder):
            self._beside = self.setup.named
        self.show_folder(folder)

    def _aside(self) -> str:
        """Whose evaluation it is, where the set-up has come to name another lifter or other data."""
        named, shown = self.setup.named, self.evaluation
        if shown is None or named == self._beside or shown.is_of(*named):
            return ""
        return f"This is an earlier one. “Evaluate” measures {self.setup.title}."

    def show_folder(self, folder: Path | None) -> None:
        """Read and show an evaluation."""
        if folder is None:
            self.evaluation = self._reading = None
            self._stack.setCurrentWidget(self.intro)
            self._changed()
        elif self._reading != folder and (self.evaluation is None or self.evaluation.folder != folder):
            self._reading = folder
            task = ThreadTask("Reading the evaluation", only(lambda: whole(folder)), self)
            task.succeeded.connect(lambda read: self._show(read) if self._reading == folder else None)
            task.failed.connect(lambda sentence: self._fail(folder, sentence))
            task.ended.connect(task.deleteLater)
            task.start()

    def _show(self, evaluation: Evaluation) -> None:
        self.evaluation, self._reading = evaluation, None
        self.results.show_evaluation(evaluation)
        self._stack.setCurrentWidget(self.results)
        self._changed()

    def _fail(self, folder: Path, sentence: str) -> None:
        if self._reading == folder:
            self._reading = None
            self.studio.notify(sentence, "error")

    # Measuring

    def can_start(self) -> bool:
        """Everything fits, and nothing is measured."""
        return not self.measuring.is_busy() and self.setup.can_start()

    def start(self) -> None:
        """Measure the chosen lifter."""
        if self.can_start():
            setup = self.setup
            folder = free_folder(evaluations_folder(self.document.path), setup.lifter.path, setup.data)
            populations = () if setup.on_pairs else setup.population.paths
            self.measuring.start(populations, folder, setup.words(folder))

    def _progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    # The keyboard

    def look(self, name: str) -> None:
        """See the worst from there."""
        self.results.worst.looks.choose(name)

    def to_lifter(self) -> None:
        """Open the list of lifters."""
        self.setup.lifter.box.setFocus()
        self.setup.lifter.box.showPopup()

    def to_data(self) -> None:
        """The keyboard to what it is measured on."""
        field = self.setup.pairs if self.setup.on_pairs else self.setup.population
        field.setFocus()

    def _changed(self) -> None:
        busy = self.measuring.is_busy()
        if busy and self.bar.isHidden():
            self._progress(0, 0)
        self.bar.setVisible(busy)
        self.results.show_aside(self._aside())
        self.action_set.refresh()
        self.status_changed.emit()
