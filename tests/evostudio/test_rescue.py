"""Ways out: missing images are told once and found again; of damaged projects what can be read is kept; full disks."""

import resource
import shutil
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton

from evopose.geometry.hierarchy import to_local
from evopose.project.coding import encode_annotation
from evopose.project.project import Project
from evostudio.documents.document import Document
from evostudio.pages.annotate.page import AnnotatePage
from evostudio.rescue import recovered_place
from evostudio.window import MainWindow
from tests.evostudio.conftest import activated
from tests.evostudio.test_crash import STANDING


@pytest.fixture
def annotating(qtbot, studio, project_file) -> MainWindow:
    """A window with the Annotate page and the keyboard on it; nothing is open yet."""
    return activated(qtbot, MainWindow(studio, Document(), [AnnotatePage]))


def notices(window: MainWindow) -> list[str]:
    return [bar.notice.text for bar in window.notices.bars]


def press(window: MainWindow, label: str) -> None:
    (button,) = [found for found in window.notices.findChildren(QPushButton) if found.text() == label]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


# Missing images


def test_missing_images_are_told_once_and_found_again_by_the_notices_button(
    annotating, photos, project_file, tmp_path, qtbot, monkeypatch
):
    shutil.move(photos, tmp_path / "elsewhere")
    assert annotating.opening.open_path(project_file)
    qtbot.waitUntil(lambda: len(notices(annotating)) == 1)
    assert notices(annotating)[0].startswith("3 of 3 images are missing: photo 0.png")
    annotating.document.select_image(2)
    qtbot.waitUntil(lambda: not annotating.studio.tasks)
    assert len(notices(annotating)) == 1
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "elsewhere"))
    press(annotating, "Relink…")
    qtbot.waitUntil(lambda: notices(annotating)[-1:] == [f"3 images found again in {tmp_path / 'elsewhere'}."])
    assert len(notices(annotating)) == 1, "what is no longer true is withdrawn"
    qtbot.waitUntil(annotating.page.photo.view.has_image)
    assert annotating.document.image_id == 2, "the user stays where they were"


def test_nothing_is_said_where_the_shown_image_is_there(annotating, photos, project_file, qtbot):
    (photos / "photo 2.png").unlink()
    assert annotating.opening.open_path(project_file)
    qtbot.waitUntil(annotating.page.photo.view.has_image)
    assert not annotating.studio.tasks
    assert notices(annotating) == []
    annotating.document.select_image(3)
    qtbot.waitUntil(lambda: notices(annotating) == ["1 of 3 images is missing: photo 2.png."])


def test_what_is_found_nowhere_is_named_and_another_folder_offered(annotating, photos, project_file, qtbot):
    (photos / "photo 0.png").unlink()
    assert annotating.opening.open_path(project_file)
    annotating.rescue.relink_to(photos)
    qtbot.waitUntil(lambda: "still missing: photo 0.png" in "".join(notices(annotating)))
    assert annotating.notices.bars[-1].notice.ways_out[0][0] == "Look elsewhere…"
    annotating.rescue.relink_to(photos / "none")
    qtbot.waitUntil(lambda: f"No folder at {photos / 'none'}." in notices(annotating))


def test_looking_can_be_stopped_and_changes_nothing(annotating, photos, project_file, tmp_path, qtbot):
    shutil.move(photos, tmp_path / "elsewhere")
    assert annotating.opening.open_path(project_file)
    task = annotating.rescue.relink_to(tmp_path / "elsewhere")
    with qtbot.waitSignal(task.stopped):
        task.stop()
    assert annotating.document.project.image(1).missing


def test_relinking_needs_a_project(annotating):
    assert not annotating.action_set["window.relink"].can_run()


# Damaged projects


def damaged(project_file: Path) -> None:
    with closing(sqlite3.connect(project_file)) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'annotations'").fetchone()
    content = bytearray(project_file.read_bytes())
    content[4096 * (page - 1) : 4096 * page] = b"\xa5" * 4096
    project_file.write_bytes(content)


def test_what_can_be_read_of_a_damaged_project_is_recovered_by_a_button(annotating, project_file, qtbot):
    damaged(project_file)
    content = project_file.read_bytes()
    assert not annotating.opening.open_path(project_file)
    press(annotating, "Recover what can be read")
    new = project_file.with_name("three-recovered.evo")
    qtbot.waitUntil(lambda: annotating.document.path == new)
    told = notices(annotating)[-1]
    assert "3 images, 3 people, 0 edits" in told
    assert "Lost: annotations" in told
    assert project_file.read_bytes() == content
    assert recovered_place(project_file) == project_file.with_name("three-recovered 2.evo")


def test_recovering_a_sound_project_loses_nothing(annotating, project_file, qtbot):
    annotating.rescue.recover(project_file)
    qtbot.waitUntil(lambda: "Nothing was lost." in "".join(notices(annotating)))


def test_nothing_to_recover_is_said_and_nothing_left_behind(annotating, tmp_path, project_file, qtbot):
    wrong = tmp_path / "wrong.evo"
    wrong.write_bytes(bytes(5000))
    annotating.rescue.recover(wrong)
    qtbot.waitUntil(lambda: "nothing in it can be read" in "".join(notices(annotating)))
    assert not wrong.with_name("wrong-recovered.evo").exists()


# A full disk


@pytest.fixture
def posed(annotating, project_file, qtbot) -> AnnotatePage:
    """The page on a project whose first person has a pose."""
    with Project.open(project_file) as project:
        project.edit(1, "Fit", replace(project.annotation(1), pose=to_local(STANDING)))
    assert annotating.opening.open_path(project_file)
    annotating.page.setFocus()
    qtbot.waitUntil(annotating.page.hasFocus)
    return annotating.page


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on file sizes there")
def test_on_a_full_disk_no_edit_is_shown_as_done_and_work_goes_on_when_there_is_room(annotating, posed):
    QTest.keyClick(posed, Qt.Key.Key_Up)
    document = annotating.document
    before, edits = encode_annotation(document.annotation), len(document.project.history())
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        for key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_M, Qt.Key.Key_Z):
            control = Qt.KeyboardModifier.ControlModifier if key == Qt.Key.Key_Z else Qt.KeyboardModifier.NoModifier
            QTest.keyClick(posed, key, control)
            assert "the disk is full" in notices(annotating)[-1]
            annotating.notices.clear()
            assert encode_annotation(document.annotation) == before
            assert np.array_equal(document.positions, posed.scene().positions)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert len(document.project.history()) == edits
    QTest.keyClick(posed, Qt.Key.Key_Up)
    assert notices(annotating) == []
    assert len(document.project.history()) == edits + 1
    assert encode_annotation(document.annotation) != before


def test_photos_of_any_kind_are_shown(annotating, tmp_path, qtbot):
    folder = tmp_path / "kinds"
    folder.mkdir()
    colour = Image.new("RGB", (64, 48), (200, 30, 30))
    makers = {
        "cmyk.jpg": colour.convert("CMYK"), "grey.jpg": colour.convert("L"), "palette.png": colour.convert("P"),
        "deep.png": Image.fromarray(np.full((48, 64), 40_000, np.uint16)), "alpha.png": colour.convert("RGBA"),
        "moving.gif": colour, "jpeg 2000.jp2": colour, "x" * 200 + ".png": colour, "<b>&amp; 图片.png": colour,
    }  # fmt: skip
    for name, image in makers.items():
        image.save(folder / name)
    from evopose.jobs import finish
    from evopose.project.new_project import plan

    finish(plan(folder).create(tmp_path / "kinds.evo"))
    assert annotating.opening.open_path(tmp_path / "kinds.evo")
    for image_id in annotating.document.project.images.ids.tolist():
        annotating.document.select_image(image_id)
        name = annotating.document.project.image(image_id).name
        qtbot.waitUntil(lambda name=name: annotating.page.photos.shown_name() == name)
        assert annotating.page.photo.view.image_size() == (64, 48)
        assert annotating.page.photo.name.whole_text() == name
    assert annotating.minimumSizeHint().width() <= 1280


# Dialogs


def test_what_failed_stays_said_in_the_dialog_and_can_be_tried_again(window, photos, tmp_path, qtbot):
    window.opening.new_project([photos])
    dialog = window.opening.dialogs.open["new project"]
    qtbot.waitUntil(dialog.begin.isEnabled)
    (tmp_path / "nowhere").mkdir()
    dialog.place.set_path(tmp_path / "nowhere" / "new.evo")
    (tmp_path / "nowhere").rmdir()
    QTest.mouseClick(dialog.begin, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "No project can be made at" in dialog.problem.text())
    dialog.place.set_path(tmp_path / "new.evo")
    assert dialog.problem.text() == ""
    QTest.mouseClick(dialog.begin, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.document.project is not None)


def test_importing_what_lies_elsewhere_and_what_holds_nothing(window, project_file, tmp_path, qtbot):
    assert window.opening.open_path(project_file)
    Image.new("RGB", (9, 9)).save(tmp_path / "elsewhere.png")
    (tmp_path / "empty").mkdir()
    window.opening.import_()
    dialog = window.opening.dialogs.open["import"]
    dialog.place.set_path(tmp_path / "elsewhere.png")
    qtbot.waitUntil(dialog.begin.isEnabled)
    dialog.place.set_path(tmp_path / "empty")
    qtbot.waitUntil(lambda: "no image" in dialog.problem.text())
    assert not dialog.begin.isEnabled()
    dialog.close()
