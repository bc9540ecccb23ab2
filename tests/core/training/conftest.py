"""People to learn from, and runs that are over in a blink."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from evopose.io import safetensors
from evopose.lifting.options import ModelOptions
from evopose.model.array import NDArray
from evopose.model.population import Population
from evopose.training.options import Schedule, TrainOptions

STANDING = (
    (0.0, 0.0, 0.95), (0.12, 0.0, 0.93), (0.13, 0.02, 0.50), (0.13, 0.0, 0.08), (-0.12, 0.0, 0.93), (-0.13, 0.02, 0.5),
    (-0.13, 0.0, 0.08), (0.0, -0.02, 1.17), (0.0, 0.0, 1.42), (0.0, 0.03, 1.52), (0.0, 0.04, 1.66), (-0.18, 0.0, 1.40),
    (-0.30, 0.0, 1.12), (-0.33, 0.06, 0.90), (0.18, 0.0, 1.40), (0.30, 0.0, 1.12), (0.33, 0.06, 0.90),
)  # fmt: skip


@pytest.fixture(autouse=True)
def one_thread():
    """What is compared to the last bit is worked out by as many threads."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def people(count: int, seed: int = 0) -> NDArray:
    """Somebody standing, shaken by centimetres, anywhere; float32, metres, world."""
    rng = np.random.default_rng(seed)
    shaken = np.array(STANDING) + rng.normal(0, 0.05, (count, 17, 3))
    return (shaken + rng.normal(0, (1, 1, 0.05), (count, 1, 3))).astype(np.float32)


@pytest.fixture
def population(tmp_path: Path) -> Path:
    """60 poses in six clips."""
    names = {"clip_names": [f"clip_{k}" for k in range(6)], "clip_kinds": ["walk", "run", "sit"] * 2}
    made = Population(people(60), clip=np.repeat(np.arange(6), 10).astype(np.int32), metadata=names)
    return safetensors.write(made, tmp_path / "people.safetensors")[0]


@pytest.fixture
def tiny(population: Path, tmp_path: Path) -> Callable[..., TrainOptions]:
    """Options of two stages of six steps; others by name, those of model and schedule too."""

    def make(**more: Any) -> TrainOptions:
        model: dict[str, Any] = {"width": 8, "blocks": 1}
        schedule: dict[str, Any] = {"steps": 6, "batch_size": 16, "validate_every": 3}
        for part, kind in ((model, ModelOptions), (schedule, Schedule)):
            part |= {name: more.pop(name) for name in kind.model_fields if name in more}
        usual = {"population": (population,), "out": tmp_path / "run", "device": "cpu"}
        return TrainOptions(**usual | more, model=ModelOptions(**model), schedule=Schedule(**schedule))

    return make


@pytest.fixture
def every_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line of the log for every step, however fast it was."""
    monkeypatch.setattr("evopose.training.telling.LINES_S", 0.0)


def stopped_after(options: TrainOptions, steps: int) -> None:
    """A run begun, and closed after so many steps were told."""
    job = options.run()
    while steps:
        steps -= "stage" in next(job).metrics
    job.close()


def lifter_of(options: TrainOptions) -> bytes:
    """Of the run's file."""
    return (options.out / "lifter.safetensors").read_bytes()
