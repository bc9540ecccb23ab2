"""What a run is asked for: population, preset, recipe, how far, and what that comes to: the Evolve page's left."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from evopose.commands import load
from evopose.evolution.presets import ABOUT, DEFAULT, PRESETS
from evopose.options import words
from evostudio.dialogs.form import shortened, text
from evostudio.pages.evolve.expecting import Speeds, expected
from evostudio.pages.evolve.target import TargetField
from evostudio.populations import Facts
from evostudio.studio import Studio
from evostudio.views.action_button import action_button
from evostudio.views.option_values import Where
from evostudio.views.options_form import Group, OptionsForm
from evostudio.views.population_field import PopulationField, Results

WIDTH = 328
LONGEST = 240
"""Letters of a failure that stand below the form; the notice above the page has all of it."""
_NOWHERE = Path("run")
_KINDS = ("kinds",)
GROUPS = (
    Group("Founders", ("kinds", "share", "unit"), "Which of the population's poses it begins with", heading="Run"),
    Group("Machine", ("seed", "engine", "device", "precision"), "Chance, and what computes"),
    Group("Fine points", ("fraction", "fruitless", "memory", "chunk", "shard_poses"), "What rarely needs a change"),
)


class Setup(QFrame):
    """Makes the words of a command line out of what is typed and chosen."""

    edited = Signal()
    """What would be started is another now, or nothing."""

    def __init__(self, studio: Studio, results: Results) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._evolve: Any = load("evolve")
        self._speeds = Speeds()
        self.preset = DEFAULT
        self.population = PopulationField(studio, results)
        self.target = TargetField(self._evolve)
        self.form = OptionsForm(self._usual(), GROUPS, lambda options: options.check())
        self.presets = {name: _preset(name) for name in PRESETS}
        self.about = text(ABOUT[DEFAULT], "small")
        self.estimate, self.problem = text("", "small"), text("", "error")
        self._group = QButtonGroup(self)
        self._failure = self._trouble = self._expected = ""
        self.buttons: list[QPushButton] = []
        self._button_row = QHBoxLayout()
        self._lay_out()
        self.population.chosen.connect(lambda _paths: self._tell())
        self.population.known.connect(self._know)
        self.target.edited.connect(self._tell)
        self.form.edited.connect(self._tell)
        for name, button in self.presets.items():
            button.clicked.connect(lambda _on, name=name: self.choose_preset(name))
        self.choose_preset(DEFAULT)

    def _usual(self) -> Any:
        """Options as the chosen preset has them."""
        return self._evolve(population=self.population.paths, out=_NOWHERE, preset=self.preset)

    def add_buttons(self, actions: Iterable[tuple[QAction, str]]) -> None:
        """Below it all: actions and the roles of their buttons."""
        for action, role in actions:
            self.buttons.append(action_button(action, role))
            self._button_row.addWidget(self.buttons[-1], 1)

    def _lay_out(self) -> None:
        self.setMinimumWidth(WIDTH - 40)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QFrame()
        inner.setProperty("role", "panel")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.addWidget(self.form)
        scroll.setWidget(inner)
        scroll.setMinimumHeight(120)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 4, 8)
        column.setSpacing(8)
        column.addWidget(_inset(text("Population", "title")))
        column.addWidget(_inset(self.population))
        column.addLayout(self._preset_row())
        column.addWidget(_inset(self.about))
        column.addWidget(scroll, 1)
        column.addWidget(_inset(self.target))
        column.addWidget(_inset(self.estimate))
        column.addWidget(_inset(self.problem))
        self._button_row.setSpacing(8)
        self._button_row.setContentsMargins(0, 0, 8, 0)
        column.addLayout(self._button_row)

    def _preset_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.setContentsMargins(0, 0, 8, 0)
        for button in self.presets.values():
            self._group.addButton(button)
            row.addWidget(button, 1)
        return row

    # What is asked for

    @property
    def options(self) -> Any:
        """The options of `evolve` as they stand, but for the folder; None while something does not fit."""
        fields = self.target.fields()
        if self.form.options is None or fields is None:
            return None
        return self.form.options.model_copy(update=fields | {"population": self.population.paths})

    def words(self, out: Path) -> list[str]:
        """What to write after `evopose` to do this; `options` must not be None."""
        usual = self._usual()
        asked = self.options.model_copy(update={"out": out, "preset": usual.preset})
        return ["evolve", "--preset", self.preset, *words(asked, usual)]

    def can_start(self) -> bool:
        """Whether nothing stands against it."""
        return self.options is not None and not self.population.facts.problem and not self._trouble

    def wrong(self) -> int:
        """How many fields do not fit."""
        return len(self.form.problems) + (not self.target.fits())

    def to_wrong(self) -> None:
        """Go to the next field that does not fit, after the one that has the keyboard."""
        form = self.form
        fields: list[Where | None] = [where for where in form.fields if where in form.problems]
        if not self.target.fits():
            fields.append(None)  # the target
        targets = [self.target.focusProxy() if where is None else form.fields[where].focus_target() for where in fields]
        if not fields:
            return
        here = next((n for n, target in enumerate(targets) if target.hasFocus()), -1)
        where = fields[(here + 1) % len(fields)]
        if where is None:
            self.target.setFocus()
        else:
            form.reveal(where)

    def trouble(self) -> str:
        """What stands against starting, where the fields themselves do not say it."""
        return self._trouble

    def _judge(self) -> None:
        """Find out what it comes to and what stands against it."""
        facts, options = self.population.facts, self.options
        poses = facts.poses if facts.chosen is None else facts.chosen
        self._expected = self._trouble = ""
        if wrong := self.wrong():
            self._trouble = f"{wrong} field{'s do' if wrong > 1 else ' does'} not fit: Alt+Enter goes there."
        elif options is not None and poses is not None:
            self._expected, self._trouble = expected(options, poses, self._speeds, facts.chosen is not None)

    # Showing

    def choose_preset(self, name: str) -> None:
        """Put a preset's recipe into the form; the other options stay."""
        self.preset = name
        kept = self.form.options or self._usual()
        usual = self._usual()
        self.form.show_usual(usual)
        self.form.show_part("recipe", kept.model_copy(update={"recipe": usual.recipe, "preset": name}))
        self._tell()

    def show_options(self, values: dict[str, Any]) -> None:
        """Options of an earlier run, as its record has them, for another one; EvoErrors where they are none."""
        options = self._evolve.model_validate(values)
        self.preset = options.preset if options.preset in PRESETS else DEFAULT
        self.form.show_usual(self._usual())
        self.form.show_options(options.model_copy(update={"preset": self.preset}))
        self.target.show_options(options)
        self.population.show_paths(options.population)
        self._tell()

    def learn(self, speeds: Speeds) -> None:
        """How quick earlier runs were, for the estimate."""
        if speeds != self._speeds:
            self._speeds = speeds
            self._show()

    def say(self, failure: str) -> None:
        """Why a run could not begin; it stands until something is changed."""
        self._failure = shortened(failure if len(failure) <= LONGEST else f"{failure[:LONGEST]}…")
        self._show()

    def _know(self, facts: Facts) -> None:
        self.form.tell(_KINDS, facts.unknown)
        self._tell()

    def _tell(self) -> None:
        kinds = self.form.fields[_KINDS].entry.value()
        if kinds != self.population.kinds:
            self.form.tell(_KINDS, "")
            self.population.show_kinds(kinds)
        self._failure = ""
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        for name, button in self.presets.items():
            button.setChecked(name == self.preset)
        changed = sum(where[0] == "recipe" for where in self.form.changed())
        fields = f" {changed} field{'s' if changed > 1 else ''} changed." if changed else ""
        self.about.setText(ABOUT[self.preset] + fields)
        self._judge()
        self.estimate.setText(self._expected)
        self.estimate.setVisible(bool(self._expected))
        trouble = self._trouble or self._failure
        self.problem.setText(trouble and f"⚠ {trouble}")
        self.problem.setVisible(bool(trouble))


def _preset(name: str) -> QPushButton:
    button = QPushButton(name.capitalize(), checkable=True)
    button.setAccessibleName(f"Preset {name}")
    button.setToolTip(f"{ABOUT[name]}\nIts values go into the form; all can be changed.")
    return button


def _inset(widget: QWidget) -> QWidget:
    """With the room at the right that the form's scroll bar takes."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 8, 0)
    row.addWidget(widget)
    return holder
