"""Two small populations, measured once; an evolved file that holds both; the page on them, with caches of its own."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from evopose.commands.coverage import Coverage
from evopose.commands.survey import Survey
from evopose.coverage import histogram
from evopose.demo.population import make_population
from evopose.io import safetensors
from evopose.jobs import finish
from evopose.model.population import Population
from evostudio.pages.distributions.founders import cache_folder, founders_of, key_of
from evostudio.pages.distributions.measured import Measured, read
from evostudio.pages.distributions.measuring import HISTOGRAMS, REPORT
from evostudio.pages.distributions.page import DistributionsPage
from evostudio.preferences import PreferenceStore
from evostudio.studio import Studio
from tests.evostudio.conftest import activated

FOUNDERS, POSES = 150, 600


@dataclass(frozen=True)
class Files:
    """Populations on disk."""

    founders: Path
    evolved: Path
    """Its first poses are generation 0."""
    plain: Path
    """Of no generations."""


@pytest.fixture(scope="session")
def home(tmp_path_factory) -> Path:
    """Where caches and data of these tests lie."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def own_home(home: Path, monkeypatch) -> None:
    """No test sees or touches the user's own."""
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME"):
        monkeypatch.setenv(name, str(home))


def _measured(home: Path, *paths: Path) -> None:
    folder = cache_folder() / key_of(*paths)
    report = finish(Coverage(populations=paths, out=folder).run())
    (folder / REPORT).write_text(json.dumps(report))


@pytest.fixture(scope="session")
def files(home: Path) -> Files:
    """Written, measured and surveyed once."""
    positions = np.asarray(finish(make_population(POSES, 3)).positions)
    generation = np.repeat([0, 1], [FOUNDERS, POSES - FOUNDERS])
    parents = np.full((POSES, 2), -1)
    parents[FOUNDERS:] = [0, 1]
    plain, evolved = home / "plain.safetensors", home / "evolved.safetensors"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(home))
        patch.setenv("HOME", str(home))
        patch.setattr(histogram, "_fused", lambda: None)  # so few poses are not worth compiling for
        safetensors.write(Population(positions), plain)
        safetensors.write(Population(positions, generation, parents), evolved)
        founders = founders_of(evolved)
        assert founders is not None
        _measured(home, founders, evolved)
        _measured(home, evolved, founders)
        for path in (plain, evolved):
            _measured(home, path)
        for path in (founders, evolved, plain):
            finish(Survey(population=path, novelty_sample=0).run())
    return Files(founders, evolved, plain)


@pytest.fixture
def measured(files: Files) -> Measured:
    """Founders before, all after."""
    folder = cache_folder() / key_of(files.founders, files.evolved)
    report = json.loads((folder / REPORT).read_bytes())
    return read(folder / HISTOGRAMS, [files.founders, files.evolved], report)


@pytest.fixture
def studio(tmp_path: Path, qapp) -> Studio:
    """With preferences of its own."""
    return Studio(PreferenceStore(tmp_path / "preferences.json"), demo_at_once=False)


@pytest.fixture
def empty_page(qtbot, studio: Studio) -> DistributionsPage:
    """Shown and active, with nothing to show."""
    shown = DistributionsPage(studio)
    shown.resize(1280, 760)
    activated(qtbot, shown).setFocus()
    qtbot.waitUntil(shown.hasFocus)
    return shown


@pytest.fixture
def page(qtbot, empty_page: DistributionsPage, files: Files) -> DistributionsPage:
    """Showing what evolved and its founders."""
    empty_page.show_population(files.evolved)
    qtbot.waitUntil(empty_page.is_compared)
    return empty_page


def press(page: DistributionsPage, *keys: Qt.Key) -> None:
    """Keys, with the keyboard on the page."""
    for key in keys:
        QTest.keyClick(page, key)
