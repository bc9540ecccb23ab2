"""What a run of training will come to, in a sentence, from what earlier runs did; knows no toolkit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from evopose.lifting.options import ModelOptions
from evopose.runs import RunRecord
from evopose.training.options import TrainOptions
from evostudio.runs.amounts import duration

GUESSED = 5e10
"""Operations a second of two cores; a run's own speed takes its place as soon as there is one."""
_BEGIN_S = 5.0
"""For torch to load and poses to be read."""
_STEP_S = 0.003
"""Of each step, however small: what is not arithmetic."""
_ARITHMETIC = 0.25
"""At least this share of a step's time is taken for arithmetic."""
_LONG_S = 5.0
"""Seconds from which on a run's speed says something about the next one's."""
_LIKE = 4.0
"""So many times more or less arithmetic in a step: another run's speed is only a guess."""
_SAME, _LATEST = 1.01, 5
"""Of runs whose steps are as large, so many count: one alone may have had to share the machine."""
_JOINTS = 17


@dataclass(frozen=True)
class Timed:
    """How long a step of a finished run took."""

    device: str
    learner: str
    operations: float
    """Of a step."""
    seconds: float
    """Of a step."""

    @property
    def speed(self) -> float:
        """Operations a second, without what each step takes anyway."""
        return self.operations / max(self.seconds - _STEP_S, _ARITHMETIC * self.seconds)

    def unlike(self, operations: float) -> float:
        """How many times more or less one with so many has to do; at least 1."""
        return max(operations / self.operations, self.operations / operations)


@dataclass(frozen=True)
class Speeds:
    """What finished runs took, the newest first."""

    timed: tuple[Timed, ...] = ()

    @classmethod
    def of(cls, records: Iterable[RunRecord]) -> Speeds:
        """Of those that took long enough to say anything."""
        return cls(tuple(found for record in records if (found := _timed(record)) is not None))

    def step(self, options: TrainOptions) -> tuple[float, bool]:
        """Seconds of a step, and whether that is guessed: no run like it was finished on the device."""
        asked, learner = options.schedule.batch_size * operations(options.model), options.model.learner
        known = [each for each in self.timed if (each.device, each.learner) == (options.device, learner)]
        if not known:
            return _STEP_S + asked / GUESSED, True
        apart = min(each.unlike(asked) for each in known)
        nearest = [each for each in known if each.unlike(asked) <= apart * _SAME][:_LATEST]
        speed = median(each.speed for each in nearest)
        if apart <= _LIKE:
            return _STEP_S + asked / speed, False
        small = nearest[0].operations < asked  # small steps are far from what the machine can do
        return _STEP_S + asked / (max(speed, GUESSED) if small else speed), True


def _timed(record: RunRecord) -> Timed | None:
    samples, seconds = record.result.get("samples"), record.result.get("seconds")
    model, batch = record.options.get("model"), record.result.get("batch_size")
    if not samples or not batch or not seconds or seconds < _LONG_S or not isinstance(model, Mapping):
        return None
    try:
        asked = ModelOptions.model_validate(dict(model))
    except ValueError:  # of another version
        return None
    device = str(record.options.get("device", "auto"))
    return Timed(device, asked.learner, batch * operations(asked), seconds * batch / samples)


def operations(model: ModelOptions) -> float:
    """Of one pair in training, about: six for each weight that it meets."""
    if model.learner == "attention":
        return 6.0 * model.blocks * 13 * model.width**2 * _JOINTS
    joints = len(model.joints) or _JOINTS
    return 6.0 * (2 * model.blocks * model.width**2 + 5 * joints * model.width)


def steps_of(options: TrainOptions, poses: int) -> int:
    """Of one stage."""
    return options.schedule.steps_for(round(poses * options.share) * options.views.count)


def expected(options: TrainOptions, poses: int, speeds: Speeds) -> tuple[str, str]:
    """What it comes to, and what stands against it; one of them is empty."""
    if poses < 2:
        return "", f"Two poses are the least to learn from; there {'is one' if poses else 'are none'}."
    steps, stages = steps_of(options, poses), options.model.stages
    samples = steps * stages * options.schedule.batch_size
    step, guessed = speeds.step(options)
    seconds = _BEGIN_S + steps * stages * step
    basis = ", at a guessed speed" if guessed else ""
    each = f"{stages} stages of {steps:,} steps" if stages > 1 else f"{steps:,} steps"
    return f"About {duration(seconds)}{basis}: {each}, {_many(samples)} pairs.", ""


def _many(number: float) -> str:
    for size, letter in ((1e9, "billion"), (1e6, "million")):
        if number >= size:
            return f"{number / size:.3g} {letter}"
    return f"{number:,.0f}"
