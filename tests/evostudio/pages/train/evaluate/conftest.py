"""The Evaluate part over folders of the test, with a command that measures nothing, and an evaluation on screen."""

from pathlib import Path

import pytest

from evostudio import places
from evostudio.documents.document import Document
from evostudio.pages.train import measuring
from evostudio.pages.train.evaluate_pane import EvaluatePane
from evostudio.pages.train.evaluate_part import EvaluatePart
from tests.evostudio.pages.train.evaluate.command import Command
from tests.evostudio.pages.train.measured import write, write_header


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch) -> Path:
    """In place of the user's data folder."""
    folder = tmp_path / "data"
    monkeypatch.setattr(places, "data_folder", lambda: folder)
    monkeypatch.setattr("evostudio.pages.distributions.results.data_folder", lambda: folder)
    monkeypatch.setattr(measuring, "Task", Command)
    return folder


@pytest.fixture
def lifter(tmp_path) -> Path:
    """Its header alone."""
    model = {"learner": "residual", "stages": 2, "width": 1024}
    return write_header(tmp_path / "mine.safetensors", model=model)


@pytest.fixture
def make(qtbot, studio):
    """The pane in its part, shown and at rest."""
    parts: list[EvaluatePart] = []

    def made() -> EvaluatePane:
        part = EvaluatePart(studio)
        parts.append(part)
        qtbot.addWidget(part)
        part.resize(1220, 620)
        part.open_project(Document())
        with qtbot.waitExposed(part):
            part.show()
        part.activateWindow()
        qtbot.waitUntil(part.is_ready)
        return part.pane

    return made


@pytest.fixture
def shown(make, qtbot, data, lifter) -> EvaluatePane:
    """With an evaluation on screen."""
    write(data / "evaluations" / "first", lifter)
    pane = make()
    qtbot.waitUntil(lambda: pane.evaluation is not None and pane.is_ready())
    return pane
