"""How the learning rate goes over the steps of a stage."""

from math import cos, pi

from evopose.training.options import Schedule

_LAST = 0.01
"""What an exponential decay ends at, of the greatest."""


def rate_at(schedule: Schedule, step: int, steps: int) -> float:
    """Of step number `step` (from 0) of `steps`."""
    if step < schedule.warmup:
        return schedule.learning_rate * (step + 1) / (schedule.warmup + 1)
    share = (step - schedule.warmup) / max(1, steps - schedule.warmup)
    if schedule.decay == "cosine":
        return schedule.learning_rate * (1 + cos(pi * share)) / 2
    if schedule.decay == "exponential":
        return float(schedule.learning_rate * _LAST**share)
    return schedule.learning_rate
