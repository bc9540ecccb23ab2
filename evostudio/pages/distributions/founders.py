"""The poses that an evolved population began with, as a population of their own: what stands before evolution."""

import hashlib
import json
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from evopose.coverage.opening import opened, population_file
from evopose.coverage.survey import state_of
from evopose.io import safetensors
from evopose.model.population import Population
from evostudio.pages.population.reading import annotated
from evostudio.populations import stem_of


def cache_folder() -> Path:
    """Where the page keeps what took time."""
    return user_cache_path("EvoStudio", appauthor=False) / "coverage"


def key_of(*paths: Path) -> str:
    """Another one when any of the populations' files is changed."""
    state = [[str(path.resolve()), state_of(path)] for path in paths]
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()[:20]


def prepared(before: Path | None, after: Path, bred: bool) -> tuple[Path | None, Path]:
    """The files of poses that are meant; `bred`: where there is none before, the founders of the one after."""
    after = file_of(after)
    if before is not None:
        return file_of(before), after
    return (founders_of(after) if bred else None), after


def file_of(path: Path) -> Path:
    """A population's file; of a run its result, of a project the poses of its people. EvoErrors where there is none."""
    return annotated(path) if path.suffix.lower() == ".evo" else population_file(path)


def founders_of(path: Path, folder: Path | None = None) -> Path | None:
    """A file of its poses of generation 0, made where it is not there yet; None where nothing has evolved in it."""
    population = opened(path)
    if population.generation is None:
        return None
    rows = np.flatnonzero(np.asarray(population.generation) == 0)
    if not 0 < len(rows) < len(population):
        return None
    place = (folder or cache_folder()) / key_of(path) / f"founders of {stem_of(path)}.safetensors"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        positions = np.asarray(population.positions[rows], np.float32)
        safetensors.write(Population(positions, metadata={"founders_of": str(path)}), place)
    return place
