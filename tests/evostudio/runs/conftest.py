"""Both pages of runs, over folders of the test: what is a law of one is a law of the other."""

from collections.abc import Callable
from pathlib import Path

import pytest

from evostudio.pages.evolve.page import EvolvePage
from evostudio.pages.train.page import TrainPage
from evostudio.runs.page import RunsPage
from tests.evostudio.pages.evolve import conftest as evolve
from tests.evostudio.pages.train import conftest as train
from tests.evostudio.runs.making import shown, write_run

PAGES = {"evolve": EvolvePage, "train": TrainPage}
TOLD = {"evolve": evolve, "train": train}


@pytest.fixture(params=PAGES)
def page(request, qtbot, studio, runs, poses) -> RunsPage:
    """Shown, active, with the small population chosen."""
    made = shown(PAGES[request.param](studio), qtbot)
    made.show_population(poses)
    qtbot.waitUntil(made.runner.can_start)
    return made


@pytest.fixture
def make_run(page, runs) -> Callable[..., Path]:
    """Writes a run's folder, as it lies after its process has ended."""
    told = TOLD[page.command]

    def make(name: str, state: str = "finished", started: float = 0.0, **options) -> Path:
        lines = [told.line(number) for number in range(1, 4)]
        return write_run(runs / name, page.command, options, told.RESULT, lines, state, started)

    return make
