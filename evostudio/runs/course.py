"""What a run tells as it goes, as pages of runs know it; knows no toolkit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

Metrics = Mapping[str, Any]


class Course(Protocol):
    """Grows by the metrics of a run's steps."""

    def add(self, metrics: Metrics) -> bool:
        """Take the metrics of one step, told by the run itself; whether there was anything in them."""
        ...

    def read(self, lines: Iterable[Metrics]) -> None:
        """Take what its log tells; some of it may have been told already."""
        ...
