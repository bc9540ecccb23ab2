"""The numbers along one side of a chart, at round steps; knows no toolkit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TypeVar

from evopose.model.array import NDArray

Values = TypeVar("Values", float, NDArray)


@dataclass(frozen=True)
class Axis:
    """Numbers of a value from `low` to `high`, at round steps."""

    low: float
    high: float
    step: float

    @classmethod
    def over(cls, low: float, high: float, most: int, whole: bool = False) -> Axis:
        """With at most about so many numbers; it ends at one of them, unless they are `whole`."""
        step = nice((high - low) / max(1, most))
        if whole:
            step = max(1.0, ceil(step))
            return cls(low, max(high, low + 1), step)
        return cls(floor(low / step) * step, ceil(high / step - 1e-9) * step, step)

    def numbers(self) -> Iterator[float]:
        """At which ticks stand."""
        count = floor((self.high - self.low) / self.step + 1e-9)
        return (self.low + place * self.step for place in range(count + 1))

    def part(self, values: Values) -> Values:
        """0 at its beginning, 1 at its end."""
        return (values - self.low) / (self.high - self.low)


def nice(number: float) -> float:
    """The next larger of 1, 2, 5, 10, 20, …, 0.5, …"""
    if number <= 0:
        return 1.0
    unit = 10.0 ** floor(log10(number))
    return next(float(factor * unit) for factor in (1, 2, 5, 10) if factor * unit >= number * (1 - 1e-9))
