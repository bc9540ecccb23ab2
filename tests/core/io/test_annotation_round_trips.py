"""One round trip for every format of annotations."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from evopose.geometry.hierarchy import to_local
from evopose.io.format import Format, format_of, formats
from evopose.model.annotation import AnnotatedImage
from tests.core.io.annotations import assert_same_extra, assert_same_people, joints, some_images, some_pose

FORMATS = [found for found in formats().values() if found.kind == "annotations"]
every_format = pytest.mark.parametrize("form", FORMATS, ids=lambda found: found.name)
OWN = {"coco", "evoskeleton"}


def round_trip(form: Format, images: list[AnnotatedImage], folder: Path) -> list[AnnotatedImage]:
    for image in images:
        if not (folder / image.file_name).exists():
            (folder / image.file_name).parent.mkdir(exist_ok=True)
            Image.new("L", image.size).save(folder / image.file_name)
    path = folder / f"annotations{form.suffixes[0]}"
    path.unlink(missing_ok=True)
    form.write_annotations(images, path)
    assert format_of(path).name == form.name
    return list(form.read_annotations(path, folder))


@every_format
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1000))
def test_what_is_written_is_read(tmp_path, form, seed):
    images = some_images(seed)
    found = {image.file_name: image for image in round_trip(form, images, tmp_path)}
    assert found.keys() == {image.file_name for image in images}
    for image in images:
        assert found[image.file_name].size == image.size
        for person, other in zip(image.people, found[image.file_name].people, strict=True):
            if form.name == "project" and person.annotation.camera is None:
                camera = other.annotation.camera  # a project guesses the camera that a file lacks
                person = replace(person, annotation=replace(person.annotation, camera=camera))
            assert_same_people(person, other)
            assert_same_extra(dict(person.extra), {k: v for k, v in other.extra.items() if k not in OWN})


@every_format
def test_written_again_nothing_changes(tmp_path, form):
    once = round_trip(form, some_images(1), tmp_path)
    twice = round_trip(form, once, tmp_path)
    for image, again in zip(once, twice, strict=True):
        for person, other in zip(image.people, again.people, strict=True):
            assert_same_people(person, other)


@every_format
def test_an_edit_after_reading_is_written(tmp_path, form):
    first, *others = round_trip(form, some_images(2), tmp_path)
    person = first.people[0]
    pose = some_pose(np.random.default_rng(9))
    keypoints = person.annotation.keypoints.moved(2, (11.5, 12.25)).moved(9, (7, 8))
    edited = replace(person, annotation=replace(person.annotation, pose=pose, keypoints=keypoints))
    found = round_trip(form, [replace(first, people=(edited,)), *others], tmp_path)
    again = next(image for image in found if image.file_name == first.file_name)
    assert_same_people(again.people[0], edited)


@pytest.mark.parametrize("name", ["coco", "project"])
def test_several_people_in_an_image_stay_several(tmp_path, name):
    form = next(found for found in FORMATS if found.name == name)
    images = some_images(3, people=3)
    found = next(image for image in round_trip(form, images, tmp_path) if image.file_name == "a.jpg")
    for person, other in zip(images[0].people, found.people, strict=True):
        assert_same_people(person, other)


@every_format
def test_other_formats_do_not_recognise_it(tmp_path, form):
    round_trip(form, some_images(4), tmp_path)
    path = tmp_path / f"annotations{form.suffixes[0]}"
    same_suffix = [other for other in formats().values() if path.suffix in other.suffixes]
    assert [other.name for other in same_suffix if other.recognises(path)] == [form.name]


def test_the_test_people_are_sound():
    for image in some_images(5):
        for person in image.people:
            if person.annotation.pose:
                assert np.isfinite(joints(person.annotation.pose)).all()
                to_local(joints(person.annotation.pose))
