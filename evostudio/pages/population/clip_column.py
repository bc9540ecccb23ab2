"""Which clip each pose is of: a column of recorded populations; of evolved ones the stretches of their founders."""

from collections.abc import Sequence
from typing import Any, TypeGuard

import numpy as np
from jaxtyping import Int

from evopose.model.array import NDArray
from evopose.model.population import Population

NO_CLIP = -1


def names_and_kinds(population: Population) -> tuple[list[str], list[str]]:
    """Of each clip, by number; of the same length, '' where nothing is known."""
    founders = population.metadata.get("founder_clips")
    if population.clip is None and isinstance(founders, dict):
        listed = [founders.get("names"), founders.get("kinds")]
    else:
        listed = [population.metadata.get("clip_names"), population.metadata.get("clip_kinds")]
    names, kinds = (list(map(str, value)) if _is_list(value) else [] for value in listed)
    count = max(len(names), len(kinds))
    return names + [""] * (count - len(names)), kinds + [""] * (count - len(kinds))


def is_known(population: Population) -> bool:
    """Whether poses know their clips."""
    return bool(names_and_kinds(population)[0]) and (population.clip is not None or bool(_firsts(population)))


def numbers(population: Population, rows: slice | Int[NDArray, " k"]) -> Int[NDArray, " k"]:
    """The clip of each of these rows; −1 for children, and where nothing is known."""
    if population.clip is not None:
        return np.asarray(population.clip[rows])
    places = np.arange(*rows.indices(len(population))) if isinstance(rows, slice) else rows
    found = np.searchsorted(np.asarray(_firsts(population), np.int64), places, side="right") - 1
    if population.generation is not None:
        found = np.where(np.asarray(population.generation[rows]) == 0, found, NO_CLIP)
    return found.astype(np.int32)


def name_of(population: Population, row: int) -> str:
    """Of the clip that one pose is of; '' where that is not known."""
    number = int(numbers(population, np.array([row]))[0])
    listed = names_and_kinds(population)[0]
    return listed[number] if 0 <= number < len(listed) else ""


def _firsts(population: Population) -> Sequence[int]:
    founders = population.metadata.get("founder_clips")
    firsts = founders.get("first") if isinstance(founders, dict) else None
    return firsts if _is_list(firsts) else []


def _is_list(value: Any) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, Sequence) and not isinstance(value, str)
