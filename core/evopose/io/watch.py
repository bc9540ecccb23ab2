"""Files that are mapped, watched while they are read: bytes that a file has lost since would end the program (SIGBUS).

What is replaced as a whole or removed keeps its bytes as long as it is mapped; what is written over in place does not.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np

from evopose.errors import BadFile
from evopose.io.rows import Joined, Rows
from evopose.model.array import NDArray
from evopose.model.population import Population

_Column = TypeVar("_Column", NDArray, NDArray | None)


class Watch:
    """How large files were, and when they had been written, when this was made."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._states = {file: _state(file) for file in files}

    @property
    def changed(self) -> Path | None:
        """The first that is not as it was; what is gone counts as unchanged."""
        now = ((file, state, _state(file)) for file, state in self._states.items())
        return next((file for file, then, state in now if state is not None and state != then), None)

    def check(self) -> None:
        """BadFile where one has changed."""
        changed = self.changed
        if changed is not None:
            raise BadFile(changed, "it was changed while it was open: open it again.")


class Watched(Rows):
    """Rows that are read only as long as their files are as they were; BadFile from then on."""

    def __init__(self, array: Any, watch: Watch) -> None:
        """`array`: a memory map, or rows of some."""
        super().__init__(array.shape, array.dtype)
        self._rows: Rows = array if isinstance(array, Rows) else Joined([array])
        self._watch = watch

    def _taken(self, wanted: NDArray | slice) -> NDArray:
        self._watch.check()
        return np.array(self._rows[wanted])  # a view would be read when nobody looks any more

    def release(self) -> None:
        self._rows.release()


def watched(population: Population, watch: Watch) -> Population:
    """The same, each of whose columns looks at its files before it reads."""
    return replace(
        population,
        positions=_column(population.positions, watch),
        generation=_column(population.generation, watch),
        parents=_column(population.parents, watch),
        clip=_column(population.clip, watch),
        operators=_column(population.operators, watch),
    )


def _column(array: _Column, watch: Watch) -> _Column:
    return array if array is None else cast(NDArray, Watched(array, watch))


def _state(file: Path) -> tuple[int, int] | None:
    """Size and time of change; None for what is gone."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
