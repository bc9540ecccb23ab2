"""A small evolved population with its survey, made by hand, and the page's studio over folders of the test."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from evopose.coverage.survey import ALL_VALID, Survey
from evopose.evolution.operators import Operator
from evopose.io import safetensors
from evopose.model.population import Population
from evostudio import places
from evostudio.documents.document import Document
from evostudio.pages.population import reading
from evostudio.pages.population.page import PopulationPage
from evostudio.pages.population.table import Table
from evostudio.preferences import PreferenceStore
from evostudio.studio import Studio
from evostudio.window import MainWindow
from tests.evostudio.conftest import activated
from tests.evostudio.views.test_tile_scene import WORLD

POSES = 60


def evolved() -> Population:
    """Twenty founders in two clips, and two generations of twenty, each the child of the two before it."""
    rng = np.random.default_rng(5)
    positions = (WORLD + rng.normal(0, 0.02, (POSES, 17, 3))).astype(np.float32)
    generation = np.repeat([0, 1, 2], 20)
    parents = np.stack([np.arange(POSES) - 20, np.arange(POSES) - 19], axis=1)
    parents[:20] = -1
    metadata = {"clip_names": ["walk_000", "jump_001"], "clip_kinds": ["walking", "jumping"], "licence": "CC0-1.0"}
    clip = np.where(generation > 0, -1, np.arange(POSES) // 10).astype(np.int32)
    operators = np.where(generation > 0, 5 | int(Operator.LOCAL), 0).astype(np.uint16)
    return Population(positions, generation, parents, clip, metadata, operators)


def survey_for(count: int) -> Survey:
    """Numbers that are easy to foretell."""
    rows = np.arange(count)
    valid = np.full(count, ALL_VALID, np.uint16)
    valid[::7] &= ~np.uint16(1 << 2)
    valid[::11] &= ~np.uint16(1 << 8)
    code = np.zeros((count, 27), np.int8)
    code[:, 0] = rows % 120
    return Survey(
        cells=np.zeros((count, 9), np.uint16),
        valid=valid,
        novelty=np.radians((rows * 7) % count).astype(np.float32),
        heading=np.radians((rows * 11) % 360 - 180).astype(np.float16),
        elevation=np.zeros(count, np.float16),
        lowest=np.where(rows % 3 == 0, 3, 6).astype(np.uint8),
        code=code,
        path=Path("none"),
        about={"novelty": "angle to the nearest of at most 5 founders"},
    )


@pytest.fixture(autouse=True)
def data_folder(tmp_path, monkeypatch) -> Path:
    """The user's data folder, of the test."""
    monkeypatch.setattr(places, "data_folder", lambda: tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def population() -> Population:
    return evolved()


@pytest.fixture
def table(population) -> Table:
    return Table(Path("p"), population, survey_for(POSES), np.zeros(POSES, bool), np.zeros(POSES, bool), 2)


@pytest.fixture
def file(tmp_path, population) -> Path:
    path = tmp_path / "evolved.safetensors"
    safetensors.write(population, path)
    return path


@pytest.fixture
def studio(tmp_path, qapp) -> Studio:
    return Studio(PreferenceStore(tmp_path / "preferences.json"), demo_at_once=False)


def opened(qtbot, page, path, index=None) -> PopulationPage:
    """Shown, painted, with the keyboard on the wall."""
    page.show_population(path, index)
    qtbot.waitUntil(lambda: page.browser.path == path)
    qtbot.waitUntil(page.wall.is_whole)
    page.wall.setFocus()
    qtbot.waitUntil(page.wall.hasFocus)
    return page


def listed(page) -> list[int]:
    """The rows that are listed, in their order."""
    order = page.browser.listing.order
    return list(range(len(page.browser.table))) if order is None else order.tolist()


def press(page, key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    """A key on the wall."""
    QTest.keyClick(page.wall, key, modifiers)


@pytest.fixture
def surveyed(monkeypatch):
    """Every population of the test has its survey already."""
    monkeypatch.setattr(reading, "survey_of", lambda path: survey_for(len(reading.opened(path))))


@pytest.fixture
def window(qtbot, studio) -> MainWindow:
    """The page in a window, with the keyboard."""
    shown = MainWindow(studio, Document(), [PopulationPage])
    shown.resize(1280, 720)
    return activated(qtbot, shown)


@pytest.fixture
def bare(qtbot, studio) -> PopulationPage:
    """The page alone, with the keyboard; quicker than a window."""
    shown = PopulationPage(studio)
    shown.resize(1200, 680)
    return activated(qtbot, shown, before_close_func=lambda page: page.browser.close())


@pytest.fixture
def page(qtbot, bare, file, surveyed) -> PopulationPage:
    """The page on the evolved population, with its survey."""
    return opened(qtbot, bare, file)
