"""Those that a population was bred from, as a population of their own: what it is compared with."""

import numpy as np
from jaxtyping import Int

from evopose.errors import BadOption
from evopose.io.rows import Rows, release
from evopose.model.array import NDArray
from evopose.model.population import Population

_CHUNK = 1 << 16


def founder_rows(population: Population) -> Int[NDArray, " k"] | None:
    """Rows of generation 0; None where the population knows no generations."""
    if population.generation is None:
        return None
    starts = range(0, len(population), _CHUNK)
    first = [np.asarray(population.generation[start : start + _CHUNK]) == 0 for start in starts]
    return np.flatnonzero(np.concatenate([np.zeros(0, bool), *first]))


def founders(population: Population) -> Population:
    """The poses of generation 0, read where they are asked for; BadOption where none are known."""
    rows = founder_rows(population)
    if rows is None or not len(rows):
        raise BadOption("This population knows no founders to compare it with: it was not bred, or they were left out.")
    return Population(_Chosen(population.positions, rows), metadata=population.metadata)  # type: ignore[arg-type]


class _Chosen(Rows):
    """Some rows of an array."""

    def __init__(self, array: NDArray, rows: Int[NDArray, " k"]) -> None:
        super().__init__((len(rows), *array.shape[1:]), array.dtype)
        self._array, self._rows = array, rows

    def _taken(self, wanted: NDArray | slice) -> NDArray:
        return np.asarray(self._array[self._rows[wanted]])

    def release(self) -> None:
        release(self._array)
