"""The Evolve page over folders of the test, a small population, and runs as they lie in a folder."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from evopose.io import safetensors
from evopose.model.population import Population
from evostudio import places
from evostudio.documents.document import Document
from evostudio.pages.evolve.page import EvolvePage
from evostudio.preferences import PreferenceStore
from evostudio.studio import Studio
from tests.standing import STANDING

MakeRun = Callable[..., Path]


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch) -> Path:
    """In place of the user's data folder."""
    folder = tmp_path / "data"
    monkeypatch.setattr(places, "data_folder", lambda: folder)
    monkeypatch.setattr("evostudio.runs.page.data_folder", lambda: folder)
    return folder


@pytest.fixture
def studio(tmp_path, qapp) -> Studio:
    """With preferences of its own."""
    return Studio(PreferenceStore(tmp_path / "preferences.json"), demo_at_once=False)


@pytest.fixture
def poses(tmp_path) -> Path:
    """Sixty poses that differ a little from standing."""
    x, y, z = np.moveaxis(STANDING, -1, 0)
    standing = np.stack([x, z - 4, 0.9 - y], axis=-1)
    noise = np.random.default_rng(0).normal(0, 0.02, (60, 17, 3))
    path = tmp_path / "sixty.safetensors"
    safetensors.write(Population((standing + noise).astype(np.float32)), path)
    return path


@pytest.fixture
def page(qtbot, studio, poses, tmp_path) -> EvolvePage:
    """Shown, active, with the small population chosen."""
    made = EvolvePage(studio)
    made.resize(1280, 720)
    qtbot.addWidget(made)
    made.open_project(Document())
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    with qtbot.waitSignal(made.setup.population.known):
        made.setup.population.choose([poses])
    made.setFocus()
    qtbot.waitUntil(lambda: made.setup.population.facts.poses == 60)
    return made


@pytest.fixture
def make_run(data) -> MakeRun:
    """Writes a run's folder, as it lies after its process has ended."""

    def make(name: str, state: str = "finished", started: float = 0.0, **options) -> Path:
        folder = data / "runs" / name
        folder.mkdir(parents=True)
        values = {"population": ["sixty.safetensors"], "out": str(folder), "preset": "paper", **options}
        record = {"command": "evolve", "version": "1", "options": values}
        (folder / "options.json").write_text(json.dumps(record))
        result = RESULT if state == "finished" else {}
        status = {"state": state, "pid": 1, "started": started or time.time(), "ended": None, "done": 3, "total": 5}
        (folder / "state.json").write_text(json.dumps({**status, "message": "Ouch.", "result": result}))
        (folder / "log.jsonl").write_text("".join(f"{json.dumps(line(number))}\n" for number in (1, 2, 3)))
        return folder

    return make


def line(number: int) -> dict:
    """Of a log."""
    return {"time": 0.0, "done": number, "total": 5, "message": "", "metrics": metrics(number)}


def metrics(number: int, **more) -> dict:
    """What a step tells."""
    return {
        "generation": number,
        "poses": 60 + 10 * number,
        "candidates": 20,
        "survivors": 10,
        "removed": {"limits": 6, "copies": 4},
        "copies": 4,
        "total_candidates": 20 * number,
        "total_survivors": 10 * number,
        "total_removed": {"limits": 6 * number, "copies": 4 * number},
        "poses_per_second": 123.0,
        "seconds": 2.0 * number,
        "engine": "eager",
        "coverage": [0.1 * number] * 9,
        "entropy": [1.0 * number] * 9,
        "new_cells": [number] * 9,
        "founders": {"coverage": [0.05] * 9, "entropy": [0.5] * 9},
        **more,
    }


RESULT = {
    "population": "elsewhere/evolved.safetensors",
    "poses": 90,
    "candidates": 60,
    "survivors": 30,
    "generations": 3,
    "seconds": 6.0,
    "removed": {"limits": 18, "copies": 12},
    "copies": 12,
    "bytes": 18_000,
    "reason": "reached 90 poses",
    "coverage": {"before": {"share": [0.05] * 9}, "after": {"share": [0.3] * 9, "entropy": [3.0] * 9}},
}
