"""Keypoint files that cannot be read or do not fit: the window and the command line say so in the same sentence."""

import json
from collections.abc import Callable

import pytest

from tests.evostudio.same_words.keypoint_file import keypoints, written


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
