"""What a run of training has told so far, as series that grow; knows no toolkit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import numpy as np
from jaxtyping import Float

from evopose.model.array import NDArray
from evostudio.runs.course import Metrics

SERIES = ("validation_mpjpe_mm", "loss", "learning_rate", "samples_per_s")
Over = Literal["steps", "samples", "seconds"]
_OVER: tuple[Over, ...] = ("steps", "samples", "seconds")
_SHOWN = 4000
"""Points of a curve: twice as many as a wide chart has columns."""
_FIRST = 256
"""Lines that a series has room for at first."""


class Series:
    """Numbers of one name: steps, samples and seconds of training until then, the stage, the number itself."""

    def __init__(self) -> None:
        self._rows = np.empty((_FIRST, 5))
        self.count = 0

    @property
    def rows(self) -> Float[NDArray, "n 5"]:
        """What is there."""
        return self._rows[: self.count]

    def add(self, row: tuple[float, float, float, float, float]) -> None:
        """One more; of the same steps the latest counts."""
        self.count -= bool(self.count and self._rows[self.count - 1, 0] == row[0])
        if self.count == len(self._rows):
            self._rows = np.concatenate([self._rows, np.empty_like(self._rows)])
        self._rows[self.count] = row
        self.count += 1

    def cut(self, steps: float) -> None:
        """Forget these steps and what came after them."""
        self.count = int(np.searchsorted(self.rows[:, 0], steps, side="left"))


class Course:
    """Grows by the lines of a run's log; what its own process tells sooner changes the latest figures alone."""

    def __init__(self) -> None:
        self.last: dict[str, Any] = {}
        """The latest value of everything."""
        self._series = {name: Series() for name in SERIES}
        self._pace = Series()
        """Of every line, so that samples and seconds are known where the run goes back to."""

    def __bool__(self) -> bool:
        return bool(self.last)

    def add(self, metrics: Metrics) -> bool:
        """What our own process tells: figures; the curves follow its log."""
        if not isinstance(metrics.get("total_step"), int):
            return False
        self.last |= {name: value for name, value in metrics.items() if value is not None}
        return True

    def read(self, lines: Iterable[Metrics]) -> None:
        """Lines of the log, in their order; a run that was resumed goes back to its checkpoint."""
        for metrics in lines:
            step = metrics.get("total_step")
            if isinstance(step, int):
                self._take(float(step), metrics)

    def _take(self, step: float, metrics: Metrics) -> None:
        goes_back = bool(self._pace.count) and step < self._pace.rows[-1, 0]
        if goes_back:
            for series in (self._pace, *self._series.values()):
                series.cut(step)
        if goes_back or step >= self.last.get("total_step", 0):
            self.last |= {name: value for name, value in metrics.items() if value is not None}
        before, samples, seconds, *_ = self._pace.rows[-1] if self._pace.count else (0.0,) * 5
        more = (step - before) * _number(metrics, "batch_size", 0.0)
        speed = _number(metrics, "samples_per_s", 0.0)
        samples, seconds = samples + more, seconds + (more / speed if speed > 0 else 0.0)
        stage = _number(metrics, "stage", 1.0)
        self._pace.add((step, samples, seconds, stage, 0.0))
        for name, series in self._series.items():
            value = _number(metrics, name, np.nan)
            if np.isfinite(value):
                series.add((step, samples, seconds, stage, value))

    @property
    def stages(self) -> tuple[int, ...]:
        """Those that have told something; they follow each other."""
        rows = self._pace.rows
        return tuple(range(int(rows[0, 3]), int(rows[-1, 3]) + 1)) if len(rows) else ()

    @property
    def latest(self) -> float:
        """Steps of training so far."""
        return float(self._pace.rows[-1, 0]) if self._pace.count else 0.0

    def curve(
        self, name: str, over: Over = "steps", stage: int | None = None
    ) -> tuple[Float[NDArray, " n"], Float[NDArray, " n"]]:
        """One of SERIES, over steps, samples or seconds of training; of one stage or of all. Of very many some."""
        rows = self._series[name].rows
        if stage is not None:
            first, last = np.searchsorted(rows[:, 3], (stage, stage + 1))
            rows = rows[first:last]
        if len(rows) > _SHOWN:
            rows = np.concatenate([rows[:: len(rows) // _SHOWN + 1], rows[-1:]])
        return rows[:, _OVER.index(over)].copy(), rows[:, 4].copy()


def _number(metrics: Metrics, name: str, otherwise: float) -> float:
    value = metrics.get(name)
    return float(value) if isinstance(value, int | float) else otherwise
