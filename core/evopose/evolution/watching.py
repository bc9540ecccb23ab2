"""What is told of a run while it goes on: coverage as the population grows, and the newest children."""

import time
from collections.abc import Iterable
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from evopose.coverage import histogram, measures
from evopose.evolution.checkpoint import Tally
from evopose.jobs import Progress
from evopose.model.array import NDArray

_NEWEST = 24
_STEPS_S, _PICTURES_S = 1 / 30, 1 / 5
"""Least seconds between two steps, and between two that show coverage and children."""
_CHUNK = 65_536


class Watch:
    """Counts directions as poses come in, and paces what is told."""

    def __init__(self, possible: Float[NDArray, "9 120 60"]) -> None:
        self._possible = possible
        self.counts = histogram.empty()
        self.start = histogram.empty()
        """Counts when the generation began."""
        self.before: dict[str, Any] = {}
        """Coverage of the founders."""
        self._newest: NDArray = np.empty((0, 17, 3), np.float32)
        self._told = self._pictured = -1.0

    def count(self, positions: Float[NDArray, "k 17 3"]) -> None:
        """More poses of the population."""
        histogram.count(positions, self.counts)

    def born(self, positions: Float[NDArray, "k 17 3"]) -> None:
        """Children that have just come in."""
        self.count(positions)
        if len(positions):
            self._newest = positions[np.linspace(0, len(positions) - 1, min(_NEWEST, len(positions))).astype(int)]

    def begin(self) -> None:
        """A generation begins."""
        self.start = self.counts.copy()

    def coverage(self) -> dict[str, Any]:
        """Of the nine directions, in the order of LIMBS: share of what limits allow, entropy in bits, cells reached."""
        return {
            "share": _rounded(measures.shares(self.counts, self._possible)),
            "entropy": _rounded(np.nan_to_num(measures.entropies(self.counts))),
            "cells": measures.reached(self.counts).tolist(),
        }

    def curves(self) -> dict[str, Any]:
        """The same as metrics of a step, with the cells that this generation reached first."""
        told = self.coverage()
        found = measures.new_cells(self.start, self.counts).tolist()
        first = {"coverage": self.before["share"], "entropy": self.before["entropy"]} if self.before else {}
        return {"coverage": told["share"], "entropy": told["entropy"], "new_cells": found, "founders": first}

    def due(self) -> bool:
        """Whether a step may be told again."""
        return time.monotonic() - self._told >= _STEPS_S

    def told(self, step: Progress) -> Progress:
        """The step as it goes out; coverage and children with it if they have not been shown for a while."""
        self._told = time.monotonic()
        if self._told - self._pictured < _PICTURES_S:
            return step
        self._pictured = self._told
        return Progress(step.done, step.total, step.message, {**step.metrics, **self.curves(), "newest": self._poses()})

    def _poses(self) -> list[list[int]]:
        """Millimetres from the hip, joint by joint."""
        apart = (self._newest - self._newest[:, :1]) * 1000
        whole: list[list[int]] = np.rint(apart).astype(int).reshape(-1, 51).tolist()
        return whole


def counted(watch: Watch, positions: Any, first: int, last: int) -> Iterable[int]:
    """Count rows `first` to `last` of a population chunk by chunk; yields how far it is."""
    for start in range(first, last, _CHUNK):
        stop = min(start + _CHUNK, last)
        watch.count(np.asarray(positions[start:stop], np.float32))
        yield stop


def metrics(generation: int, poses: int, current: Tally, total: Tally, seconds: float, rate: float, engine: str) -> Any:
    """What every step tells; counts are of the generation, with `total_` of the whole run."""
    return {
        "generation": generation,
        "poses": poses,
        "candidates": current.candidates,
        "survivors": current.survivors,
        "removed": dict(current.removed),
        "copies": current.copies,
        "total_candidates": total.candidates,
        "total_survivors": total.survivors,
        "total_removed": dict(total.removed),
        "total_copies": total.copies,
        "poses_per_second": round(rate, 1),
        "seconds": round(seconds, 3),
        "engine": engine,
    }


def _rounded(values: Int[NDArray, " n"]) -> list[float]:
    return [round(float(value), 5) for value in values]
