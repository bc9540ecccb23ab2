"""The Evolve page over folders of the test, a small population, and runs as they lie in a folder."""

from collections.abc import Callable
from pathlib import Path

import pytest

from evostudio.pages.evolve.page import EvolvePage
from tests.evostudio.runs import making
from tests.evostudio.runs.making import POSES, shown, write_run

MakeRun = Callable[..., Path]


@pytest.fixture(autouse=True)
def nothing_of_the_users(runs) -> None:
    """Always in place of the user's data folder."""


@pytest.fixture
def page(qtbot, studio, poses) -> EvolvePage:
    """Shown, active, with the small population chosen."""
    made = shown(EvolvePage(studio), qtbot)
    made.setup.population.choose([poses])
    qtbot.waitUntil(lambda: made.setup.population.facts.poses == POSES)
    return made


@pytest.fixture
def make_run(runs) -> MakeRun:
    """Writes a run's folder, as it lies after its process has ended."""

    def make(name: str, state: str = "finished", started: float = 0.0, **options) -> Path:
        lines = [line(number) for number in (1, 2, 3)]
        told = {"preset": "paper", **options}
        return write_run(runs / name, "evolve", told, RESULT, lines, state, started)

    return make


def line(number: int) -> dict:
    """Of a log."""
    return making.line(number, 5, metrics(number))


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
