"""New project, import, export: what will be read or written is shown before, and then it is."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from evopose.io.format import format_named
from evopose.jobs import finish
from evopose.project.new_project import plan
from evopose.project.project import Project
from evostudio.dialogs.export import ExportDialog, suggested
from evostudio.dialogs.import_ import ImportDialog
from evostudio.dialogs.new_project import NewProjectDialog, free_place
from tests.core.io.annotations import some_pose


@pytest.fixture
def keypoints(photos: Path) -> Path:
    """One person in each photo, all joints but the knees, as COCO has them."""
    joints = ["nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_elbow",
              "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee",
              "left_ankle", "right_ankle"]  # fmt: skip
    points = [value for place, _ in enumerate(joints) for value in (10 + place, 20 + place, 2)]
    data = {
        "images": [{"id": n, "file_name": f"photo {n}.png", "width": 64, "height": 48} for n in range(3)],
        "categories": [{"id": 1, "name": "person", "keypoints": joints, "skeleton": []}],
        "annotations": [
            {"id": n, "image_id": n, "category_id": 1, "keypoints": points, "num_keypoints": 17, "bbox": [0, 0, 9, 9]}
            for n in range(3)
        ],
    }
    path = photos / "people.json"
    path.write_text(json.dumps(data))
    return path


def press(qtbot, dialog) -> None:
    qtbot.waitUntil(dialog.begin.isEnabled)
    QTest.mouseClick(dialog.begin, Qt.MouseButton.LeftButton)


def test_a_folder_becomes_a_project_with_the_keypoints_beside_it(window, photos, keypoints, qtbot):
    window.opening.new_project([photos])
    dialog = window.opening.dialogs.open["new project"]
    assert isinstance(dialog, NewProjectDialog)
    qtbot.waitUntil(dialog.begin.isEnabled)
    assert "3 photos" in dialog.preview.words()
    assert "3 people in 3 images" in dialog.preview.words()
    assert dialog.place.path == photos / "photos.evo"
    press(qtbot, dialog)
    qtbot.waitUntil(lambda: window.document.project is not None)
    assert window.document.project.images.people.tolist() == [1, 1, 1]
    assert not window.opening.dialogs.open


def test_a_keypoint_file_that_is_not_ticked_is_left_out(window, photos, keypoints, qtbot):
    window.opening.new_project([photos])
    dialog = window.opening.dialogs.open["new project"]
    qtbot.waitUntil(dialog.begin.isEnabled)
    dialog.chosen[keypoints].setChecked(False)
    assert dialog.chosen_plan().sources == ()
    dialog.close()


def test_a_project_is_never_written_over_another(window, photos, project_file, qtbot):
    window.opening.new_project([photos])
    dialog = window.opening.dialogs.open["new project"]
    qtbot.waitUntil(dialog.begin.isEnabled)
    dialog.place.set_path(project_file)
    assert not dialog.begin.isEnabled()
    assert "exists already" in dialog.problem.text()
    dialog.close()


def test_a_folder_without_photos_says_so(window, tmp_path, qtbot):
    empty = tmp_path / "empty"
    empty.mkdir()
    window.opening.new_project([empty])
    dialog = window.opening.dialogs.open["new project"]
    qtbot.waitUntil(lambda: "no photo" in dialog.problem.text())
    assert not dialog.begin.isEnabled()
    dialog.close()


def test_a_free_place_is_free(tmp_path):
    assert free_place(tmp_path).parent == tmp_path
    free_place(tmp_path).touch()
    assert not free_place(tmp_path).exists()


def test_import_shows_what_it_reads_and_brings_it_in(window, page, keypoints, qtbot):
    window.opening.import_()
    dialog = window.opening.dialogs.open["import"]
    assert isinstance(dialog, ImportDialog)
    dialog.place.set_path(keypoints)
    qtbot.waitUntil(dialog.begin.isEnabled)
    assert "3 people in 3 images" in dialog.preview.words()
    press(qtbot, dialog)
    qtbot.waitUntil(lambda: window.document.project.images.people.sum() >= 3)
    qtbot.waitUntil(lambda: not window.opening.dialogs.open)
    first = window.document.project.people(window.document.image_id)[0]
    assert window.document.project.annotation(first.id).keypoints.known.any()


def test_a_file_of_another_format_than_chosen_is_refused_in_words(window, page, keypoints, qtbot):
    window.opening.import_()
    dialog = window.opening.dialogs.open["import"]
    dialog.format.setCurrentIndex(dialog.format.findData("project"))
    dialog.place.set_path(keypoints)
    qtbot.waitUntil(lambda: "not EvoStudio project" in dialog.problem.text())
    assert not dialog.begin.isEnabled()
    dialog.close()


def test_export_shows_what_it_writes_and_the_file_reads_back(window, page, tmp_path, qtbot):
    window.opening.export()
    dialog = window.opening.dialogs.open["export"]
    assert isinstance(dialog, ExportDialog)
    dialog.format.setCurrentIndex(dialog.format.findData("coco"))
    assert "3 images" in dialog.preview.words()
    target = tmp_path / "out.json"
    dialog.place.set_path(target)
    press(qtbot, dialog)
    qtbot.waitUntil(lambda: not window.opening.dialogs.open)
    read = format_named("coco").read_annotations(target, None)
    assert {image.file_name for image in read} == {f"photo {n}.png" for n in range(3)}


def test_export_never_writes_over_the_open_project_and_warns_before_replacing(window, page, tmp_path, project_file):
    window.opening.export()
    dialog = window.opening.dialogs.open["export"]
    dialog.format.setCurrentIndex(dialog.format.findData("project"))
    dialog.place.set_path(project_file)
    assert not dialog.begin.isEnabled()
    dialog.format.setCurrentIndex(dialog.format.findData("coco"))
    there = tmp_path / "there.json"
    there.write_text("{}")
    dialog.place.set_path(there)
    assert dialog.begin.text() == "Replace"
    assert "will be replaced" in dialog.problem.text()
    dialog.close()


def test_exporting_no_image_is_refused(window, page):
    window.opening.export()
    dialog = window.opening.dialogs.open["export"]
    dialog.which.setCurrentText("Done")
    assert not dialog.begin.isEnabled()
    dialog.close()


def test_the_author_of_the_preferences_signs_the_log(window, store, project_file):
    store.change(author="Ada")
    assert window.opening.open_path(project_file)
    assert window.document.project.author == "Ada"
    with Project.open(project_file, read_only=True) as other:
        assert len(other.images) == 3


def test_people_who_were_there_are_announced_when_they_are_imported_again(window, page, keypoints, qtbot):
    """Nobody is silently missing from the sum."""
    for told in ("3 people had been read before", "3 people had been annotated already"):
        finish(plan(keypoints).add_to(window.document.project))
        if "annotated" in told:
            content = json.loads(keypoints.read_text())
            for person in content["annotations"]:
                person["keypoints"][3 * 9] += 5  # a wrist
            keypoints.write_text(json.dumps(content))
        said = []
        window.studio.noticed.connect(lambda notice, said=said: said.append(notice.text))
        window.opening.import_()
        dialog = window.opening.dialogs.open["import"]
        dialog.place.set_path(keypoints)
        press(qtbot, dialog)
        qtbot.waitUntil(lambda: not window.opening.dialogs.open)
        assert any("Imported 0 people" in sentence for sentence in said)
        assert any(told in sentence for sentence in said), said


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("evoskeleton-2d", "annotation.npy"),
        ("evoskeleton-fitted", "fitted.npy"),
        ("evoskeleton-3d", "annot_3d.npy"),
        ("coco", "small coco.json"),
    ],
)
def test_a_file_is_suggested_under_the_name_that_its_readers_look_for(name, file, tmp_path):
    assert suggested(tmp_path / "small.evo", format_named(name)) == tmp_path / file


def test_poses_that_an_export_leaves_out_are_told(window, page, tmp_path, qtbot):
    project = window.document.project
    person = project.people(1)[0].id
    project.edit(person, "Fit", replace(project.annotation(person), pose=some_pose(np.random.default_rng(0))))
    said = []
    window.studio.noticed.connect(lambda notice: said.append(notice.text))
    window.opening.export()
    dialog = window.opening.dialogs.open["export"]
    dialog.format.setCurrentIndex(dialog.format.findData("evoskeleton-3d"))
    assert "no place for 3D poses" not in dialog.preview.words()
    dialog.format.setCurrentIndex(dialog.format.findData("evoskeleton-2d"))
    assert "no place for 3D poses" in dialog.preview.words()
    dialog.place.set_path(tmp_path / "annotation.npy")
    press(qtbot, dialog)
    qtbot.waitUntil(lambda: not window.opening.dialogs.open)
    assert any("The 3D poses of 1 people are left out" in sentence for sentence in said), said
