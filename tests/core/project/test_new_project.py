"""From folders, photos and keypoint files to a project: first the plan, then the work."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from evopose.errors import BadOption, MissingFile, NotWritable, UnknownFormat
from evopose.jobs import finish
from evopose.model.annotation import Status
from evopose.model.skeleton import H36M_17
from evopose.project import new_project
from evopose.project.new_project import plan
from evopose.project.project import Project


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three photos, one of which cannot be read."""
    folder = tmp_path / "photos"
    (folder / "sub").mkdir(parents=True)
    for name in ("a.png", "sub/b.png"):
        Image.fromarray(np.zeros((40, 60, 3), np.uint8)).save(folder / name)
    (folder / "broken.jpg").touch()
    return folder


def coco(path: Path, images: dict[str, tuple[int, int]], at: float = 10.0) -> Path:
    """A keypoint file with one person in each image."""
    path.parent.mkdir(parents=True, exist_ok=True)
    points = [value for joint in range(17) for value in (at + joint, at + joint % 5, 2)]
    content = {
        "categories": [{"id": 1, "name": "person", "keypoints": list(H36M_17.joints)}],
        "images": [
            {"id": number, "file_name": name, "width": size[0], "height": size[1]}
            for number, (name, size) in enumerate(images.items())
        ],
        "annotations": [
            {"id": number, "image_id": number, "category_id": 1, "keypoints": points} for number in range(len(images))
        ],
    }
    path.write_text(json.dumps(content))
    return path


def test_a_folder_of_photos_becomes_a_project_with_somebody_to_annotate_in_each(folder, tmp_path):
    made = finish(plan(folder).create(tmp_path / "new.evo"))
    assert made.images == 3
    assert made.notices == ("1 of 3 photos are not whole or cannot be read: broken.jpg (the file is empty (0 bytes)).",)
    with Project.open(made.path) as project:
        assert project.images.names == ["a.png", "broken.jpg", "sub/b.png"]
        assert project.images.people.tolist() == [1, 1, 1]
        assert project.image(1).size == (60, 40)
        assert project.image(2).problem
        assert project.image_path(3) == folder / "sub/b.png"
        assert project.annotation(1).camera.focal == (72.0, 72.0)
        assert project.counts()[Status.UNTOUCHED] == 3


@pytest.mark.parametrize("place", ["keypoints.json", "annotations/keypoints.json"])
def test_keypoint_files_beside_the_photos_are_offered(folder, tmp_path, place):
    file = coco(folder / place, {"a.png": (60, 40), "b.png": (60, 40)})
    found = plan(folder)
    (source,) = found.sources
    assert (source.path, source.images, source.people, source.joints) == (file, 2, 2, "17 of 17 joints")
    assert source.names == {"a.png": "a.png", "b.png": "sub/b.png"}
    assert found.notices == ()
    assert finish(found.create(tmp_path / "new.evo")).people == 2
    assert finish(found.without(file).create(tmp_path / "bare.evo")).people == 0


def test_files_for_other_images_and_other_sizes_are_told_beforehand(folder):
    coco(folder / "one.json", {"a.png": (600, 400), "x.png": (60, 40)})
    coco(folder / "two.json", {"c.png": (60, 40)})
    coco(folder / "three.json", {"a.png": (60, 40)}, at=5000.0)
    (folder / "four.json").write_text('{"keypoints": 3}')
    (folder / "five.json").write_text('{"something": "else"}')
    found = plan(folder)
    assert [source.path.name for source in found.sources] == ["one.json", "three.json"]
    told = "\n".join(found.notices)
    assert "one.json: 1 of its 2 images are not among these photos (such as x.png)" in told
    assert "one.json: 1 photos have another size than the file says (a.png: 600×400 in the file, 60×40" in told
    assert "two.json: 1 of its 1 images" in told
    assert "three.json: 1 of 1 people lie wholly outside" in told
    assert "four.json: " in told
    assert "five.json" not in told


def test_a_second_keypoint_file_comes_beside_the_first(folder, tmp_path):
    coco(folder / "first.json", {"a.png": (60, 40), "sub/b.png": (60, 40)})
    coco(folder / "second.json", {"a.png": (60, 40)}, at=12.0)
    made = finish(plan(folder).create(tmp_path / "new.evo"))
    with Project.open(made.path) as project:
        assert list(project.variants(1)) == ["second.json"]
        assert project.images.people.tolist() == [1, 1, 1]


@pytest.mark.parametrize("place", ["photos/k.json", "photos/annotations/k.json", "k.json"])
def test_a_keypoint_file_alone_finds_its_photos(folder, tmp_path, place):
    names = {"a.png": (60, 40), "b.png": (60, 40)} if place != "k.json" else {"photos/a.png": (60, 40)}
    file = coco(tmp_path / place, names)
    made = finish(plan(file).create(tmp_path / "new.evo"))
    with Project.open(made.path) as project:
        paths = [project.image_path(int(number)) for number in project.images.ids]
    assert paths == [folder / "a.png", folder / "sub/b.png"][: len(names)]


def test_images_of_a_keypoint_file_that_are_nowhere_come_in_as_missing(folder, tmp_path):
    file = coco(tmp_path / "k.json", {"x.png": (60, 40)})
    found = plan(file)
    assert "1 of 1 images are not in" in found.notices[0]
    made = finish(found.create(tmp_path / "new.evo"))
    with Project.open(made.path) as project:
        assert project.image(1).missing
        assert project.annotation(1).keypoints.known.all()
        assert project.annotation(1).camera.size == (60, 40)


def test_photos_and_keypoint_files_may_be_dropped_together(folder, tmp_path):
    file = coco(tmp_path / "k.json", {"a.png": (60, 40)})
    found = plan([folder / "a.png", folder / "sub" / "b.png", file])
    assert (found.root, found.photos) == (folder, ("a.png", "sub/b.png"))
    assert [source.path for source in found.sources] == [file]


def test_adding_to_a_project_twice_adds_nothing(folder, tmp_path):
    coco(folder / "k.json", {"a.png": (60, 40)})
    finish(plan(folder).create(tmp_path / "new.evo"))
    with Project.open(tmp_path / "new.evo") as project:
        again = finish(plan(folder).add_to(project))
        assert (again.images, again.people) == (3, 0)
        assert project.images.people.tolist() == [1, 1, 1]
        assert project.variants(1) == {}


def test_what_is_there_is_not_overwritten_and_failure_leaves_nothing(folder, tmp_path, monkeypatch):
    target = tmp_path / "new.evo"
    finish(plan(folder).create(target))
    with pytest.raises(BadOption, match="exists"):
        finish(plan(folder).create(target))

    def full(*_: object) -> None:
        raise NotWritable("full")

    monkeypatch.setattr(Project, "add_people", full)
    with pytest.raises(NotWritable):
        finish(plan(folder).create(tmp_path / "other.evo"))
    assert sorted(tmp_path.iterdir()) == [target, folder]


def test_a_job_that_is_stopped_leaves_nothing(folder, tmp_path):
    job = plan(folder).create(tmp_path / "new.evo")
    assert next(job).total == 3
    job.close()
    assert list(tmp_path.iterdir()) == [folder]


def test_what_is_no_photo_and_no_keypoint_file_is_refused(tmp_path):
    with pytest.raises(MissingFile):
        plan(tmp_path / "none")
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(UnknownFormat):
        plan(tmp_path / "notes.txt")


def test_a_folder_without_photos_says_so(tmp_path):
    assert plan(tmp_path).notices == (f"There are no photos in {tmp_path}.",)


def test_the_real_photos_and_keypoints_become_a_project(shared_data, tmp_path):
    found = new_project.plan(shared_data / "data" / "images")
    assert len(found.photos) == 20
    assert found.sources[0].path.name == "blazepose_keypoints_coco.json"
    made = finish(found.create(tmp_path / "photos.evo"))
    assert made.images == 20
    with Project.open(made.path) as project:
        assert all(
            project.annotation(project.people(int(n))[0].id).keypoints.known.sum() > 8 for n in project.images.ids
        )
        assert not any(project.image(int(number)).missing for number in project.images.ids)
