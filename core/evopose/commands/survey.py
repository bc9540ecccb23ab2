"""`evopose survey POP`."""

from pathlib import Path
from typing import Annotated, Any

import tyro
from pydantic import Field

from evopose.coverage.novelty import SAMPLE
from evopose.coverage.opening import opened as opened_population
from evopose.coverage.opening import population_file
from evopose.coverage.survey import clear_away, survey_path
from evopose.coverage.surveying import make_survey
from evopose.jobs import Job
from evopose.limits import opened
from evopose.options import OptionalPath, Options


class Survey(Options):
    """Write down of every pose what the pages filter, sort and search by: cells, validity, novelty, heading, likeness.

    A survey of the same files in the same state is used again.
    """

    population: Annotated[Path, tyro.conf.Positional]
    """A file of poses, in any format that is read, or a run."""
    out: OptionalPath = None
    """The file to write (.safetensors); one in the user's cache folder if left out."""
    limits: OptionalPath = None
    """A file of `limits-fit`, or jointAngleModel_v2; the limits that ship if left out."""
    novelty_sample: Annotated[int, Field(ge=0, le=1_000_000)] = SAMPLE
    """How many founders (of poses without generations: how many poses) novelty is measured against; 0: it is not."""
    anew: bool = False
    """Make it again even where there is one."""

    def run(self) -> Job[dict[str, Any]]:
        """`survey` (path), `poses`, `bytes`."""
        path = population_file(self.population)
        population = opened_population(path)
        out = self.out or survey_path(path)
        limits = opened(self.limits)
        made = yield from make_survey(population, path, limits, self.novelty_sample, out, self.anew)
        told = {"survey": str(made), "poses": len(population), "bytes": made.stat().st_size}
        if self.out is None:
            clear_away(made.parent, made)
        return told
