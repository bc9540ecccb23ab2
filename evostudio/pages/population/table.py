"""What is known of each pose of a population: its own columns, those of its survey, marks and bin; knows no toolkit."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Bool

from evopose.coverage.survey import ALL_VALID, Survey
from evopose.evolution.operators import names
from evopose.io.watch import Watch
from evopose.model.array import NDArray
from evopose.model.limb import LIMBS
from evopose.model.population import Population
from evostudio.documents.showing import JOINTS
from evostudio.pages.population import clip_column

NO_JOINT = 255
"""The lowest joint of a degenerate pose."""


@dataclass(frozen=True, eq=False)
class PoseFacts:
    """What is told of one pose."""

    row: int
    generation: int | None
    parents: tuple[int, ...]
    """Rows; none for founders."""
    operators: tuple[str, ...]
    """What was done to make it, in words."""
    clip: str
    novelty: float | None
    """Degrees."""
    valid: tuple[bool, ...] | None
    """Of each of LIMBS; None while nobody knows."""
    lowest: str
    heading: float | None
    """Degrees about the vertical."""


@dataclass(frozen=True, eq=False)
class Table:
    """A population and all that is known of its poses."""

    path: Path
    population: Population
    survey: Survey | None = None
    marked: Bool[NDArray, " n"] | None = None
    binned: Bool[NDArray, " n"] | None = None
    generations: int = 0
    """The last one's number."""
    watch: Watch | None = None
    """Of the files that poses are read from; None where they are in memory."""

    def __len__(self) -> int:
        return len(self.population)

    @property
    def changed(self) -> Path | None:
        """A file of it that is not as it was when it was opened."""
        return None if self.watch is None else self.watch.changed

    def with_survey(self, survey: Survey | None) -> "Table":
        """The same with its survey, unless that is of other poses."""
        return replace(self, survey=survey if survey is not None and len(survey) == len(self) else None)

    @cached_property
    def clip_names(self) -> tuple[str, ...]:
        """Name and kind of each clip, as one text to search in; none where poses do not know their clips."""
        if not clip_column.is_known(self.population):
            return ()
        pairs = zip(*clip_column.names_and_kinds(self.population), strict=True)
        return tuple(" ".join(pair).lower() for pair in pairs)

    def facts(self, row: int) -> PoseFacts:
        """Of one pose."""
        population, survey = self.population, self.survey
        known = survey is not None and survey.lowest[row] != NO_JOINT
        valid = None if survey is None else int(survey.valid[row])
        return PoseFacts(
            row=row,
            generation=None if population.generation is None else int(population.generation[row]),
            parents=self.parents(row),
            operators=names(int(population.operators[row])) if population.operators is not None else (),
            clip=clip_column.name_of(self.population, row),
            novelty=_degrees(survey.novelty[row]) if survey is not None else None,
            valid=None if valid is None else tuple(bool(valid >> limb & 1) for limb in range(len(LIMBS))),
            lowest=JOINTS[survey.lowest[row]] if survey is not None and known else "",
            heading=_degrees(survey.heading[row]) if survey is not None else None,
        )

    def parents(self, row: int) -> tuple[int, ...]:
        """Rows of the parents of a pose that are in this population."""
        column = self.population.parents
        if column is None:
            return ()
        return tuple(int(parent) for parent in np.asarray(column[row]) if 0 <= parent < len(self))

    def is_invalid(self, rows: NDArray) -> Bool[NDArray, " k"]:
        """Which of these lie outside the joint limits; none while nobody knows."""
        if self.survey is None:
            return np.zeros(len(rows), bool)
        invalid: NDArray = self.survey.valid[rows] != ALL_VALID
        return invalid


def last_generation(population: Population) -> int:
    """Its number; 0 where generations are not known. Reads all of them."""
    column = population.generation
    return 0 if column is None or not len(column) else int(np.max(np.asarray(column)))


def _degrees(radians: Any) -> float | None:
    value = float(np.degrees(np.float64(radians)))
    return value if np.isfinite(value) else None
