"""Photos that cannot be shown: the window and the command line say why in the same sentence."""

import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from evopose.jobs import finish
from evopose.project.new_project import plan
from evopose.project.project import Project
from tests.evostudio.same_words.keypoint_file import keypoints, written


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
