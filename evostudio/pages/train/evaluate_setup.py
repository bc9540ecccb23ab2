"""What is measured, on what and how: the left of the Evaluate part, with the evaluations that there are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from evopose.commands import load
from evopose.options import words
from evostudio.dialogs.form import shortened, text
from evostudio.dialogs.path_field import PathField, exists
from evostudio.pages.train.evaluate_part import LEFT
from evostudio.pages.train.evaluations import POSES, data_words, lifter_words
from evostudio.pages.train.looking import Found
from evostudio.studio import Studio
from evostudio.views.action_button import action_button
from evostudio.views.lifter_field import LifterField
from evostudio.views.options_form import Group, OptionsForm
from evostudio.views.population_field import PopulationField
from evostudio.views.scrolling import scrolled

_UNIT, _UNIT_UNDER = ("unit",), "Poses"
GROUPS = (
    Group("Lifting", ("flip", "device"), "How poses are lifted"),
    Group(_UNIT_UNDER, ("kinds", "most", "unit"), "Which of the population's poses"),
    Group("Fine points", ("worst", "seed"), "What rarely needs a change"),
)
OF_POPULATIONS = (("views",), ("", _UNIT_UNDER))
OF_PAIRS = (("select",),)
Named = tuple[Path | None, tuple[Path, ...]]
"""A lifter, and what it is measured on."""
_OF_POPULATIONS = ("views", "kinds", "most", "unit")
"""The fields of these sections."""
PAIRS_TIP = (
    "Recorded pairs of 2D and 3D: our own files, Human3.6M as the original or VideoPose3D distributes it, "
    "MPI-INF-3DHP's test set"
)


class EvaluateSetup(QFrame):
    """Makes the words of a command line out of what is typed and chosen."""

    edited = Signal()
    """What would be started is another now, or nothing."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._found = Found()
        self.lifter = LifterField(studio, lambda: self._found.lifters)
        self.population = PopulationField(studio, lambda: self._found.populations, unit_under=_UNIT_UNDER)
        self.pairs = PathField("Recorded pairs")
        self._usual: Any = load("evaluate")()
        self.form = OptionsForm(self._usual, GROUPS)
        self.kinds = {name: _kind(name, tip) for name, tip in _KINDS.items()}
        self.problem, self.seen = text("", "error"), text("", "warning")
        self.buttons: list[QPushButton] = []
        self._group, self._button_row = QButtonGroup(self), QHBoxLayout()
        self._failure = ""
        self.below = QVBoxLayout()
        """What stands below it all."""
        self._lay_out()
        self._connect()
        self.choose_kind("Population")

    def _connect(self) -> None:
        for name, button in self.kinds.items():
            button.clicked.connect(lambda _on, name=name: self.choose_kind(name))
        self.lifter.chosen.connect(lambda _path: self._tell())
        self.population.chosen.connect(lambda _paths: self._tell())
        self.population.known.connect(lambda _facts: self._tell())
        self.pairs.edited.connect(lambda _typed: self._tell())
        self.form.edited.connect(self._tell)

    def _lay_out(self) -> None:
        self.setMinimumWidth(LEFT - 32)
        self.pairs.setToolTip(PAIRS_TIP)
        self.pairs.field.setPlaceholderText("A file or a folder")
        kinds = QHBoxLayout()
        kinds.setSpacing(4)
        for button in self.kinds.values():
            self._group.addButton(button)
            kinds.addWidget(button, 1)
        self._button_row.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(8)
        for widget in (text("Lifter", "title"), self.lifter, text("Measured on", "title")):
            column.addWidget(widget)
        column.addLayout(kinds)
        column.addWidget(self.population)
        column.addWidget(self.pairs)
        column.addWidget(self.seen)
        column.addWidget(scrolled(self.form, 96), 1)
        column.addWidget(self.problem)
        column.addLayout(self._button_row)
        column.addLayout(self.below)

    def add_buttons(self, actions: Iterable[tuple[QAction, str]]) -> None:
        """Below it all: actions and the roles of their buttons."""
        for action, role in actions:
            self.buttons.append(action_button(action, role))
            self._button_row.addWidget(self.buttons[-1], 1)

    # What is asked for

    @property
    def on_pairs(self) -> bool:
        """Recorded pairs, not a population that cameras are put around."""
        return self.kinds["Recorded pairs"].isChecked()

    def options(self, out: Path) -> Any:
        """The options of `evaluate` as they stand; None while something does not fit."""
        if self.form.options is None or not self.can_start():
            return None
        on: dict[str, Any] = {"population": () if self.on_pairs else self.population.paths}
        on |= {"pairs": (self.pairs.path,) if self.on_pairs else (), "lifter": self.lifter.path}
        written = {"out": out, "worst_population": out / POSES}
        hidden = _OF_POPULATIONS if self.on_pairs else ("select",)
        usual = {name: getattr(self._usual, name) for name in hidden}
        return self.form.options.model_copy(update=on | written | usual)

    def words(self, out: Path) -> list[str]:
        """What to write after `evopose` to do this; `options` must not be None."""
        return ["evaluate", *words(self.options(out), self._usual)]

    @property
    def named(self) -> Named:
        """What would be measured, and on what."""
        pairs = () if self.pairs.path is None else (self.pairs.path,)
        return self.lifter.path, pairs if self.on_pairs else self.population.paths

    @property
    def title(self) -> str:
        """'walks-paper-1 on Demo population'."""
        lifter, data = self.named
        return f"{lifter_words(lifter)} on {data_words(data)}"

    def known(self) -> str:
        """Which of the data the lifter has learned from, by the names of files; empty where it tells of none."""
        known = [path for path in self.named[1] if path.name in self.lifter.facts.learned]
        return f"⚠ The lifter has learned from {data_words(known)}: its poses are not unseen." if known else ""

    @property
    def data(self) -> Path:
        """What it is measured on."""
        return (self.pairs.path or Path("pairs")) if self.on_pairs else self.population.path

    def trouble(self) -> str:
        """What stands against starting, where no field says it."""
        path = self.pairs.path
        if self.on_pairs and path is None:
            return "Choose recorded pairs, or measure on a population."
        return f"There is nothing at {path}." if self.on_pairs and path is not None and not exists(path) else ""

    def can_start(self) -> bool:
        """Whether nothing stands against it."""
        there = self.pairs.path is not None if self.on_pairs else not self.population.facts.problem
        return there and not (self.lifter.facts.problem or self.form.problems or self.trouble())

    # Showing

    def choose_kind(self, name: str) -> None:
        """Populations or recorded pairs."""
        self.kinds[name].setChecked(True)
        self.population.setVisible(not self.on_pairs)
        self.pairs.setVisible(self.on_pairs)
        for where in OF_POPULATIONS:
            self.form.sections[where].setVisible(not self.on_pairs)
        for where in OF_PAIRS:
            self.form.sections[where].setVisible(self.on_pairs)
        self._tell()

    def show_project(self, project: Path | None) -> None:
        """Another is open, or none."""
        self.population.project = project

    def show_found(self, found: Found) -> None:
        """What there is to choose from."""
        self._found = found
        self.lifter.refresh()
        self.population.refresh()
        self._show()
        self.edited.emit()

    def say(self, failure: str) -> None:
        """Why it could not be measured; it stands until something is changed."""
        self._failure = failure
        self._show()

    def _tell(self) -> None:
        self.population.show_unit(self.form.fields[_UNIT].entry.value())
        self._failure = ""
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        trouble = self._failure or self.trouble()
        self.problem.setText(trouble and f"⚠ {shortened(trouble)}")
        self.problem.setVisible(bool(trouble))
        self.seen.setText(self.known())
        self.seen.setVisible(bool(self.known()))


_KINDS = {"Population": "Poses that cameras are put around: their 2D is true", "Recorded pairs": PAIRS_TIP}


def _kind(name: str, tip: str) -> QPushButton:
    button = QPushButton(name)
    button.setCheckable(True)
    button.setToolTip(tip)
    return button
