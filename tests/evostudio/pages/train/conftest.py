"""The Train page over folders of the test, a small population, and runs as they lie in a folder."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from evopose.training.glance import NAME, Glance, write_glance
from evostudio.pages.train.page import TrainPage
from tests.evostudio.runs import making
from tests.evostudio.runs.making import POSES, shown, write_run
from tests.standing import STANDING

MakeRun = Callable[..., Path]


@pytest.fixture
def page(qtbot, studio, runs, poses) -> TrainPage:
    """Shown, active, with the small population chosen."""
    made = shown(TrainPage(studio), qtbot)
    made.setup.data.choose([poses])
    qtbot.waitUntil(lambda: made.setup.data.poses() == POSES)
    return made


@pytest.fixture
def make_run(runs) -> MakeRun:
    """Writes a run's folder, as it lies after its process has ended."""

    def make(name: str, state: str = "finished", started: float = 0.0, told: dict | None = None, **options) -> Path:
        lines = [line(number) for number in range(1, 7)]
        folder = write_run(runs / name, "train", options, RESULT | (told or {}), lines, state, started)
        poses = np.stack([STANDING - STANDING[0]] * 10).astype(np.float32)
        write_glance(Glance(poses[..., :2], poses, poses, 2, 6, (40.0,) * 10), folder / NAME)
        return folder

    return make


def line(number: int) -> dict:
    """Of a log."""
    return making.line(number, 6, metrics(number))


def metrics(number: int, **more) -> dict:
    """Of a step of six, in two stages of three; validated every second."""
    validated = {"validation_mpjpe_mm": 100.0 - number, "best_mpjpe_mm": 90.0} if number % 2 == 0 else {}
    return {
        "stage": 1 if number <= 3 else 2,
        "stages": 2,
        "step": (number - 1) % 3 + 1,
        "steps": 3,
        "total_step": number,
        "epoch": 0.5 * number,
        "loss": 1.0 / number,
        "learning_rate": 1e-3,
        "samples_per_s": 200.0,
        "memory_mb": 512.0,
        "device": "cpu",
        "precision": "float32",
        "batch_size": 100,
        "left_s": 10.0 - number,
        **validated,
        **more,
    }


RESULT = {
    "lifter": "elsewhere/lifter.safetensors",
    "seconds": 30.0,
    "stages": 2,
    "steps": 6,
    "samples": 600,
    "validation": {"mpjpe_mm": 61.25},
    "batch_size": 100,
    "peak_memory_mb": 600.0,
    "device": "cpu",
    "precision": "float32",
    "notices": ["The batch was halved."],
}
