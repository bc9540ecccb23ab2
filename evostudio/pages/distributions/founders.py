"""The poses that an evolved population began with, as a population of their own: what stands before evolution."""

import hashlib
import json
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from evopose.coverage.opening import opened
from evopose.coverage.survey import state_of
from evopose.io import safetensors
from evopose.model.population import Population


def cache_folder() -> Path:
    """Where the page keeps what took time."""
    return user_cache_path("EvoStudio", appauthor=False) / "coverage"


def key_of(*paths: Path) -> str:
    """Another one when any of the populations' files is changed."""
    state = [[str(path.resolve()), state_of(path)] for path in paths]
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()[:20]


def founders_of(path: Path, folder: Path | None = None) -> Path | None:
    """A file of its poses of generation 0, made where it is not there yet; None where nothing has evolved in it."""
    population = opened(path)
    if population.generation is None:
        return None
    rows = np.flatnonzero(np.asarray(population.generation) == 0)
    if not 0 < len(rows) < len(population):
        return None
    place = (folder or cache_folder()) / key_of(path) / f"founders of {path.stem}.safetensors"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        positions = np.asarray(population.positions[rows], np.float32)
        safetensors.write(Population(positions, metadata={"founders_of": str(path)}), place)
    return place
