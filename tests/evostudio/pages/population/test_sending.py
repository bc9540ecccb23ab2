"""Poses sent to Annotate: a project of their own that opens, or people in the one that is open."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from evopose.commands.portray import Portray
from evopose.project.project import Project
from evostudio.documents.document import Document
from evostudio.pages.population import sending
from evostudio.tasks.thread import ThreadTask
from tests.evostudio.pages.population.conftest import press


class InThread(ThreadTask):
    """The command in a thread of the test, its pictures small."""

    def __init__(self, title: str, words: list[str]) -> None:
        population, out, rows = Path(words[1]), Path(words[3]), tuple(map(int, words[words.index("--rows") + 1 :]))
        super().__init__(title, Portray(population=population, out=out, rows=rows, longer_side=128).run)


@pytest.fixture
def sent(qtbot, studio, file, monkeypatch):
    monkeypatch.setattr(sending, "Task", InThread)
    told = []
    studio.noticed.connect(told.append)

    def send(document: Document, rows: list[int]):
        sending.send(studio, document, file, np.array(rows))
        qtbot.waitUntil(lambda: any(notice.ways_out for notice in told), timeout=20_000)
        return told[-1]

    return send


def test_without_a_project_they_become_one_that_is_opened_from_the_notice(sent, studio, data_folder):
    wanted, pages = [], []
    studio.project_wanted.connect(wanted.append)
    studio.page_wanted.connect(pages.append)
    notice = sent(Document(), [3, 41])
    assert notice.text.startswith("2 poses of evolved.safetensors can be refined")
    notice.ways_out[0][1]()
    assert pages == ["annotate"]
    assert wanted[0].is_relative_to(data_folder)
    with Project.open(wanted[0]) as project:
        assert project.images.names == ["pose_00000003.jpg", "pose_00000041.jpg"]


def test_into_the_open_project_they_come_as_people_with_a_pose_and_the_other_file_goes(sent, tmp_path, studio):
    path = tmp_path / "mine.evo"
    Project.create(path, images_root=tmp_path).close()
    document = Document()
    document.open(path)
    notice = sent(document, [7])
    assert "mine.evo" in notice.text
    assert len(document.project.images) == 1
    assert not list(tmp_path.rglob("poses.evo"))
    notice.ways_out[0][1]()
    assert document.annotation.pose is not None
    assert document.project.image_path(document.image_id).is_file()
    document.close()


def test_too_many_poses_are_not_sent(qtbot, page, monkeypatch):
    monkeypatch.setattr(sending, "MOST", 5)
    told = []
    page.studio.noticed.connect(lambda notice: told.append(notice.text))
    page.wall.select_all()
    press(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "at most 5" in told[0]
    assert page.studio.tasks == []
