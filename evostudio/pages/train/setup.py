"""What a run of training is asked for: data, preset, model, schedule, and what that comes to: the Train page's left."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from evopose.commands import load
from evopose.training.options import TrainOptions
from evostudio.pages.train.data_field import DataField
from evostudio.pages.train.data_row import UNIT_UNDER
from evostudio.pages.train.expecting import Speeds, expected
from evostudio.pages.train.presets import ABOUT, DEFAULT, PARTS, PRESETS
from evostudio.runs.asked import options_of
from evostudio.runs.setup import SetupPanel
from evostudio.studio import Studio
from evostudio.views.options_form import Group, OptionsForm
from evostudio.views.population_field import Results

_NOWHERE = Path("run")
_KINDS, _UNIT = ("kinds",), ("unit",)
GROUPS = (
    Group(
        UNIT_UNDER, ("kinds", "share", "unit", "noise_px"), "Which of them, and how exactly 2D is seen", heading="Run"
    ),
    Group("Validation", ("validation", "validation_share"), "What its error is measured on while it learns"),
    Group("Machine", ("seed", "device", "precision", "compile", "memory"), "Chance, and what computes"),
    Group("Fine points", ("begin_with",), "What rarely needs a change"),
)


class Setup(SetupPanel):
    """Makes options of a run out of what is typed and chosen."""

    parts: ClassVar[tuple[str, ...]] = PARTS

    def __init__(self, studio: Studio, results: Results) -> None:
        self._speeds = Speeds()
        self.data = DataField(studio, results)
        super().__init__(OptionsForm(_usual(DEFAULT), GROUPS), ABOUT, DEFAULT)
        self.lay_out("Learn from", self.data)
        self.data.chosen.connect(self._tell)
        self.data.known.connect(self._know)
        self.form.edited.connect(self._tell)
        self._preset_was_chosen(DEFAULT)
        self._untouched = self.options

    # What is asked for

    @property
    def options(self) -> TrainOptions | None:
        if self.form.options is None:
            return None
        data = self.data
        update = {"population": data.paths, "detections": data.detections, "weights": data.weights}
        asked: TrainOptions = self.form.options.model_copy(update=update)  # type: ignore[assignment]  # of what was shown
        return asked

    def can_start(self) -> bool:
        """Whether nothing stands against it."""
        return self.options is not None and not self._trouble

    def _judge(self) -> None:
        self._expected, self._trouble = "", self.wrong_words() or self.data.trouble()
        options, poses = self.options, self.data.poses()
        if not self._trouble and options is not None and poses is not None and not options.detections:
            self._expected, self._trouble = expected(options, poses, self._speeds)

    # Showing

    def choose_preset(self, name: str) -> None:
        """Put a preset's values into the form; data, machine and the like stay."""
        self._preset_was_chosen(name)
        self.edited.emit()

    def _preset_was_chosen(self, name: str) -> None:
        self.preset, usual = name, _usual(name)
        kept = self.form.options or usual
        shown = kept.model_copy(update={part: getattr(usual, part) for part in PARTS})
        self.form.show_usual(usual)
        for part in PARTS:
            self.form.show_part(part, shown)
        self._settle()

    def show_options(self, values: dict[str, Any]) -> None:
        options: Any = options_of("train", values)
        self.preset = next((name for name in PRESETS if _is(options, name)), self.preset)
        self.form.show_usual(_usual(self.preset))
        self.form.show_options(options)
        self.data.show_data(options.population, options.detections, options.weights)
        self._tell()

    def begin_with(self, lifter: Path) -> None:
        """Go on with the stages of a lifter."""
        field = self.form.fields["begin_with",]
        field.entry.show_value(lifter)
        field.edited.emit()
        self.form.reveal(("begin_with",))

    def learn(self, speeds: Speeds) -> None:
        """How quick earlier runs were, for the estimate."""
        if speeds != self._speeds:
            self._speeds = speeds
            self._show()

    def _know(self) -> None:
        self.form.tell(_KINDS, self.data.unknown())
        self._tell()

    def _tell(self) -> None:
        self._settle()
        self.edited.emit()

    def _settle(self) -> None:
        self.data.show_kinds(self.form.fields[_KINDS].entry.value())
        self.data.show_unit(self.form.fields[_UNIT].entry.value())
        self._failure = ""
        self._show()


def _usual(preset: str) -> TrainOptions:
    """Options as a preset has them."""
    train: Any = load("train")
    options: TrainOptions = train(out=_NOWHERE, **PRESETS[preset])
    return options


def _is(options: TrainOptions, preset: str) -> bool:
    usual = _usual(preset)
    return all(getattr(options, part) == getattr(usual, part) for part in PARTS)
