"""What a run is asked for: population, preset, recipe, how far, and what that comes to: the Evolve page's left."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from evopose.commands import load
from evopose.evolution.presets import ABOUT, DEFAULT, PRESETS
from evostudio.pages.evolve.expecting import Speeds, expected
from evostudio.pages.evolve.target import TargetField
from evostudio.populations import Facts
from evostudio.runs.asked import options_of
from evostudio.runs.setup import SetupPanel
from evostudio.studio import Studio
from evostudio.views.options_form import Group, OptionsForm
from evostudio.views.population_field import PopulationField, Results

_NOWHERE = Path("run")
_KINDS, _UNIT = ("kinds",), ("unit",)
_FOUNDERS = "Founders"
GROUPS = (
    Group(_FOUNDERS, ("kinds", "share", "unit"), "Which of the population's poses it begins with", heading="Run"),
    Group("Machine", ("seed", "engine", "device", "precision"), "Chance, and what computes"),
    Group("Fine points", ("fraction", "fruitless", "memory", "chunk", "shard_poses"), "What rarely needs a change"),
)


class Setup(SetupPanel):
    """Makes options of a run out of what is typed and chosen."""

    parts: ClassVar[tuple[str, ...]] = ("recipe",)

    def __init__(self, studio: Studio, results: Results) -> None:
        self._evolve: Any = load("evolve")
        self._speeds = Speeds()
        self.population = PopulationField(studio, results, unit_under=_FOUNDERS)
        self.target = TargetField(self._evolve)
        form = OptionsForm(self._usual(DEFAULT), GROUPS, lambda options: options.check())
        super().__init__(form, {name: ABOUT[name] for name in PRESETS}, DEFAULT)
        self.lay_out("Population", self.population, self.target)
        self.population.chosen.connect(lambda _paths: self._tell())
        self.population.known.connect(self._know)
        self.target.edited.connect(self._tell)
        self.form.edited.connect(self._tell)
        self.choose_preset(DEFAULT)
        self._untouched = self.options

    def _usual(self, preset: str) -> Any:
        """Options as a preset has them."""
        return self._evolve(population=self.population.paths, out=_NOWHERE, preset=preset)

    # What is asked for

    @property
    def options(self) -> Any:
        fields = self.target.fields()
        if self.form.options is None or fields is None:
            return None
        given = {"population": self.population.paths, "preset": self.preset}
        return self.form.options.model_copy(update=fields | given)

    def can_start(self) -> bool:
        """Whether nothing stands against it."""
        return self.options is not None and not self.population.facts.problem and not self._trouble

    def others_wrong(self) -> list[QWidget]:
        return [] if self.target.fits() else [self.target.field]

    def _judge(self) -> None:
        facts, options = self.population.facts, self.options
        poses = facts.poses if facts.chosen is None else facts.chosen
        self._expected, self._trouble = "", self.wrong_words()
        if not self._trouble and options is not None and poses is not None:
            self._expected, self._trouble = expected(options, poses, self._speeds, facts.chosen is not None)

    # Showing

    def choose_preset(self, name: str) -> None:
        """Put a preset's recipe into the form; the other options stay."""
        kept = self.form.options or self._usual(name)
        self.preset = name
        usual = self._usual(name)
        self.form.show_usual(usual)
        self.form.show_part("recipe", kept.model_copy(update={"recipe": usual.recipe, "preset": name}))
        self._tell()

    def show_options(self, values: dict[str, Any]) -> None:
        options: Any = options_of("evolve", values)
        self.preset = options.preset if options.preset in PRESETS else DEFAULT
        self.form.show_usual(self._usual(self.preset))
        self.form.show_options(options.model_copy(update={"preset": self.preset}))
        self.target.show_options(options)
        self.population.show_paths(options.population)
        self._tell()

    def learn(self, speeds: Speeds) -> None:
        """How quick earlier runs were, for the estimate."""
        if speeds != self._speeds:
            self._speeds = speeds
            self._show()

    def _know(self, facts: Facts) -> None:
        self.form.tell(_KINDS, facts.unknown)
        self._tell()

    def _tell(self) -> None:
        kinds = self.form.fields[_KINDS].entry.value()
        if kinds != self.population.kinds:
            self.form.tell(_KINDS, "")
            self.population.show_kinds(kinds)
        self.population.show_unit(self.form.fields[_UNIT].entry.value())
        self._failure = ""
        self._show()
        self.edited.emit()
