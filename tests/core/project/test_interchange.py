"""A project as one more format: written, read again, and its work is kept."""

import numpy as np
import pytest

from evopose.__main__ import main
from evopose.io.format import format_for_writing, format_named, format_of
from evopose.model.annotation import AnnotatedImage, Annotation, Person, Status
from evopose.model.keypoints import Keypoints
from evopose.project.coding import encode_annotation, encode_pose
from evopose.project.interchange import FORMAT
from evopose.project.project import Project


@pytest.fixture
def images(make):
    people = (
        Person(make(1, status=Status.DONE), make(2).pose, make(3).pose, {"lsp": True, "n": np.arange(3.0)}),
        Person(make(4, pose=False, at=4000.0)),
    )
    return [AnnotatedImage("walk/a.jpg", people, (640, 480)), AnnotatedImage("walk/b.jpg", (Person(make(5)),), (9, 7))]


def test_the_project_is_a_format_among_others(path):
    assert format_of(path) is FORMAT
    assert format_for_writing(path, "annotations") is FORMAT


def test_what_is_written_is_read_again(images, tmp_path):
    FORMAT.write_annotations(images, tmp_path / "new.evo")
    found = FORMAT.read_annotations(tmp_path / "new.evo", None)
    assert [(image.file_name, image.size) for image in found] == [(image.file_name, image.size) for image in images]
    for one, other in zip(found, images, strict=True):
        for person, expected in zip(one.people, other.people, strict=True):
            assert encode_annotation(person.annotation) == encode_annotation(expected.annotation)
            assert (person.truth and encode_pose(person.truth)) == (expected.truth and encode_pose(expected.truth))
    first = found[0].people[0]
    assert encode_pose(first.initial) == encode_pose(images[0].people[0].initial)
    assert first.extra["lsp"] is True
    assert first.extra["n"].tolist() == [0.0, 1.0, 2.0]


def test_writing_into_a_project_keeps_its_work(images, tmp_path, make, same):
    target = tmp_path / "new.evo"
    FORMAT.write_annotations(images, target)
    with Project.open(target) as project:
        work = project.edit(1, "Turn", make(1, status=Status.WORK)).after
    FORMAT.write_annotations(images, target)
    with Project.open(target) as project:
        assert len(project.images) == 2
        assert same(project.annotation(1), work)


def test_reading_needs_no_right_to_write_and_sees_a_project_that_is_open(path, make, same):
    with Project.open(path) as project:
        done = project.edit(1, "Turn", make(9))
        assert same(FORMAT.read_annotations(path, None)[0].people[0].annotation, done.after)


def test_people_without_keypoints_survive(tmp_path):
    empty = [AnnotatedImage("a.jpg", (Person(Annotation(Keypoints.empty())),), (10, 10)), AnnotatedImage("b.jpg")]
    FORMAT.write_annotations(empty, tmp_path / "new.evo")
    found = FORMAT.read_annotations(tmp_path / "new.evo", None)
    assert [len(image.people) for image in found] == [1, 1]
    assert found[1].size is None


def test_twenty_real_photos_become_a_project_by_one_command(shared_data, tmp_path, capsys):
    source = shared_data / "data" / "images" / "annotations" / "blazepose_keypoints_coco.json"
    target = tmp_path / "photos.evo"
    folder = shared_data / "data" / "images"
    assert main(["convert", str(source), str(target), "--images", str(folder), "--json"]) == 0
    with Project.open(target) as project:
        assert len(project.images) == 20
        assert project.images.people.tolist() == [1] * 20
        assert project.image_path(1).parent.samefile(folder)
        assert project.annotation(1).camera.size == project.image(1).size


def test_two_files_of_the_same_photos_make_one_person_with_a_variant(images, tmp_path):
    coco = format_named("coco").write_annotations
    coco([images[1]], tmp_path / "one.json")
    keypoints = Keypoints.from_xy(images[1].people[0].annotation.keypoints.xy + 3.0)
    coco([AnnotatedImage("walk/b.jpg", (Person(Annotation(keypoints)),), (9, 7))], tmp_path / "two.json")
    sources = [str(tmp_path / name) for name in ("one.json", "two.json")]
    assert main(["convert", *sources, str(tmp_path / "new.evo"), "--json"]) == 0
    with Project.open(tmp_path / "new.evo") as project:
        assert project.images.people.tolist() == [1]
        assert list(project.variants(1)) == ["two.json"]
