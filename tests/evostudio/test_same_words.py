"""Whatever is wrong with a file, the window and the command line say it in the same sentence."""

import json
import sqlite3
import struct
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from evopose.__main__ import main
from evopose.jobs import finish
from evopose.model.joint_set import joint_set
from evopose.project.new_project import plan
from evopose.project.project import Project
from evostudio.documents.document import Document
from evostudio.pages.annotate.page import AnnotatePage
from evostudio.window import MainWindow

NAMES = list(joint_set("coco_17").joints)


@pytest.fixture
def annotating(qtbot, studio) -> MainWindow:
    """A window with the Annotate page."""
    shown = MainWindow(studio, Document(), [AnnotatePage])
    qtbot.addWidget(shown)
    shown.show()
    return shown


@pytest.fixture
def command(capsys) -> Callable[..., str]:
    """Runs a command and gives what it says on stderr, one sentence a line, without the program's name."""

    def run(*words) -> str:
        capsys.readouterr()
        main([str(word) for word in words])
        told = capsys.readouterr().err
        assert "Traceback" not in told
        return told.replace("evopose: ", "")

    return run


# Projects


def newer(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[60:64] = struct.pack(">I", 99)
    path.write_bytes(content)


def without(table: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        with closing(sqlite3.connect(path)) as db:
            (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        content = bytearray(path.read_bytes())
        content[4096 * (page - 1) : 4096 * page] = b"\xa5" * 4096
        path.write_bytes(content)

    return damage


def with_trigger(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TRIGGER boom AFTER INSERT ON edits BEGIN DELETE FROM images; END")


def into_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


PROJECTS = {
    "gone": (Path.unlink, "No project at", "Open another…"),
    "a folder": (into_folder, "it is a folder", "Open another…"),
    "empty": (lambda path: path.write_bytes(b""), "0 bytes", "Recover what can be read"),
    "text": (lambda path: path.write_text("hello"), "it is no project", "Open another…"),
    "newer": (newer, "version 99", "Open another…"),
    "cut": (lambda path: path.write_bytes(path.read_bytes()[:30_000]), "cut off", "Recover what can be read"),
    "damaged": (without("images"), "damaged", "Recover what can be read"),
    "with code": (with_trigger, "boom", "Open another…"),
}


@pytest.mark.parametrize("fault", PROJECTS)
def test_a_project_that_cannot_be_opened(fault, window, project_file, command):
    spoil, says, way_out = PROJECTS[fault]
    spoil(project_file)
    told = command("relink", project_file, project_file.parent)
    assert not window.opening.open_path(project_file)
    (bar,) = window.notices.bars
    assert says in bar.notice.text
    assert told.strip() == bar.notice.text
    assert [label for label, _act in bar.notice.ways_out] == [way_out]
    assert window.document.project is None


def test_a_project_that_another_window_has(annotating, project_file, command):
    with Project.open(project_file):
        told = command("relink", project_file, project_file.parent)
        assert annotating.opening.open_path(project_file)
        (bar,) = annotating.notices.bars
        assert "Another window has this project open" in bar.notice.text
        assert "is open in a window: close it there, or use Relink images in that window" in told
        assert annotating.page.saved_text() == "read-only"


# Keypoint files


def keypoints(**changes) -> dict:
    points = [value for n in range(17) for value in (10 + n, 5 + 2 * n, 2)]
    annotation = {"id": 7, "image_id": 1, "category_id": 1, "keypoints": points} | changes.pop("annotation", {})
    found = {
        "images": [{"id": 1, "file_name": "photo 0.png", "width": 64, "height": 48}],
        "categories": [{"id": 1, "name": "person", "keypoints": changes.pop("names", NAMES)}],
        "annotations": [annotation],
    } | changes
    return {key: value for key, value in found.items() if value is not None}


def with_first(*values) -> list:
    return [*values, *keypoints()["annotations"][0]["keypoints"][len(values) :]]


def moved(change: Callable[[float], float]) -> list:
    values = keypoints()["annotations"][0]["keypoints"]
    return [value if place % 3 == 2 else change(value) for place, value in enumerate(values)]


REFUSED = {
    "no text": b'{"keypoints"\xff\xfe',
    "cut": json.dumps(keypoints())[:300].encode(),
    "empty": b"",
    "other joints": keypoints(names=[f"tail {n}" for n in range(17)]),
    "too few": keypoints(annotation={"keypoints": [1, 2, 2]}),
    "words": keypoints(annotation={"keypoints": with_first("far left")}),
    "huge": keypoints(annotation={"keypoints": with_first(1e300, 1e300, 2)}),
    "odd visibility": keypoints(annotation={"keypoints": with_first(1, 1, 9)}),
    "another image": keypoints(annotation={"image_id": 2}),
    "no image": keypoints(annotation={"image_id": None}),
    "without images": keypoints(images=None),
    "without categories": keypoints(categories=None),
    "without annotations": keypoints(annotations=None),
    "a bare list": [{"image_id": 1, "keypoints": []}],
}


def written(content, path: Path) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


@pytest.mark.parametrize("fault", REFUSED)
def test_a_keypoint_file_that_cannot_be_read(fault, window, photos, tmp_path, command, qtbot):
    path = written(REFUSED[fault], photos / "k.json")
    told = command("convert", path, tmp_path / "k.evo")
    assert not (tmp_path / "k.evo").exists()
    assert told.count("\n") == 1
    window.opening.take([path])
    dialog = window.opening.dialogs.open["new project"]
    qtbot.waitUntil(lambda: bool(dialog.problem.text()))
    assert dialog.problem.text() == f"⚠ {told.strip()}"
    assert not dialog.begin.isEnabled()
    dialog.close()


DOUBTED = {
    "other images": (keypoints(images=[{"id": 1, "file_name": "holiday.jpg"}]), "1 of 1 images are not in"),
    "another size": (
        keypoints(images=[{"id": 1, "file_name": "photo 0.png", "width": 9, "height": 9}]),
        "another size",
    ),
    "elsewhere": (
        keypoints(annotation={"keypoints": moved(lambda value: value + 900)}),
        "outside",
    ),
    "shares": (keypoints(annotation={"keypoints": moved(lambda value: value / 64)}), "two pixels"),
    "nobody": (keypoints(annotations=[]), "Nobody"),
    "only nan": (keypoints(annotation={"keypoints": 51 * [float("nan")]}), "Nobody"),
}


@pytest.mark.parametrize("doubt", DOUBTED)
def test_a_keypoint_file_that_does_not_fit(doubt, window, photos, tmp_path, command, qtbot):
    content, says = DOUBTED[doubt]
    path = written(content, photos / "k.json")
    told = command("convert", path, tmp_path / "k.evo")
    assert says in told
    window.opening.take([path])
    dialog = window.opening.dialogs.open["new project"]
    qtbot.waitUntil(dialog.begin.isEnabled)
    assert says in dialog.preview.words()
    sentences = [line for line in told.splitlines() if says in line]
    shared = sentences[0].removeprefix("k.json: ").split(" (such as")[0].rstrip(".")
    assert shared in dialog.preview.words()
    dialog.close()


# Photos


def oversized(path: Path) -> None:
    Image.new("RGB", (4, 4)).save(path)
    content = bytearray(path.read_bytes())
    content[16:24] = (60_000).to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    path.write_bytes(content)


def cut(path: Path) -> None:
    pixels = np.random.default_rng(0).integers(0, 255, (48, 64, 3), np.uint8)
    Image.fromarray(pixels).save(path, "JPEG")
    path.write_bytes(path.read_bytes()[:2000])


PHOTOS = {
    "empty": (lambda path: path.write_bytes(b""), "the file is empty (0 bytes)"),
    "text": (lambda path: path.write_text("no picture"), "it is no picture in a known format, or it is damaged"),
    "oversized": (oversized, "it is too large: more than 178 million pixels"),
    "cut": (cut, "it was cut off: the rest of the picture was not copied"),
}


@pytest.mark.parametrize("fault", PHOTOS)
def test_a_photo_that_cannot_be_shown(fault, annotating, photos, tmp_path, command, qtbot):
    spoil, says = PHOTOS[fault]
    (photos / "photo 0.png").unlink()
    spoil(photos / "photo 0.png")
    assert says in command("convert", written(keypoints(), photos / "k.json"), tmp_path / "k.evo")
    finish(plan(photos).create(tmp_path / "w.evo"))
    assert annotating.opening.open_path(tmp_path / "w.evo")
    pane = annotating.page.photo
    where = pane.problem.whole_text if fault == "cut" else pane.view.message
    qtbot.waitUntil(lambda: f"photo 0.png: {says}." in where())
    assert pane.view.has_image() == (fault == "cut")


def test_a_photo_that_is_gone(annotating, photos, project_file, tmp_path, command, qtbot):
    (photos / "photo 0.png").unlink()
    with Project.open(project_file, read_only=True) as project, pytest.raises(Exception, match="relink") as missing:
        project.image_path(1)
    assert annotating.opening.open_path(project_file)
    qtbot.waitUntil(lambda: annotating.page.photo.view.message() == str(missing.value))
