"""Long work as generators of progress; whoever runs one decides what to do between two steps (design §10)."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Progress:
    """One step of a job."""

    done: int
    total: int
    """0 where nobody knows."""
    message: str = ""
    metrics: Mapping[str, Any] = field(default_factory=dict)
    """Plain JSON values, for curves and records."""


Job: TypeAlias = Generator[Progress, None, T]
"""Yields progress, returns its result. Closing it stops the work; `finally` keeps what was done."""


def finish(job: Job[T], watch: Callable[[Progress], None] | None = None) -> T:
    """Run a job to its end, showing each step to `watch`, and give back what it returns."""
    while True:
        try:
            step = next(job)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        if watch:
            watch(step)
