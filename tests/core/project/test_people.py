"""The people of an image: told apart, joined with imports, and no work is replaced."""

from dataclasses import replace

import numpy as np
import pytest

from evopose.errors import UnknownName
from evopose.model.annotation import Annotation, Person, Status
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints
from evopose.project.project import Project
from evopose.project.records import PersonEntry, Photo


def entry(image: int, annotation: Annotation, source: str = "b.json", **more: object) -> PersonEntry:
    return PersonEntry(image, Person(annotation, **more), source)


def shifted(annotation: Annotation, by: float) -> Annotation:
    return replace(annotation, keypoints=Keypoints.from_xy(annotation.keypoints.xy + by))


def test_people_are_numbered_within_their_image(project):
    assert [(person.id, person.number, person.name) for person in project.people(1)] == [
        (1, 1, "Person 1"),
        (2, 2, "Person 2"),
    ]
    assert project.people(3) == ()


def test_truth_initial_fit_and_extra_values_are_kept(project, make):
    pose, ghost = make(7).pose, make(8).pose
    annotation = make(6, at=900.0)
    project.add_people([entry(3, annotation, initial=ghost, truth=pose, extra={"lsp": True, "n": np.arange(3)})])
    (person,) = project.people(3)
    np.testing.assert_array_equal(project.truth(person.id).directions, pose.directions)
    np.testing.assert_array_equal(project.initial(person.id).pose.directions, ghost.directions)
    np.testing.assert_array_equal(project.annotation(person.id).pose.root, annotation.pose.root)
    assert project.extra(person.id)["n"].tolist() == [0, 1, 2]
    assert project.images.has_truth.tolist() == [False, False, True]
    assert project.truth(1) is None
    assert project.extra(1) == {}


def test_an_imported_pose_is_the_ghost_of_later_work(project, make):
    imported = project.annotation(1)
    project.edit(1, "Turn", make(9))
    np.testing.assert_array_equal(project.initial(1).pose.root, imported.pose.root)


def test_an_annotation_of_somebody_who_is_there_comes_beside_the_work(project, make, same):
    work = project.edit(1, "Turn", make(1, status=Status.DONE)).after
    other = shifted(work, 4.0)
    joined = project.add_people([entry(1, other, "second annotator.json")])
    assert (joined.added, joined.variants) == (0, 1)
    assert same(project.annotation(1), work)
    assert list(project.variants(1)) == ["second annotator.json"]
    assert same(project.variants(1)["second annotator.json"], other)
    assert project.people(1)[0].fits == ("second annotator.json",)
    assert project.variants(2) == {}


def test_people_are_told_apart_by_where_they_are(project):
    second, first = shifted(project.annotation(2), 3.0), shifted(project.annotation(1), 3.0)
    project.add_people([entry(1, second), entry(1, first)])
    assert project.variants(1)["b.json"].keypoints.xy[0, 0] == first.keypoints.xy[0, 0]
    assert project.variants(2)["b.json"].keypoints.xy[0, 0] == second.keypoints.xy[0, 0]


def test_somebody_elsewhere_in_the_image_is_a_new_person(project, make):
    assert project.add_people([entry(1, make(12, at=20_000.0))]).added == 1
    assert [person.number for person in project.people(1)] == [1, 2, 3]
    assert project.images.people.tolist() == [3, 1, 0]


def test_two_overlapping_people_of_one_file_are_two(project, make):
    assert project.add_people([entry(3, make(5)), entry(3, shifted(make(5), 2.0))]).added == 2


def test_a_fit_that_is_imported_is_taken_where_nobody_worked(project, make, same):
    project.add_people([entry(3, make(5, pose=False))])
    (person,) = project.people(3)
    fit = shifted(make(5), 1.0)
    assert project.add_people([entry(3, fit, "fitted.npy")]).fitted == 1
    assert same(project.annotation(person.id), fit)
    np.testing.assert_array_equal(project.initial(person.id).pose.root, fit.pose.root)


def test_an_empty_person_takes_what_comes_in(project, make, same):
    assert project.add_empty_people() == 1
    assert project.add_empty_people() == 0
    (person,) = project.people(3)
    empty = project.annotation(person.id)
    assert not empty.keypoints.known.any()
    assert empty.camera.focal == Camera.guess((640, 480)).focal
    project.add_people([entry(3, make(5))])
    assert same(project.annotation(person.id), make(5))
    assert project.can_undo is None, "taking in a file is no edit"


def test_what_comes_in_for_somebody_with_a_log_goes_into_the_log(project, make, same):
    project.add_empty_people()
    (person,) = project.people(3)
    empty = project.edit(person.id, "Clear", Annotation(Keypoints.empty(), status=Status.WORK))
    project.edit(person.id, "Reset", replace(empty.after, status=Status.UNTOUCHED))
    project.add_people([entry(3, make(5))])
    assert project.can_undo == "Import"
    project.undo()
    assert not project.annotation(person.id).keypoints.known.any()


def test_the_focal_length_of_the_photo_makes_the_camera_where_the_file_tells_none(project, make):
    (number,) = project.add_images([Photo("x.jpg", (400, 300), focal=777.0)]).ids
    project.add_people([entry(int(number), replace(make(5), camera=None))])
    (person,) = project.people(int(number))
    assert project.annotation(person.id).camera.focal == (777.0, 777.0)
    assert project.annotation(person.id).camera.size == (400, 300)


def test_a_camera_is_guessed_once_the_size_of_the_image_is_known(tmp_path, make):
    with Project.create(tmp_path / "a.evo") as project:
        project.add_images([Photo("x.jpg")])
        project.add_people([entry(1, replace(make(5), camera=None))])
        assert project.annotation(1).camera is None
        project.add_images([Photo("x.jpg", (400, 300), hash="h", bytes=9)])
        assert project.annotation(1).camera.size == (400, 300)


def test_variants_can_be_put_beside_by_hand(project, make, same):
    project.add_variant(1, "Bo", make(33))
    project.add_variant(1, "Bo", make(34))
    assert same(project.variants(1)["Bo"], make(34))
    with pytest.raises(UnknownName):
        project.add_variant(99, "Bo", make(33))


def test_people_of_unknown_images_are_refused_and_nothing_is_added(project, make):
    with pytest.raises(UnknownName, match="77"):
        project.add_people([entry(3, make(5)), entry(77, make(5))])
    assert project.people(3) == ()


def test_numbers_of_the_image_table_are_numbers(project, make, same, tmp_path):
    """`images.ids` holds NumPy's integers, which SQLite would compare with nothing."""
    number, first = project.images.ids[0], np.int64(1)
    assert project.people(number) == project.people(1) != ()
    assert project.image(number) == project.image(1)
    assert project.add_people([entry(project.images.ids[2], make(5))]).added == 1
    assert project.add_person(project.images.ids[2]).image_id == 3
    assert project.image_of(first) == 1
    project.add_variant(first, "Bo", make(33))
    assert project.variants(first).keys() == {"Bo"}
    project.set_initial(first, make(6), "fit")
    assert same(project.initial(first), make(6))
    done = project.edit(first, "Turn", make(7))
    assert (type(done.person_id), done.person_id) == (int, 1)
    assert same(project.annotation(first), done.after)
    assert project.history(number)[0].id == done.id
    project.relocate(tmp_path, {number: "new.jpg"})
    assert project.image(1).name == "new.jpg"
    assert (project.truth(first), project.extra(first)) == (None, {})
    with pytest.raises(TypeError):
        project.people(1.5)
