"""The numbers along one side of a chart, at round steps, the first and the last among them; knows no toolkit."""

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
    apart: float = 0.0
    """Where it ends at what is shown, not at a round number: how near to that end a round one may stand; else 0."""

    @classmethod
    def over(cls, low: float, high: float, most: int, whole: bool = False) -> Axis:
        """With at most about so many numbers; it ends at a round one, unless they are `whole`."""
        step = nice((high - low) / max(1, most))
        if whole:
            high = max(float(ceil(high - 1e-9)), low + 1)
            return cls(low, high, max(1.0, ceil(step)), (high - low) / max(1, most))
        return cls(floor(low / step) * step, ceil(high / step - 1e-9) * step, step)

    def numbers(self) -> Iterator[float]:
        """At which ticks stand."""
        count = floor((self.high - self.low - self.apart) / self.step + 1e-9)
        yield from (self.low + place * self.step for place in range(count + 1))
        if self.apart:
            yield self.high

    def part(self, values: Values) -> Values:
        """0 at its beginning, 1 at its end."""
        return (values - self.low) / (self.high - self.low)


def nice(number: float) -> float:
    """The next larger of 1, 2, 5, 10, 20, …, 0.5, …"""
    if number <= 0:
        return 1.0
    unit = 10.0 ** floor(log10(number))
    return next(float(factor * unit) for factor in (1, 2, 5, 10) if factor * unit >= number * (1 - 1e-9))
