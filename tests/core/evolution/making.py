"""Small runs of evolution: their founders and options, and what tests do to them."""

import hashlib
from pathlib import Path

import numpy as np

from evopose.commands.evolve import Evolve
from evopose.evolution.recipe import CopySelection, LimitsSelection, Recipe, Selection
from evopose.io import safetensors
from evopose.jobs import finish
from evopose.limits import write
from evopose.limits.learning import Growth, learn
from evopose.model.population import Population
from tests.core.io.populations import people

FREE = Recipe(selection=Selection(limits=LimitsSelection(weight=0.0)))
"""All children live but near copies: shaken mannequins are no good humans."""
NOBODY = Recipe(selection=Selection(copies=CopySelection(distance_mm=1000.0)))


def write_founders(path: Path) -> Path:
    """A population of 120 in two clips."""
    metadata = {"clip_names": ["a", "b"], "clip_kinds": ["walk", "jump"], "clip_seconds_per_frame": [0.1, 0.1]}
    safetensors.write(Population(people(120), clip=np.repeat([0, 1], 60), metadata=metadata), path)
    return path


def write_limits(path: Path) -> Path:
    """Limits learned from 50 poses."""
    write(finish(learn([people(50).astype(float)], Growth(), {"name": "a test"})), path)
    return path


def options(founders: Path, out: Path, **more) -> Evolve:
    end = {} if more.keys() & {"generations", "poses"} else {"ratio": 4.0}
    return Evolve(population=(founders,), out=out, **{"recipe": FREE, "fraction": 0.2, **end, **more})


def digest(*files: str | Path) -> str:
    return hashlib.sha256(b"".join(Path(file).read_bytes() for file in files)).hexdigest()


def all_steps_told(monkeypatch) -> None:
    monkeypatch.setattr("evopose.evolution.watching._STEPS_S", 0.0)


def stopped_after(job, steps: int) -> int:
    """Closed after so many steps, as a terminal or the studio does it; how many there were."""
    count = 0
    for _ in job:
        count += 1
        if count == steps:
            job.close()
            break
    return count
