"""One trial: some founders made into a population, a lifter trained on it, its errors on people it has not seen."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
from jaxtyping import Float
from pydantic import TypeAdapter

from evopose.experiments.arms import Arm
from evopose.io.clips import clips_of
from evopose.model.array import NDArray
from evopose.model.population import Population

OWN = "own"
"""The set of what was held out of a population."""


@dataclass(frozen=True)
class Trial:
    """What is tried; the rest is the same for all."""

    arm: Arm
    seed: int
    ratio: float = 1.0
    founders: int | None = None
    """How many poses to begin with; all if left out."""
    people: int | None = None
    """Of whom: the so many people with most poses; of all if left out."""
    stages: int = 1
    blocks: int = 2
    hold_out: float = 0.0
    """Share of the population, drawn at random, that is measured on instead of trained on."""

    def described(self) -> dict[str, Any]:
        """All that the result depends on, as plain values; the arm's name is not."""
        ratio = 1.0 if self.arm.kind == "plain" else self.ratio
        plain = {each.name: getattr(self, each.name) for each in fields(self)}
        return {**plain, "arm": self.arm.described(), "ratio": ratio}

    def key(self, rest: Mapping[str, Any]) -> str:
        """A name for the result: the same for the same trial under the same circumstances."""
        return digest({**self.described(), "rest": rest})


@dataclass(frozen=True, eq=False)
class Errors:
    """Of one set, by clip: how many views, and the mean errors of these in mm (17 joints, protocol 1* and 2)."""

    clips: tuple[str, ...]
    views: tuple[int, ...]
    mpjpe_mm: tuple[float, ...]
    pa_mpjpe_mm: tuple[float, ...]

    def __post_init__(self) -> None:
        """ValueError unless there is one of each for every clip."""
        if not len(self.clips) == len(self.views) == len(self.mpjpe_mm) == len(self.pa_mpjpe_mm) > 0:
            raise ValueError("as many names, views and errors were expected as there are clips")

    def mean(self, values: Sequence[float] | None = None) -> float:
        """Over all views."""
        return float(np.average(self.mpjpe_mm if values is None else values, weights=self.views))


@dataclass(frozen=True, eq=False)
class Result:
    """What a trial found."""

    poses: int
    """Of the population."""
    generations: int
    """Of evolution; 0 without."""
    stages: tuple[Mapping[str, Errors], ...]
    """Errors by set, of the cascade up to each stage."""
    train_mm: tuple[float, ...]
    """Of the same cascades on poses that they were trained on."""
    seconds: float

    def __post_init__(self) -> None:
        """ValueError unless there is a training error for every stage."""
        if len(self.stages) != len(self.train_mm):
            raise ValueError(f"{len(self.stages)} stages have {len(self.train_mm)} training errors")

    def as_json(self) -> str:
        """To keep."""
        return json.dumps(asdict(self))

    @staticmethod
    def of_json(text: str) -> "Result":
        """What `as_json` kept; ValueError where it is something else."""
        return TypeAdapter(Result).validate_json(text)


def content(population: Population) -> str:
    """A short name for poses and how they are parted into clips."""
    clips = [
        [clip.name, hashlib.sha256(clip.rows.astype("<i8").tobytes()).hexdigest()] for clip in clips_of(population)
    ]
    return digest([fingerprint(population.positions), clips])


def digest(described: Any) -> str:
    """A short name for plain values."""
    return hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()[:20]


def fingerprint(*arrays: Float[NDArray, "n 17 3"]) -> str:
    """A short name for poses."""
    state = hashlib.sha256()
    for array in arrays:
        state.update(np.ascontiguousarray(array, np.float32).tobytes())
    return state.hexdigest()[:20]
