"""The Train page over folders of the test, a small population, and runs as they lie in a folder."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from evopose.io import safetensors
from evopose.model.population import Population
from evopose.training.glance import NAME, Glance, write_glance
from evostudio import places
from evostudio.documents.document import Document
from evostudio.pages.train.page import TrainPage
from tests.standing import STANDING

MakeRun = Callable[..., Path]
POSES = 60


@pytest.fixture
def runs(tmp_path, monkeypatch) -> Path:
    """The folder of runs, in place of the user's."""
    folder = tmp_path / "data"
    monkeypatch.setattr(places, "data_folder", lambda: folder)
    monkeypatch.setattr("evostudio.runs.page.data_folder", lambda: folder)
    return folder / "runs"


@pytest.fixture
def poses(tmp_path) -> Path:
    """Poses that differ a little from standing."""
    x, y, z = np.moveaxis(STANDING, -1, 0)
    standing = np.stack([x, z - 4, 0.9 - y], axis=-1)
    noise = np.random.default_rng(0).normal(0, 0.02, (POSES, 17, 3))
    path = tmp_path / "sixty.safetensors"
    safetensors.write(Population((standing + noise).astype(np.float32)), path)
    return path


@pytest.fixture
def page(qtbot, studio, runs, poses) -> TrainPage:
    """Shown, active, with the small population chosen."""
    made = TrainPage(studio)
    made.resize(1280, 720)
    qtbot.addWidget(made)
    made.open_project(Document())
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.setup.data.choose([poses])
    made.setFocus()
    qtbot.waitUntil(lambda: made.setup.data.poses() == POSES)
    return made


@pytest.fixture
def make_run(runs) -> MakeRun:
    """Writes a run's folder, as it lies after its process has ended."""

    def make(name: str, state: str = "finished", started: float = 0.0, **options) -> Path:
        folder = runs / name
        folder.mkdir(parents=True)
        values = {"population": ["sixty.safetensors"], "out": str(folder), **options}
        (folder / "options.json").write_text(json.dumps({"command": "train", "version": "1", "options": values}))
        result = RESULT if state == "finished" else {}
        status = {"state": state, "pid": 1, "started": started or time.time(), "ended": None, "done": 3, "total": 5}
        (folder / "state.json").write_text(json.dumps({**status, "message": "Ouch.", "result": result}))
        (folder / "log.jsonl").write_text("".join(f"{json.dumps(line(number))}\n" for number in range(1, 7)))
        poses = np.stack([STANDING - STANDING[0]] * 10).astype(np.float32)
        write_glance(Glance(poses[..., :2], poses, poses, 2, 6, (40.0,) * 10), folder / NAME)
        return folder

    return make


def line(number: int) -> dict:
    """Of a log."""
    return {"time": 0.0, "done": number, "total": 6, "message": "", "metrics": metrics(number)}


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
