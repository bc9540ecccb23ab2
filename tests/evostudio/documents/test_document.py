"""The document: every change is stored or said, a drag is not, undo goes where the edit was."""

from dataclasses import replace

import numpy as np
import pytest

from evopose.editing import turns
from evopose.errors import BadOption, NotWritable
from evopose.geometry.hierarchy import to_local
from evopose.geometry.projection import project as project_points
from evopose.model.annotation import Annotation, Person, Status
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints
from evopose.model.part import BODY, part
from evopose.project.project import Project
from evopose.project.records import PersonEntry, Photo
from evostudio.documents import showing
from evostudio.documents.annotating import Annotator
from evostudio.documents.document import Document
from evostudio.documents.selection import Selection
from tests.standing import STANDING


@pytest.fixture
def document(tmp_path):
    camera = Camera.guess((640, 480))
    person = Person(
        Annotation(Keypoints.from_xy(np.asarray(project_points(camera, STANDING))), camera, to_local(STANDING))
    )
    with Project.create(tmp_path / "test.evo", images_root=tmp_path) as made:
        ids = made.add_images([Photo(f"{n}.png", (640, 480)) for n in range(3)]).ids.tolist()
        made.add_people([PersonEntry(ids[0], person), PersonEntry(ids[1], person)])
    opened = Document()
    opened.open(tmp_path / "test.evo")
    yield opened
    opened.close()


def turn(annotation):
    return turns.turned(annotation, BODY, 1, 0.3)


def test_a_change_is_stored_at_once(document):
    assert document.change("Turn", turn)
    stored = document.project.annotation(document.person_id)
    np.testing.assert_allclose(turns.positions_of(stored), document.positions, atol=1e-12)
    assert stored.status is Status.WORK


def test_a_preview_is_shown_and_never_stored(document):
    before = document.positions.copy()
    document.preview(turn)
    assert np.abs(document.positions - before).max() > 0.01
    assert document.project.can_undo is None
    assert document.cancel()
    np.testing.assert_array_equal(document.positions, before)
    assert not document.cancel()


def test_what_cannot_be_done_is_said_and_changes_nothing(document):
    said, before = [], document.positions.copy()
    document.failed.connect(said.append)

    def refuse(_annotation):
        raise BadOption("It cannot be.")

    assert not document.change("Refuse", refuse)
    assert said == ["It cannot be."]
    np.testing.assert_array_equal(document.positions, before)
    document.select_image(int(document.project.images.ids[2]))
    assert not document.change("Turn", turn)
    assert "nobody" in said[1]


def test_an_edit_that_the_disk_refuses_is_not_shown_as_done(document, monkeypatch):
    said, before = [], document.positions.copy()
    document.failed.connect(said.append)

    def full(*_arguments):
        raise NotWritable("The disk is full.")

    monkeypatch.setattr(document.project, "edit", full)
    assert not document.change("Turn", turn)
    np.testing.assert_array_equal(document.positions, before)
    assert said == ["The disk is full."]


def test_undo_shows_the_image_it_happened_in(document):
    first = document.image_id
    document.change("Turn", turn)
    document.select_image(int(document.project.images.ids[1]))
    document.undo()
    assert document.image_id == first
    np.testing.assert_allclose(document.positions, STANDING, atol=1e-12)
    document.redo()
    assert np.abs(document.positions - STANDING).max() > 0.01


def test_edits_of_one_gesture_are_undone_together(document):
    for _ in range(5):
        document.change("Turn", turn, "drag-1")
    document.change("Turn", turn, "drag-2")
    document.undo()
    document.undo()
    np.testing.assert_allclose(document.positions, STANDING, atol=1e-12)


def test_a_person_added_by_hand_has_a_camera_and_waits_for_keypoints(document):
    document.select_image(int(document.project.images.ids[2]))
    assert document.annotation is None
    document.add_person()
    assert document.annotation.camera is not None
    assert not document.annotation.keypoints.known.any()
    assert document.positions is None


def test_undo_of_an_addition_shows_who_remains_and_redo_the_person_again(document):
    project, first, told = document.project, document.person_id, []
    document.images_changed.connect(lambda rows: told.append(rows.tolist()))
    document.add_person()
    added = document.person_id
    assert added != first
    document.select_image(int(project.images.ids[2]))
    document.add_person()
    document.undo()
    assert (document.image_id, document.person_id, document.annotation) == (3, None, None)
    document.undo()
    assert (document.image_id, document.person_id) == (1, first)
    document.redo()
    assert (document.image_id, document.person_id) == (1, added)
    assert told == [[0], [2], [2], [0], [0]]


def test_a_person_who_is_removed_goes_from_the_screen_and_comes_back_by_undo(document):
    first = document.person_id
    document.change("Turn", turn)
    turned = document.positions.copy()
    document.remove_person()
    assert (document.image_id, document.person_id, document.positions) == (1, None, None)
    document.remove_person()
    document.select_image(2)
    document.undo()
    assert (document.image_id, document.person_id) == (1, first)
    np.testing.assert_array_equal(document.positions, turned)
    document.redo()
    assert (document.image_id, document.person_id) == (1, None)


def test_a_removal_that_the_disk_refuses_is_said(document, monkeypatch):
    said, first = [], document.person_id
    document.failed.connect(said.append)

    def full(*_arguments):
        raise NotWritable("The disk is full.")

    monkeypatch.setattr(document.project, "remove_person", full)
    document.remove_person()
    assert (said, document.person_id) == (["The disk is full."], first)


def test_a_gesture_that_goes_on_with_another_person_is_another_step(document):
    document.change("Turn", turn, "held")
    document.select_image(2)
    document.change("Turn", turn, "held")
    document.undo()
    assert document.project.can_undo == "Turn"


def test_undo_of_a_step_of_many_people_tells_all_images_and_shows_the_last(document):
    told, shown = [], []
    for person in (1, 2):
        document.project.edit(person, "Fit", turn(document.project.annotation(person)), "fit all")
    document.refresh()
    document.images_changed.connect(lambda rows: told.append(rows.tolist()))
    document.person_changed.connect(lambda: shown.append(document.person_id))
    document.undo()
    assert (told, shown) == ([[0, 1]], [2])
    np.testing.assert_allclose(document.positions, STANDING, atol=1e-12)


def test_opening_the_same_file_again_stays_writable(document):
    document.open(document.path)
    assert not document.read_only


def test_the_scene_says_what_is_selected_invalid_and_locked(document):
    selection = Selection()
    annotator = Annotator(document, selection)
    selection.set(part=part("left forearm"))
    annotator.toggle_lock()
    document.change("Break", lambda a: turns.aimed(a, part("left shin"), np.pi, 0.0))
    scene = showing.scene(document, selection)
    assert scene.selected.name == "left forearm"
    assert scene.locked == {"left forearm"}
    assert 6 in scene.invalid
    assert scene.axis is None
    assert scene.part_frame.shape == (3, 3)


def test_compare_goes_round_the_other_annotations_and_ends(document):
    document.project.add_variant(document.person_id, "second", replace(document.annotation))
    selection = Selection()
    names = list(showing.variants(document))
    seen = []
    for _ in range(len(names) + 1):
        selection.step_compare(names)
        seen.append(selection.compare)
    assert seen == [*names, None]
