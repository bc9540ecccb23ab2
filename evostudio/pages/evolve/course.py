"""What a run has told so far, generation by generation; knows no toolkit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from jaxtyping import Float

from evopose.model.array import NDArray
from evopose.model.limb import LIMBS
from evostudio.runs.course import Metrics

DIRECTIONS = tuple(limb.name for limb in LIMBS)
Over = Literal["generation", "poses", "seconds"]


@dataclass
class Course:
    """Grows by the metrics of a run's steps. Of one generation the latest counts."""

    steps: dict[int, dict[str, Any]] = field(default_factory=dict)
    """By generation, ascending."""
    newest: NDArray = field(default_factory=lambda: np.zeros((0, 17, 3), np.float32))
    """(n, 17, 3) metres, z up: children of late."""
    newest_of: int | None = None
    """Their generation."""

    def add(self, metrics: Metrics) -> bool:
        """Take the metrics of one step; whether there was anything in them."""
        number = metrics.get("generation")
        if not isinstance(number, int):
            return False
        if metrics.get("newest"):
            self.newest, self.newest_of = _poses(metrics["newest"]), number
        told = {key: value for key, value in metrics.items() if key not in ("newest", "founders") and value is not None}
        if metrics.get("founders"):
            before = self.steps.setdefault(0, dict(metrics["founders"]))
            if "poses" in metrics and "total_survivors" in metrics:
                before.setdefault("poses", metrics["poses"] - metrics["total_survivors"])
        self.steps.setdefault(number, {}).update(told)
        if 0 in self.steps and next(iter(self.steps)) != 0:
            self.steps = dict(sorted(self.steps.items()))
        for later in [other for other in self.steps if other > number]:
            del self.steps[later]  # it was resumed from before them
        return True

    def add_all(self, lines: Iterable[Metrics]) -> None:
        """The metrics of many steps."""
        for metrics in lines:
            self.add(metrics)

    def read(self, lines: Iterable[Metrics]) -> None:
        """Lines of the log; a generation that is being told of already is not begun anew by them."""
        latest = max(self.steps, default=0)
        for metrics in lines:
            number = metrics.get("generation")
            if isinstance(number, int) and number < latest:
                self.steps.setdefault(number, {}).update(metrics)
            else:
                self.add(metrics)
        self.steps = dict(sorted(self.steps.items()))

    @property
    def last(self) -> Metrics:
        """What is known of the latest generation; of what it has not told, what was told last."""
        merged: dict[str, Any] = {}
        for step in list(self.steps.values())[-3:]:
            merged |= step
        return merged

    def curve(
        self, of: Callable[[Metrics], float | None], over: Over = "generation"
    ) -> tuple[Float[NDArray, " n"], Float[NDArray, " n"]]:
        """A number of each generation that told it, and what it is drawn over: generations, poses or seconds."""
        told = [(self._where(number, over), of(step)) for number, step in self.steps.items()]
        pairs = [(where, value) for where, value in told if where is not None and value is not None]
        return np.array([pair[0] for pair in pairs], float), np.array([pair[1] for pair in pairs], float)

    def _where(self, generation: int, over: Over) -> float | None:
        if over == "generation":
            return float(generation)
        if over == "seconds" and generation == 0:
            return 0.0
        return value_of(over)(self.steps[generation])

    def nine(self, name: str) -> tuple[Float[NDArray, " n"], Float[NDArray, "n 9"]]:
        """Generations and the nine numbers called `name` of each that told them."""
        told = [(number, step[name]) for number, step in self.steps.items() if len(step.get(name) or ()) == 9]
        return np.array([number for number, _ in told], float), np.array([v for _, v in told], float).reshape(-1, 9)


def mean_of(name: str) -> Callable[[Metrics], float | None]:
    """The mean over the nine directions."""

    def of(step: Metrics) -> float | None:
        values = step.get(name) or ()
        return float(np.mean(values)) if len(values) else None

    return of


def one_of(name: str, direction: int) -> Callable[[Metrics], float | None]:
    """Of one direction."""
    return lambda step: float(step[name][direction]) if step.get(name) else None


def value_of(name: str) -> Callable[[Metrics], float | None]:
    """A plain number."""
    return lambda step: float(step[name]) if isinstance(step.get(name), int | float) else None


def _poses(rows: Sequence[Sequence[int]]) -> NDArray:
    """Millimetres about the hip, 51 of each pose."""
    return np.asarray(rows, np.float32).reshape(-1, 17, 3) / 1000
