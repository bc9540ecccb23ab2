"""What is learned from: poses of populations, which cameras will look at, and recorded pairs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from evopose.errors import BadOption
from evopose.model.array import NDArray
from evopose.model.pairs import Pairs

_CHUNK = 65_536


@dataclass(frozen=True, eq=False)
class Poses:
    """Rows of one population."""

    positions: Any
    """(n, 17, 3), metres, world, z up: an array, or rows that are read from files as they are asked for."""
    rows: Int[NDArray, " k"] | None = None
    """Which of them; all if left out."""
    name: str = "poses"
    """For what is told of them."""
    lineage: dict[str, Any] = field(default_factory=dict)
    """Plain JSON values for the lifter's file: path, sha256, poses, source, licence."""

    def __len__(self) -> int:
        return len(self.positions) if self.rows is None else len(self.rows)

    def taken(self, numbers: Int[NDArray, " b"]) -> Float[NDArray, "b 17 3"]:
        """Poses by their place among the rows; float32."""
        return np.asarray(self.positions[self.row(numbers)], np.float32)

    def row(self, numbers: Any) -> Any:
        """Where in the population they are."""
        return numbers if self.rows is None else self.rows[numbers]


@dataclass(frozen=True, eq=False)
class Data:
    """All of it, with how often each is drawn from."""

    poses: tuple[Poses, ...]
    detections: tuple[Pairs, ...] = ()
    weights: tuple[float, ...] = ()
    """Of each of the poses, then of each of the detections; by their sizes if left out."""

    @classmethod
    def of(
        cls,
        positions: Sequence[Any],
        weights: Sequence[float] = (),
        detections: Sequence[Pairs] = (),
    ) -> "Data":
        """Of arrays (n, 17, 3) or rows of files, metres, world, z up; BadOption where they are anything else."""
        data = cls(
            tuple(each if isinstance(each, Poses) else Poses(each, name=f"population {number + 1}")
                  for number, each in enumerate(positions)),
            tuple(detections),
            tuple(weights),
        )  # fmt: skip
        data.check()
        return data

    def check(self) -> None:
        """BadOption where there is nothing to learn from, weights do not fit, or poses are no poses."""
        parts = len(self.poses) + len(self.detections)
        if self.weights and len(self.weights) != parts:
            raise BadOption(
                f"--weights: one for each population and each of the detections was expected, which are {parts}; "
                f"there are {len(self.weights)}."
            )
        if self.weights and sum(self.weights) <= 0:
            raise BadOption("--weights: all are 0, so that there is nothing to learn from.")
        for each in self.poses:
            if tuple(each.positions.shape[1:]) != (17, 3):
                raise BadOption(f"{each.name}: poses of H36M-17 (n, 17, 3) were expected, not {each.positions.shape}.")
        if not sum(map(len, self.poses)) + sum(map(len, self.detections)):
            raise BadOption("There is no pose to learn from: name populations or detections.")

    def sizes(self, views: int) -> tuple[int, ...]:
        """Pairs of each of the poses (every pose by every camera once), then of each of the detections."""
        return (*(len(each) * views for each in self.poses), *map(len, self.detections))

    @cached_property
    def bytes(self) -> int:
        """Of all poses as float32."""
        return sum(map(len, self.poses)) * 17 * 3 * 4

    def whole(self) -> Float[NDArray, "n 17 3"]:
        """All poses, one population after the other, in memory; float32."""
        only = self.poses[0].positions if len(self.poses) == 1 and self.poses[0].rows is None else None
        if isinstance(only, np.ndarray) and only.flags.writeable:
            return np.ascontiguousarray(only, np.float32)
        whole = np.empty((sum(map(len, self.poses)), 17, 3), np.float32)
        done = 0
        for each in self.poses:
            for start in range(0, len(each), _CHUNK):
                numbers = np.arange(start, min(start + _CHUNK, len(each)))
                whole[done : done + len(numbers)] = each.taken(numbers)
                done += len(numbers)
        return whole

    def taken(self, numbers: Int[NDArray, " b"]) -> Float[NDArray, "b 17 3"]:
        """Poses by their number in `whole`, read where they lie, in each file from its first row to its last."""
        out = np.empty((len(numbers), 17, 3), np.float32)
        order = np.argsort(numbers, kind="stable")
        bounds = np.searchsorted(numbers[order], self._starts)
        for each, start, first, last in zip(self.poses, self._starts, bounds[:-1], bounds[1:], strict=False):
            some = order[first:last]
            if len(some):
                out[some] = each.taken(numbers[some] - start)
        return out

    def told(self, number: int) -> str:
        """Which pose that is, in words: the population and its row there."""
        part = int(np.searchsorted(self._starts, number, side="right")) - 1
        return f"row {int(self.poses[part].row(number - self._starts[part]))} of {self.poses[part].name}"

    @cached_property
    def _starts(self) -> Int[NDArray, " parts"]:
        """Number of the first pose of each, and of one after the last."""
        return np.cumsum([0, *map(len, self.poses)])
