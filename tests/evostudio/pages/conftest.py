"""A small project made from code, and the Annotate page on it, in a window that has the keyboard."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from evopose.geometry.hierarchy import to_local
from evopose.geometry.projection import project as project_points
from evopose.model.annotation import Annotation, Person
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints
from evopose.project.project import Project
from evopose.project.records import PersonEntry, Photo
from evostudio.documents.document import Document
from evostudio.pages.annotate.page import AnnotatePage
from evostudio.preferences import PreferenceStore
from evostudio.studio import Studio
from tests.evostudio.conftest import activated
from tests.standing import STANDING

SIZE = (640, 480)


def person(shift: float) -> Person:
    """Somebody standing `shift` metres to the right, fitted exactly, whose true pose lies 5 cm nearer in one hand."""
    camera = Camera.guess(SIZE)
    positions = STANDING + np.array([shift, 0.0, 0.0])
    true = positions.copy()
    true[13] += (0.0, 0.0, -0.05)
    keypoints = Keypoints.from_xy(np.asarray(project_points(camera, positions)))
    return Person(Annotation(keypoints, camera, to_local(positions)), initial=to_local(positions), truth=to_local(true))


@pytest.fixture
def project_path(tmp_path: Path, qapp) -> Path:
    """Five images; the last has two people, the fourth none."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(5):
        image = QImage(*SIZE, QImage.Format.Format_RGB32)
        image.fill(QColor(40 + 30 * number, 90, 110))
        painter = QPainter(image)
        painter.fillRect(200, 100, 240, 300, QColor(200, 190, 170))
        painter.end()
        image.save(str(folder / f"photo_{number}.png"))
    path = tmp_path / "test.evo"
    with Project.create(path, images_root=folder, author="tester") as made:
        ids = made.add_images([Photo(f"photo_{number}.png", SIZE) for number in range(5)]).ids.tolist()
        entries = [PersonEntry(ids[number], person(0.1 * number)) for number in (0, 1, 2)]
        entries += [PersonEntry(ids[4], person(-0.5)), PersonEntry(ids[4], person(0.5))]
        made.add_people(entries)
    return path


@pytest.fixture
def studio(tmp_path: Path, qapp) -> Studio:
    """With preferences of its own."""
    return Studio(PreferenceStore(tmp_path / "preferences.json"), demo_at_once=False)


@pytest.fixture
def page(qtbot, studio: Studio, project_path: Path) -> AnnotatePage:
    """Shown, active, with the project open."""
    document = Document()
    document.open(project_path)
    shown = AnnotatePage(studio)
    shown.resize(1280, 720)
    shown.open_project(document)
    activated(qtbot, shown, before_close_func=lambda _page: document.close()).setFocus()
    qtbot.waitUntil(shown.hasFocus)
    qtbot.waitUntil(lambda: shown.photo.view.has_image())
    return shown


def without_pose(one: Person) -> Person:
    """The same, to be fitted."""
    return replace(one, annotation=replace(one.annotation, pose=None), initial=None)
