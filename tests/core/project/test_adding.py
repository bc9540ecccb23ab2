"""People added to an image and taken out of it: edits like any other."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from evopose.errors import UnknownName
from evopose.io.format import formats
from evopose.model.annotation import Annotation, Person, Status
from evopose.model.keypoints import Keypoints
from evopose.project.interchange import annotated_image, read_annotations
from evopose.project.project import Project
from evopose.project.records import PersonEntry, Photo
from evopose.project.work import RemovedPerson


def ids(project: Project, image: int = 1) -> list[int]:
    return [person.id for person in project.people(image)]


def test_adding_a_person_is_undone_and_redone_also_after_a_restart(path):
    with Project.open(path) as project:
        added = project.add_person(3)
        assert (project.can_undo, added.number, added.status) == ("Add person", 1, Status.UNTOUCHED)
        assert project.images.people.tolist() == [2, 1, 1]
    with Project.open(path) as project:
        undone = project.undo()
        assert (undone.person_id, undone.image_id, undone.held.removed) == (added.id, 3, True)
        assert (ids(project, 3), project.images.people.tolist()) == ([], [2, 1, 0])
    with Project.open(path) as project:
        assert project.redo().held.removed is False
        assert project.people(3) == (added,)
        assert project.annotation(added.id).camera.size == (640, 480)


def test_removing_a_person_takes_everything_away_and_undo_brings_it_back(path, make, same):
    with Project.open(path) as project:
        other = make(40, at=9000.0)
        project.add_people([PersonEntry(2, Person(other, truth=make(41).pose, extra={"n": 1}))])
        number = ids(project, 2)[1]
        mine = project.edit(number, "Turn", make(42, at=9000.0)).after
        project.add_variant(number, "Bo", make(43))
        before = project.people(2)[1]
        edit = project.remove_person(number)
        assert (edit.label, edit.image_id, project.can_undo) == ("Remove person", 2, "Remove person")
        assert (ids(project, 2), project.images.people.tolist()) == ([3], [2, 1, 0])
        assert not project.images.has_truth.any()
        assert project.image(2).status is Status.UNTOUCHED
    with Project.open(path) as project:
        assert project.images.people.tolist() == [2, 1, 0]
        assert project.undo().person_id == number
        assert project.people(2)[1] == before
        assert same(project.annotation(number), mine)
        assert project.images.has_truth.tolist() == [False, True, False]
        assert (project.image(2).status, project.extra(number)) == (Status.WORK, {"n": 1})


def test_who_was_removed_counts_neither_in_the_image_nor_in_a_file(project, path, make):
    project.edit(1, "Done", make(20, status=Status.DONE))
    assert project.image(1).status is Status.WORK
    project.remove_person(2)
    assert project.image(1).status is Status.DONE
    assert sum(project.counts().values()) == len(project.images)
    assert len(annotated_image(project, 1).people) == 1
    assert [len(image.people) for image in read_annotations(path)] == [1, 1, 0]
    project.remove_person(1)
    assert project.image(1).status is Status.UNTOUCHED


def test_who_was_removed_is_in_no_file_of_others(project, tmp_path):
    project.remove_person(2)
    coco = formats()["coco"]
    coco.write_annotations([annotated_image(project, 1)], tmp_path / "a.json")
    assert "removed" not in (tmp_path / "a.json").read_text()
    assert len(coco.read_annotations(tmp_path / "a.json", None)[0].people) == 1


def test_images_are_told_of_people_who_come_and_go(project):
    seen = []
    project.images.changed.connect(lambda rows: seen.append(rows.tolist()))
    project.add_person(3)
    project.remove_person(1)
    project.undo()
    project.undo()
    assert seen == [[2], [0], [0], [2]]


def test_who_was_removed_is_neither_edited_nor_fitted_nor_removed_again(project, make):
    project.remove_person(1)
    rows = len(project.history())
    for call in (
        lambda: project.edit(1, "Turn", make(20)),
        lambda: project.set_initial(1, make(20), "snap"),
        lambda: project.remove_person(1),
    ):
        with pytest.raises(RemovedPerson, match="undo"):
            call()
    assert len(project.history()) == rows
    with pytest.raises(UnknownName, match="99"):
        project.remove_person(99)
    with pytest.raises(UnknownName, match="77"):
        project.add_person(77)


def test_an_import_does_not_meet_who_was_removed(project, make):
    project.remove_person(3)
    joined = project.add_people([PersonEntry(2, Person(make(3)))])
    assert (joined.added, len(project.people(2))) == (1, 1)
    project.undo()
    assert [person.number for person in project.people(2)] == [1, 2]


def test_an_image_whose_people_were_all_removed_gets_nobody_by_itself(project):
    project.remove_person(3)
    assert project.add_empty_people() == 1
    assert (ids(project, 2), len(ids(project, 3))) == ([], 1)


def test_who_was_removed_stays_so_in_a_recovered_project(path):
    with Project.open(path) as project:
        project.remove_person(1)
    with Project.open(Project.recover(path).path) as project:
        assert (ids(project), project.images.people.tolist()) == ([2], [1, 1, 0])
        assert project.undo().person_id == 1
        assert ids(project) == [1, 2]


def test_an_undone_addition_leaves_its_number_free(project):
    project.add_person(1)
    project.undo()
    assert project.add_person(1).number == 3
    assert project.can_redo is None


def placed(value: float) -> Annotation:
    return Annotation(Keypoints.from_xy(np.full((17, 2), value)), status=Status.WORK)


class PeopleMachine(RuleBasedStateMachine):
    """Undo and redo against the list of all states that the project was in."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="evopose-")
        self.project = Project.create(Path(self.folder.name) / "a.evo")
        self.project.add_images([Photo("a.jpg", (640, 480)), Photo("b.jpg", (640, 480))])
        self.value = 0.0
        self.states = [self._state()]
        self.at = 0

    def _state(self) -> list[tuple[int, int, str, float]]:
        people = [person for image in (1, 2) for person in self.project.people(image)]
        places = [float(self.project.annotation(person.id).keypoints.xy[0, 0]) for person in people]
        rows = zip(people, np.nan_to_num(places, nan=-1.0).tolist(), strict=True)
        return [(person.id, person.number, person.status.value, place) for person, place in rows]

    def _somebody(self, choice: int) -> int:
        state = self.states[self.at]
        return state[choice % len(state)][0]

    def _went_on(self) -> None:
        self.states = [*self.states[: self.at + 1], self._state()]
        self.at += 1

    @rule(image=st.sampled_from([1, 2]))
    def add(self, image: int) -> None:
        self.project.add_person(image)
        self._went_on()

    @precondition(lambda self: self.states[self.at])
    @rule(choice=st.integers(0, 5))
    def remove(self, choice: int) -> None:
        self.project.remove_person(self._somebody(choice))
        self._went_on()

    @precondition(lambda self: self.states[self.at])
    @rule(choices=st.lists(st.integers(0, 5), min_size=1, max_size=4))
    def edit_many(self, choices: list[int]) -> None:
        self.value += 1
        for choice in choices:
            self.project.edit(self._somebody(choice), "Fit", placed(self.value), f"gesture {self.value}")
        self._went_on()

    @rule()
    def undo(self) -> None:
        assert (self.project.undo() is None) == (self.at == 0)
        self.at = max(self.at - 1, 0)

    @rule()
    def redo(self) -> None:
        last = len(self.states) - 1
        assert (self.project.redo() is None) == (self.at == last)
        self.at = min(self.at + 1, last)

    @rule()
    def restart(self) -> None:
        self.project.close()
        self.project = Project.open(self.project.path)

    @invariant()
    def all_is_as_it_was_then(self) -> None:
        state = self._state()
        assert state == self.states[self.at]
        assert int(self.project.images.people.sum()) == len(state)
        assert self.project.images.status.tolist() == [
            list(Status).index(self.project.image(image).status) for image in (1, 2)
        ]
        for image in (1, 2):
            numbers = [person.number for person in self.project.people(image)]
            assert len(set(numbers)) == len(numbers)

    def teardown(self) -> None:
        self.project.close()
        self.folder.cleanup()


TestPeople = PeopleMachine.TestCase
TestPeople.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
