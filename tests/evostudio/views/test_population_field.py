"""A population is chosen from a list or dropped; what it holds, or why it cannot be used, is said."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from evopose.io import safetensors
from evopose.model.population import Population
from evostudio import places
from evostudio.views.population_field import CHOOSE, PopulationField


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "data_folder", lambda: tmp_path / "data")


@pytest.fixture
def poses(tmp_path) -> Path:
    path = tmp_path / "three.safetensors"
    safetensors.write(Population(np.random.default_rng(0).normal(size=(3, 17, 3)).astype(np.float32)), path)
    return path


@pytest.fixture
def field(qtbot, studio, poses) -> PopulationField:
    made = PopulationField(studio, lambda: [("run 1", poses)])
    qtbot.addWidget(made)
    return made


def titles(field) -> list[str]:
    return [field.box.itemText(row) for row in range(field.box.count())]


def test_it_begins_with_the_demo_and_says_that_it_is_made_when_used(field, qtbot):
    qtbot.waitUntil(lambda: "made when first used" in field.line.text())
    assert field.box.currentText() == "Demo population"
    assert titles(field)[-1] == CHOOSE


def test_a_choice_is_told_counted_and_remembered(field, poses, qtbot, studio):
    field.box.setCurrentIndex(titles(field).index("run 1"))
    with qtbot.waitSignal(field.known), qtbot.waitSignal(field.chosen) as told:
        field.box.activated.emit(titles(field).index("run 1"))
    assert told.args == [(poses,)]
    assert field.line.text() == "3 poses"
    assert studio.preferences.value.recent_populations == (str(poses),)


def test_dropped_files_are_chosen_together(field, poses, qtbot):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(poses)), QUrl.fromLocalFile(str(poses))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(4, 4), Qt.DropAction.CopyAction, data, left, none)
    with qtbot.waitSignal(field.chosen):
        QApplication.sendEvent(field, entering)
        QApplication.sendEvent(field, QDropEvent(QPointF(4, 4), Qt.DropAction.CopyAction, data, left, none))
    assert entering.isAccepted()
    qtbot.waitUntil(lambda: field.facts.poses == 6)
    assert field.line.text() == "6 poses in 2 files"
    assert field.box.currentText() == "three.safetensors and 1 more"


@pytest.mark.parametrize(("name", "content", "said"), [("no.safetensors", None, "No "), ("bad.npz", b"x", "npz")])
def test_what_cannot_be_used_is_said_under_it(field, tmp_path, qtbot, name, content, said):
    if content:
        (tmp_path / name).write_bytes(content)
    with qtbot.waitSignal(field.known):
        field.choose([tmp_path / name])
    assert field.facts.problem
    assert said in field.line.text()
    assert field.line.property("role") == "error"


def test_the_open_project_s_annotations_can_be_chosen(field, project_file, qtbot):
    field.project = project_file
    field._fill()
    with qtbot.waitSignal(field.known):
        field.choose([project_file])
    assert "nobody has a 3D pose yet" in field.line.text()
