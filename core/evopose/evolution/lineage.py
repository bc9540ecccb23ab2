"""Where a pose of an evolved population comes from: its parents, theirs, and what was done to each (no torch)."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from evopose.errors import BadOption
from evopose.evolution import operators
from evopose.model.population import Population

DEEPEST = 16


@dataclass(frozen=True)
class Member:
    """A pose in the tree of its family."""

    row: int
    generation: int
    done: tuple[str, ...] = ()
    """Operators, in words."""
    clip: str = ""
    """Of a founder: which motion it is of, where that is known."""
    parents: tuple["Member", ...] = ()
    """Whose skeleton it has, and who gave the sub-tree; none of a founder, or beyond the depth that was asked for."""
    more: bool = False
    """Whether its parents were left out for the depth."""

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        told = {"row": self.row, "generation": self.generation, "operators": list(self.done), "clip": self.clip}
        return {**told, "parents": [parent.as_json() for parent in self.parents], "more": self.more}

    def lines(self, before: str = "", after: str = "") -> Iterator[str]:
        """A drawing of the tree; `before` its first line, `after` before the others."""
        how = f": {', '.join(self.done)}" if self.done else f": {self.clip}" if self.clip else ""
        yield f"{before}{self.row} (generation {self.generation}{how}){' …' if self.more else ''}"
        for number, parent in enumerate(self.parents):
            last = number == len(self.parents) - 1
            yield from parent.lines(after + ("└─ " if last else "├─ "), after + ("   " if last else "│  "))


def lineage(population: Population, row: int, depth: int = 4) -> Member:
    """The tree of a pose, so many generations of parents deep; BadOption where there is no such pose or no lineage."""
    if not 0 <= row < len(population):
        raise BadOption(f"There is no pose {row}; there are {len(population)}, counted from 0.")
    if population.parents is None:
        raise BadOption("This population was not evolved: it knows no parents.")
    return _member(population, row, min(depth, DEEPEST))


def _member(population: Population, row: int, depth: int) -> Member:
    assert population.parents is not None
    parents = [int(parent) for parent in population.parents[row] if 0 <= int(parent) < len(population)]
    generation = 0 if population.generation is None else int(population.generation[row])
    done = () if population.operators is None else operators.names(int(population.operators[row]))
    if not parents:
        return Member(row, generation, clip=clip_of(population, row))
    known = tuple(_member(population, parent, depth - 1) for parent in parents) if depth > 0 else ()
    return Member(row, generation, done, parents=known, more=depth <= 0)


def clip_of(population: Population, row: int) -> str:
    """Name and kind of the clip that a founder is of; '' where that is not known."""
    told = population.metadata.get("founder_clips")
    if not isinstance(told, dict) or population.generation is None or int(population.generation[row]):
        return ""
    place = bisect_right(told.get("first", []), row) - 1
    names, kinds = told.get("names", []), told.get("kinds", [])
    if place < 0 or place >= min(len(names), len(kinds)):
        return ""
    return f"{names[place]} ({kinds[place]})" if kinds[place] else str(names[place])
