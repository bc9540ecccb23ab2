"""Opening a population: its poses as memory maps, its survey if there is one, marks and bin; done in a thread."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evopose.coverage.opening import opened, population_file, watch_of
from evopose.coverage.survey import survey_of
from evopose.errors import BadFile, EvoError, NotWritable
from evopose.evolution.founders import gather
from evopose.io import safetensors
from evopose.jobs import finish
from evopose.model.array import NDArray
from evopose.model.population import Population
from evostudio import places
from evostudio.pages.population import marks_file
from evostudio.pages.population.marks import Marks
from evostudio.pages.population.table import Table, last_generation


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
    """A population of any format, of a run's folder, or of a project's annotations; EvoErrors where it is none."""
    path = annotated(path) if path.suffix.lower() == ".evo" else population_file(path)
    watch = watch_of(path) if path.suffix.lower() == ".safetensors" else None
    population = opened(path)
    if not len(population):
        raise BadFile(path, "there is no pose in it.")
    key = marks_file.fingerprint(population)
    marks, told = marks_file.read_or_told(population, key)
    table = Table(path, population, None, marks.marked, marks.binned, last_generation(population), watch)
    return Opened(table.with_survey(survey_of(path)), marks, key, told)


def annotated(project: Path) -> Path:
    """The poses of a project's people as a population of their own, which stays the same file while they do."""
    founders = finish(gather([project]))
    positions = np.concatenate(list(founders.chunks()))
    name = hashlib.sha256(os.fsencode(project.resolve())).hexdigest()[:12]
    path = places.data_folder() / "populations" / f"{project.stem}-{name}.safetensors"
    if not _holds(path, positions):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NotWritable(f"{path.parent} cannot be made: {error.strerror}.") from error
        safetensors.write(Population(positions, metadata={"source": f"annotations of {project.name}"}), path)
    return path


def _holds(path: Path, positions: NDArray) -> bool:
    try:
        return np.array_equal(np.asarray(safetensors.read(path).positions), positions)
    except EvoError:
        return False
