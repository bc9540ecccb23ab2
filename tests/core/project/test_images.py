"""The images of a project: listed, filtered, brought in twice, renamed and replaced."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from evopose.errors import MissingFile, UnknownName
from evopose.model.annotation import Person, Status
from evopose.project import photos
from evopose.project.project import Project
from evopose.project.records import PersonEntry, Photo
from evopose.project.table import image_status


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of which only the length and content matter, two of them of the same length."""
    folder = tmp_path / "photos"
    for number, name in enumerate(["a.jpg", "b.jpg", "sub/a.jpg", "sub/c.jpg"]):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(bytes([number]) * (100 + number // 2))
    return folder


@pytest.fixture
def linked(tmp_path: Path, folder: Path, make) -> Iterator[Project]:
    """A project beside the folder, with a person in each image."""
    with Project.create(tmp_path / "a.evo", images_root=folder) as project:
        ids = project.add_images(photo(folder, name) for name in photos.find(folder)).ids
        project.add_people(PersonEntry(int(n), Person(make(int(n)))) for n in ids)
        yield project


def photo(folder: Path, name: str) -> Photo:
    path = folder / name
    return Photo(name, (640, 480), hash=photos.content_hash(path), bytes=path.stat().st_size)


def contents(project: Project) -> list[bytes]:
    return [project.image_path(int(number)).read_bytes() for number in project.images.ids]


def test_the_table_tells_of_all_images(project):
    table = project.images
    assert len(table) == 3
    assert table.names == ["walk/0.jpg", "walk/1.jpg", "walk/2.jpg"]
    assert table.ids.tolist() == [1, 2, 3]
    assert table.people.tolist() == [2, 1, 0]
    assert table.has_truth.tolist() == [False, False, False]
    assert project.image(2).name == "walk/1.jpg"
    with pytest.raises(UnknownName, match="99"):
        project.image(99)


def test_search_and_filter_give_rows(project, make):
    project.edit(1, "Done", make(4, status=Status.DONE))
    project.edit(2, "Done", make(4, status=Status.DONE))
    rows = project.images.rows
    assert rows().tolist() == [0, 1, 2]
    assert rows("WALK 1").tolist() == [1]
    assert rows("run").tolist() == []
    assert rows(status=Status.DONE).tolist() == [0]
    assert rows("walk", status={Status.UNTOUCHED, Status.REJECTED}).tolist() == [1, 2]
    assert rows("0", status=Status.UNTOUCHED).tolist() == []


@pytest.mark.parametrize(
    ("people", "image"), [([], 0), ([0, 0], 0), ([1, 0], 1), ([2, 0], 1), ([2, 3], 2), ([3, 3], 3), ([3, 0], 1)]
)
def test_the_status_of_an_image_is_that_of_its_people(people, image):
    assert image_status(people) == image


def test_importing_again_doubles_nothing_and_keeps_the_work(linked, folder, make, same):
    work = linked.edit(1, "Turn", make(50)).after
    again = linked.add_images([photo(folder, name) for name in photos.find(folder)])
    joined = linked.add_people(PersonEntry(int(n), Person(make(int(n))), "again.json") for n in again.ids)
    assert (again.added, len(linked.images), joined.added) == (0, 4, 0)
    assert same(linked.annotation(1), work)
    assert (joined.same, joined.variants) == (3, 1)
    assert linked.images.people.tolist() == [1, 1, 1, 1]


def test_a_renamed_file_keeps_its_people(linked, folder):
    (folder / "a.jpg").rename(folder / "z.jpg")
    again = linked.add_images([photo(folder, name) for name in photos.find(folder)])
    assert again.added == 0
    assert linked.images.names[0] == "z.jpg"
    assert len(linked.people(1)) == 1


def test_two_copies_of_one_photo_are_two_images(linked, folder):
    shutil.copyfile(folder / "a.jpg", folder / "copy.jpg")
    assert linked.add_images([photo(folder, name) for name in photos.find(folder)]).added == 1
    assert len(linked.images) == 5


def test_a_second_folder_has_images_of_its_own(linked, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.jpg").write_bytes(b"another picture")
    added = linked.add_images([photo(other, "a.jpg")], other)
    assert added.added == 1
    assert linked.image_path(int(added.ids[0])).read_bytes() == b"another picture"
    assert len(contents(linked)) == 5


def test_a_replaced_photo_of_another_size_is_told_and_changes_nothing(linked, folder):
    before = linked.image(1)
    changed = Photo("a.jpg", (1000, 1000), hash="new", bytes=7)
    (notice,) = linked.add_images([changed]).notices
    assert "1000×1000 instead of 640×480" in notice
    assert linked.image(1) == before


def test_project_and_images_can_move_together(linked, folder, tmp_path):
    before = contents(linked)
    linked.close()
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    shutil.move(folder, moved / "photos")
    shutil.move(linked.path, moved / "a.evo")
    with Project.open(moved / "a.evo") as project:
        assert contents(project) == before


def test_the_project_alone_can_move(linked, tmp_path):
    before = contents(linked)
    linked.close()
    moved = tmp_path / "deep" / "er"
    moved.mkdir(parents=True)
    shutil.move(linked.path, moved / "a.evo")
    with Project.open(moved / "a.evo") as project:
        assert contents(project) == before


def test_missing_images_say_what_to_do_and_are_found_again_in_the_moved_folder(linked, folder, tmp_path):
    before = contents(linked)
    shutil.move(folder, tmp_path / "new place")
    assert linked.image(1).missing
    with pytest.raises(MissingFile, match="relink"):
        linked.image_path(1)
    found = linked.relink(tmp_path / "new place")
    assert (found.found, found.missing) == (4, ())
    assert contents(linked) == before
    assert not linked.image(1).missing
    assert linked.images_root == folder


def test_renamed_and_shuffled_images_are_found_by_their_content(linked, folder, tmp_path):
    before = contents(linked)
    new = tmp_path / "new"
    (new / "deep").mkdir(parents=True)
    for position, name in enumerate(photos.find(folder)):
        shutil.move(folder / name, new / "deep" / f"picture {9 - position}.jpg")
    found = linked.relink(new)
    assert (found.found, found.missing) == (4, ())
    assert contents(linked) == before
    assert [name.startswith("deep/picture") for name in linked.images.names] == [True] * 4


def test_files_that_changed_names_with_each_other_are_told_apart(linked, folder, tmp_path):
    before = contents(linked)
    new = tmp_path / "new"
    shutil.move(folder, new)
    (new / "a.jpg").rename(new / "x")
    (new / "sub/c.jpg").rename(new / "a.jpg")
    (new / "x").rename(new / "sub/c.jpg")
    linked.relink(new)
    assert contents(linked) == before


def test_a_part_of_the_folder_relinks_a_part_of_the_images(linked, folder, tmp_path):
    shutil.move(folder / "sub", tmp_path / "sub2")
    found = linked.relink(tmp_path / "sub2")
    assert found.found == 2
    (folder / "b.jpg").unlink()
    assert linked.relink(tmp_path / "sub2").missing == ("b.jpg",)
    assert linked.image(1).missing is False


def test_a_file_that_another_image_has_is_not_given_away(linked, folder):
    """Two copies of one photo, one of them deleted: the other belongs to its own image."""
    shutil.copyfile(folder / "a.jpg", folder / "copy.jpg")
    linked.add_images([photos.probe(folder, "copy.jpg")])
    (folder / "copy.jpg").unlink()
    assert linked.relink(folder).missing == ("copy.jpg",)
    assert linked.relink(folder.parent).missing == ("copy.jpg",)


def test_links_to_nowhere_loops_and_folders_called_like_photos_are_passed_over(linked, folder, tmp_path):
    new = tmp_path / "new"
    shutil.move(folder, new)
    (new / "gone.jpg").symlink_to(tmp_path / "nowhere.jpg")
    (new / "loop.jpg").symlink_to(new / "loop.jpg")
    (new / "around").symlink_to(new)
    (new / "folder.jpg").mkdir()
    assert linked.relink(new).missing == ()


def test_relinking_to_no_folder_is_an_error(linked, tmp_path):
    with pytest.raises(MissingFile):
        linked.relink(tmp_path / "none")


def test_relinked_images_are_there_after_a_restart(linked, folder, tmp_path):
    before = contents(linked)
    shutil.move(folder, tmp_path / "new")
    linked.relink(tmp_path / "new")
    linked.close()
    with Project.open(linked.path) as project:
        assert contents(project) == before
        assert np.all(project.images.ids == linked.images.ids)
