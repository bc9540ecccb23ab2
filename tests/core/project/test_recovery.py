"""What is left of a damaged project comes into a new one; the damaged file stays as it is."""

import os

import pytest

from evopose.errors import BadOption, DamagedProject
from evopose.model.annotation import Person, Status
from evopose.project.coding import encode_annotation
from evopose.project.project import Project
from evopose.project.records import PersonEntry, Photo

PAGE = 4096


@pytest.fixture
def large(tmp_path, make):
    """300 images with a person each, every third edited twice, the second edit undone."""
    path = tmp_path / "large.evo"
    with Project.create(path) as project:
        ids = project.add_images(Photo(f"{n:04}.jpg", (640, 480), hash=str(n), bytes=n) for n in range(300)).ids
        project.add_people(PersonEntry(int(n), Person(make(int(n)))) for n in ids)
        for person in range(1, 300, 3):
            project.edit(person, "Turn", make(1000 + person, status=Status.DONE))
        project.undo()
        project.edit(300, "Turn", make(5))
    return path


def state(path, people=range(1, 301)):
    with Project.open(path) as project:
        return [encode_annotation(project.annotation(person)) for person in people]


def test_a_sound_project_is_copied_whole(large):
    done = Project.recover(large)
    assert done.path.name == "large-recovered.evo"
    assert (done.images, done.people, done.edits, done.lost) == (300, 300, 101, ())
    assert state(done.path) == state(large)
    with Project.open(done.path) as new, Project.open(large) as old:
        assert new.images.names == old.images.names
        assert new.counts() == old.counts()
        assert (new.can_undo, new.can_redo) == (old.can_undo, old.can_redo)
        assert new.undo() is not None


def test_recovering_overwrites_nothing(large):
    Project.recover(large)
    with pytest.raises(BadOption, match="exists"):
        Project.recover(large)


def test_one_lost_page_costs_no_more_than_what_was_on_it(large, tmp_path):
    whole, sound = large.read_bytes(), state(large)
    pages = len(whole) // PAGE
    for number, page in enumerate(range(0, pages, max(1, pages // 10))):
        damaged = tmp_path / f"d{number}.evo"
        content = whole[: page * PAGE] + b"\xa5" * PAGE + whole[(page + 1) * PAGE :]
        damaged.write_bytes(content)
        done = Project.recover(damaged)
        assert damaged.read_bytes() == content
        assert done.images == 300, page
        assert done.people == 300, page
        found = state(done.path)
        assert sum(one == other for one, other in zip(found, sound, strict=True)) >= 290 - 90 * bool(done.lost), page


def test_a_project_cut_in_half_gives_its_first_half(large):
    os.truncate(large, large.stat().st_size // 2)
    with pytest.raises(DamagedProject):
        Project.open(large)
    done = Project.recover(large)
    assert done.images == 300
    assert done.lost
    with Project.open(done.path) as project:
        assert len(project.images) == 300


def test_nothing_left_is_said(tmp_path):
    path = tmp_path / "gone.evo"
    path.write_bytes(b"\0" * 50_000)
    with pytest.raises(DamagedProject, match="nothing"):
        Project.recover(path)
    assert list(tmp_path.iterdir()) == [path]
