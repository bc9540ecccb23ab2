"""What a run of training will come to, in a sentence, from what earlier runs did; knows no toolkit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil

from evopose.lifting.options import ModelOptions
from evopose.runs import RunRecord
from evopose.training.options import TrainOptions
from evostudio.runs.amounts import duration

GUESSED = 5e10
"""Operations a second of two cores; a run's own speed takes its place as soon as there is one."""
_BEGIN_S = 5.0
"""For torch to load and poses to be read."""
_LONG_S = 5.0
"""Seconds from which on a run's speed says something about the next one's."""
_JOINTS = 17


@dataclass(frozen=True)
class Speeds:
    """Operations a second that the latest runs came to, by device."""

    speed: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Iterable[RunRecord]) -> Speeds:
        """Of finished runs, the newest first."""
        made: dict[str, float] = {}
        for record in records:
            samples, seconds = record.result.get("samples"), record.result.get("seconds")
            model = record.options.get("model")
            if not samples or not seconds or seconds < _LONG_S or not isinstance(model, Mapping):
                continue
            try:
                each = operations(ModelOptions.model_validate(dict(model)))
            except ValueError:  # of another version
                continue
            made.setdefault(str(record.options.get("device", "auto")), samples * each / seconds)
        return cls(made)


def operations(model: ModelOptions) -> float:
    """Of one pair in training, about: six for each weight that it meets."""
    if model.learner == "attention":
        return 6.0 * model.blocks * 13 * model.width**2 * _JOINTS
    joints = len(model.joints) or _JOINTS
    return 6.0 * (2 * model.blocks * model.width**2 + 5 * joints * model.width)


def steps_of(options: TrainOptions, poses: int) -> int:
    """Of one stage."""
    if options.schedule.steps is not None:
        return options.schedule.steps
    pairs = poses * options.share * options.views.count
    return max(1, ceil(options.schedule.epochs * pairs / options.schedule.batch_size))


def expected(options: TrainOptions, poses: int, speeds: Speeds) -> tuple[str, str]:
    """What it comes to, and what stands against it; one of them is empty."""
    if poses < 2:
        return "", f"Two poses are the least to learn from; there {'is one' if poses else 'are none'}."
    steps, stages = steps_of(options, poses), options.model.stages
    samples = steps * stages * options.schedule.batch_size
    speed = speeds.speed.get(options.device)
    seconds = _BEGIN_S + samples * operations(options.model) / (speed or GUESSED)
    basis = "" if speed else ", at a guessed speed"
    each = f"{stages} stages of {steps:,} steps" if stages > 1 else f"{steps:,} steps"
    return f"About {duration(seconds)}{basis}: {each}, {_many(samples)} pairs.", ""


def _many(number: float) -> str:
    for size, letter in ((1e9, "billion"), (1e6, "million")):
        if number >= size:
            return f"{number / size:.3g} {letter}"
    return f"{number:,.0f}"
