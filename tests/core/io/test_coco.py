"""COCO keypoint files: people become the working skeleton, and what cannot be read is named."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evopose.errors import BadFile, MissingFile, NotWritable
from evopose.io.coco import FORMAT, recognises
from evopose.io.coco_reader import read
from evopose.io.coco_writer import write
from evopose.model.joint_set import joint_set
from evopose.model.keypoints import Visibility
from evopose.model.skeleton import H36M_17
from tests.core.io.annotations import some_images

COCO = list(joint_set("coco_17").joints)


def content(**changes: Any) -> dict[str, Any]:
    """One image, one person, all joints visible."""
    triples = [value for joint in range(17) for value in (10.5 * joint, 100 - joint, 2)]
    annotation = {"id": 7, "image_id": 3, "category_id": 1, "keypoints": triples, "bbox": [1, 2, 3, 4], "iscrowd": 0}
    return {
        "images": [{"id": 3, "file_name": "a.jpg", "width": 640, "height": 480}],
        "categories": [{"id": 1, "name": "person", "keypoints": COCO}, {"id": 2, "name": "dog"}],
        "annotations": [annotation | changes],
    }


@pytest.fixture
def file(tmp_path):
    def put(found: Any) -> Path:
        path = tmp_path / "k.json"
        path.write_text(found if isinstance(found, str) else json.dumps(found))
        return path

    return put


def test_people_keep_their_box_and_their_joints_become_the_working_skeletons(file):
    (image,) = read(file(content(score=0.5)))
    (person,) = image.people
    assert (image.file_name, image.size) == ("a.jpg", (640, 480))
    assert person.extra == {"coco": {"bbox": [1, 2, 3, 4], "score": 0.5}}
    rankle = person.annotation.keypoints.xy[H36M_17.index("rankle")]
    np.testing.assert_array_equal(rankle, (10.5 * 16, 100 - 16))
    assert person.annotation.pose is None


def test_unlabelled_joints_are_missing_whatever_their_coordinates(file):
    triples = content()["annotations"][0]["keypoints"]
    triples[-3:] = [50, 60, 0]
    triples[-6:-3] = [float("nan"), 60, 2]
    (image,) = read(file(content(keypoints=triples)))
    keypoints = image.people[0].annotation.keypoints
    for ankle in ("rankle", "lankle"):
        assert keypoints.visibility[H36M_17.index(ankle)] == Visibility.MISSING
        assert np.isnan(keypoints.xy[H36M_17.index(ankle)]).all()


def test_confidences_of_detectors_are_told_from_states(file):
    triples = content()["annotations"][0]["keypoints"]
    triples[2::3] = [0.25] * 16 + [1]
    (image,) = read(file(content(keypoints=triples)))
    keypoints = image.people[0].annotation.keypoints
    assert keypoints.confidence[H36M_17.index("lankle")] == 0.25
    assert keypoints.confidence[H36M_17.index("rankle")] == 1
    assert keypoints.visibility[H36M_17.index("lankle")] == Visibility.VISIBLE


def test_crowds_dogs_and_people_without_keypoints_are_left_out_but_their_images_stay(file):
    for changes in ({"iscrowd": 1}, {"category_id": 2}, {"keypoints": [0] * 51}, {"keypoints": []}):
        (image,) = read(file(content(**changes)))
        assert image.people == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"image_id": 99}, ["annotation 7", "99", "images"]),
        ({"image_id": [3]}, ["annotation 7", "image_id"]),
        ({"category_id": 5}, ["annotation 7", "category_id", "5"]),
        ({"keypoints": [1, 2, 2]}, ["annotation 7", "3 values", "17 joints want 51"]),
        ({"keypoints": "abc"}, ["annotation 7", "'abc'"]),
        ({"keypoints": ["1", *[2] * 50]}, ["annotation 7", "'1'", "nose"]),
        ({"keypoints": [*[2] * 50, None]}, ["annotation 7", "None", "right_ankle"]),
        ({"keypoints": [1, 1, 3] * 17}, ["annotation 7", "visibility 3"]),
        ({"evostudio": {"version": 1}}, ["annotation 7", "evostudio"]),
        ({"evostudio": {"version": 99}}, ["annotation 7", "version 99"]),
        ({"evostudio": 3}, ["annotation 7", "evostudio"]),
    ],
)
def test_a_bad_annotation_is_named(file, changes, words):
    with pytest.raises(BadFile) as caught:
        read(file(content(**changes)))
    for word in ("k.json", *words):
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ([{"image_id": 1}], "bare list"),
        (3, "object"),
        ({k: v for k, v in content().items() if k != "images"}, "'images'"),
        ({k: v for k, v in content().items() if k != "annotations"}, "'annotations'"),
        (content() | {"images": [3]}, "'images'"),
        (content() | {"images": [{"id": 3}]}, "file_name"),
        (content() | {"images": [{"id": 3, "file_name": "a"}] * 2}, "given twice"),
        (content() | {"categories": [{"id": 1, "name": "dog"}]}, "no category has named keypoints"),
        (content() | {"categories": [{"id": 1, "name": "dog", "keypoints": ["paw"]}]}, "coco_17"),
        (content() | {"categories": [{"id": 1, "name": "dog", "keypoints": 3}]}, "list of names"),
    ],
)
def test_a_bad_file_says_what_is_wrong(file, found, words):
    with pytest.raises(BadFile, match=words):
        read(file(found))


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "k.json"
    with path.open("wb") as sparse:
        sparse.truncate(3 << 30)
    with pytest.raises(BadFile, match="split"):
        read(path)


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(MissingFile):
        read(tmp_path / "none.json")


def test_a_full_disk_says_so_and_a_pose_of_nan_is_not_written(tmp_path):
    with pytest.raises(NotWritable):
        write(some_images(0), tmp_path / "no folder" / "k.json")
    images = some_images(0)
    images[0].people[0].annotation.pose.root[0] = np.nan
    with pytest.raises(NotWritable, match="missing numbers"):
        write(images, tmp_path / "k.json")
    assert not list(tmp_path.iterdir())


def test_other_json_is_not_recognised(file, tmp_path):
    assert recognises(file(content()))
    assert not recognises(file({"a": 1}))
    assert not recognises(file("keypoints"))
    assert not recognises(tmp_path / "none.json")
    assert FORMAT.suffixes == (".json",)


def test_what_we_write_has_what_pycocotools_asks_for(tmp_path):
    """createIndex, getAnnIds, loadRes and computeOks read exactly these."""
    write(some_images(1, people=2), tmp_path / "k.json")
    found = json.loads((tmp_path / "k.json").read_text(), parse_constant=pytest.fail)
    (category,) = found["categories"]
    images = {image["id"]: image for image in found["images"]}
    assert len({annotation["id"] for annotation in found["annotations"]}) == len(found["annotations"]) == 4
    for annotation in found["annotations"]:
        assert annotation["image_id"] in images
        assert annotation["category_id"] == category["id"]
        assert annotation["iscrowd"] == 0
        xs, ys, states = (np.array(annotation["keypoints"][axis::3]) for axis in range(3))
        assert len(xs) == len(category["keypoints"]) == 17
        assert annotation["num_keypoints"] == (states > 0).sum()
        x, y, width, height = annotation["bbox"]
        assert width * height == pytest.approx(annotation["area"])
        inside = (xs >= x - 1e-6) & (xs <= x + width + 1e-6) & (ys >= y - 1e-6) & (ys <= y + height + 1e-6)
        assert inside[states > 0].all()
        assert (xs[states == 0] == 0).all()
    assert {joint for line in category["skeleton"] for joint in line} == set(range(1, 18))


@pytest.mark.parametrize("name", ["blazepose_keypoints_coco", "coco_subset_keypoints"])
def test_real_people_have_sensible_joints(shared_data, name):
    images = read(shared_data / "data" / "images" / "annotations" / f"{name}.json")
    people = [person.annotation.keypoints for image in images for person in image.people]
    assert len(images) == {"blazepose_keypoints_coco": 20, "coco_subset_keypoints": 4}[name]
    assert len(people) == {"blazepose_keypoints_coco": 20, "coco_subset_keypoints": 12}[name]
    for keypoints in people:
        assert ((keypoints.visibility > 0) == keypoints.known).all()
        assert (keypoints.visibility[[7, 8, 9, 10]] <= Visibility.OCCLUDED).all()
    xy = np.array([keypoints.xy for keypoints in people])
    xy = xy[np.isfinite(xy).all(axis=(1, 2))]
    torso = np.linalg.norm(xy[:, 8] - xy[:, 0], axis=-1)
    head = np.linalg.norm(xy[:, 10] - xy[:, 8], axis=-1)
    assert len(xy) >= 6
    assert 0.3 < np.median(head / torso) < 0.8
    np.testing.assert_allclose(xy[:, 0], (xy[:, 1] + xy[:, 4]) / 2)
    bent = np.einsum("nd,nd->n", xy[:, 10] - xy[:, 9], xy[:, 9] - xy[:, 8])
    assert (bent > 0).all()
