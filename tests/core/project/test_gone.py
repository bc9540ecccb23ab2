"""A project whose file is taken away while it is open: nothing pretends to be saved, and a copy keeps everything."""

import numpy as np
import pytest

from evopose.errors import NotWritable
from evopose.model.annotation import Annotation, Person
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints
from evopose.project.project import Project
from evopose.project.records import PersonEntry, Photo


@pytest.fixture
def project(tmp_path):
    person = Person(Annotation(Keypoints.from_xy(np.full((17, 2), 5.0)), Camera.guess((60, 40))))
    with Project.create(tmp_path / "open.evo", images_root=tmp_path) as made:
        ids = made.add_images([Photo("a.png", (60, 40))]).ids.tolist()
        made.add_people([PersonEntry(ids[0], person)])
        yield made


def edit(project):
    (person,) = project.people(int(project.images.ids[0]))
    before = project.annotation(person.id)
    return project.edit(person.id, "Place", Annotation(before.keypoints.moved(3, (1.0, 2.0)), before.camera))


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_edits_are_refused_once_the_file_is_gone(project, how):
    edit(project)
    assert not project.gone
    project.path.rename(project.path.with_name("moved.evo"))
    if how == "replaced":
        project.path.write_bytes(b"another file")
    with pytest.raises(NotWritable, match="Save a copy"):
        edit(project)
    assert project.gone


def test_a_copy_of_a_deleted_project_has_everything(project, tmp_path):
    edit(project)
    project.path.unlink()
    project.save_copy(tmp_path / "copy.evo")
    with Project.open(tmp_path / "copy.evo") as copy:
        (person,) = copy.people(int(copy.images.ids[0]))
        np.testing.assert_allclose(copy.annotation(person.id).keypoints.xy[3], [1, 2])
        assert copy.can_undo == "Place"
        edit(copy)


def test_a_copy_in_another_folder_has_the_same_images(project, tmp_path):
    (tmp_path / "a.png").write_bytes(b"x")
    (tmp_path / "other").mkdir()
    project.save_copy(tmp_path / "other" / "copy.evo")
    with Project.open(tmp_path / "other" / "copy.evo") as copy:
        assert copy.image_path(int(copy.images.ids[0])) == tmp_path / "a.png"


def test_a_copy_replaces_nothing(project, tmp_path):
    (tmp_path / "there.evo").write_bytes(b"x")
    with pytest.raises(NotWritable, match="exists"):
        project.save_copy(tmp_path / "there.evo")
    assert (tmp_path / "there.evo").read_bytes() == b"x"
