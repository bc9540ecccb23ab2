"""What a run will come to, in a sentence, from what earlier runs did; knows no toolkit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from evopose.errors import EvoError
from evopose.evolution.estimate import SPEED
from evopose.runs import RunRecord
from evostudio.runs.amounts import duration, sentence, size

_FEW = 100_000
"""Candidates from which on a run's speed says something about the next one's."""


@dataclass(frozen=True)
class Speeds:
    """Candidates a second by engine, and the share of survivors by preset, of the latest runs."""

    speed: dict[str, float] = field(default_factory=dict)
    survival: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Iterable[RunRecord]) -> Speeds:
        """Of finished runs, the newest first."""
        made = cls()
        for record in records:
            result = record.result
            if record.command != "evolve" or not result.get("candidates") or result.get("survivors") is None:
                continue
            made.survival.setdefault(str(record.options.get("preset", "")), result["survivors"] / result["candidates"])
            if result["candidates"] >= _FEW and result.get("seconds"):
                made.speed.setdefault(str(record.options.get("engine", "")), result["candidates"] / result["seconds"])
        return made


def expected(options: Any, founders: int, speeds: Speeds, counted: bool = False) -> tuple[str, str]:
    """What it comes to, and what stands against it; one of them is empty. `counted`: founders of the kinds alone."""
    if founders < 2:
        return "", f"Two poses are the least to begin with; there {'is one' if founders else 'are none'}."
    speed = speeds.speed.get(options.engine)
    survival = speeds.survival.get(options.preset)
    try:
        came = options.estimate(max(2, round(founders * options.share)), speed or SPEED, survival)
    except EvoError as error:
        return "", sentence(str(error))
    generations = f"{came.generations:,} generation{'s' if came.generations > 1 else ''}"
    basis = "" if speed else ", at a guessed speed"
    about = "At most about" if options.kinds and not counted else "About"  # nobody has counted the clips of those kinds
    return f"{about} {duration(came.seconds)}{basis}: {generations}, {came.poses:,} poses, {size(came.bytes)}.", ""
