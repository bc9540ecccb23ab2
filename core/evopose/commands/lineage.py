"""`evopose lineage POP INDEX`."""

from pathlib import Path
from typing import Annotated, Any

from annotated_types import Ge, Le
from tyro.conf import Positional

from evopose.coverage.opening import opened
from evopose.evolution.lineage import DEEPEST, lineage
from evopose.jobs import Job, Progress
from evopose.options import Options


class Lineage(Options):
    """Tell where a pose of an evolved population comes from: its parents, theirs, and what was done to each."""

    population: Annotated[Path, Positional]
    """The evolved population."""
    index: Annotated[Annotated[int, Ge(0)], Positional]
    """Row of the pose, from 0."""
    depth: Annotated[int, Ge(0), Le(DEEPEST)] = 4
    """How many generations of parents to show."""

    def run(self) -> Job[dict[str, Any]]:
        """`row`, `generation`, `operators`, `clip`, `parents` (the same again), `more` where the depth cut it."""
        yield Progress(0, 0, f"Reading {self.population.name}")
        tree = lineage(opened(self.population), self.index, self.depth)
        return {**tree.as_json(), "text": "\n".join(tree.lines())}
