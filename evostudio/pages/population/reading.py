"""Opening a population: its poses as memory maps, its survey if there is one, marks and bin; done in a thread."""

from dataclasses import dataclass
from pathlib import Path

from evopose.coverage.opening import opened
from evopose.coverage.survey import survey_of
from evopose.errors import BadFile
from evostudio.pages.population import marks_file
from evostudio.pages.population.marks import Marks
from evostudio.pages.population.table import Table


@dataclass(frozen=True, eq=False)
class Opened:
    """A population and what was kept about it."""

    table: Table
    marks: Marks
    key: str
    """What its marks are kept under."""
    told: str = ""
    """What went wrong with what was kept; '' where nothing did."""


def read(path: Path) -> Opened:
    """A population of any format; MissingFile, UnknownFormat or BadFile."""
    population = opened(path)
    if not len(population):
        raise BadFile(path, "there is no pose in it.")
    key = marks_file.fingerprint(population)
    marks, told = marks_file.read_or_told(population, key)
    table = Table(path, population, marked=marks.marked, binned=marks.binned)
    return Opened(table.with_survey(survey_of(path)), marks, key, told)
