"""Edits: each is a step of undo that outlives the process, and the log knows who did what."""

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from evopose.errors import NotWritable, UnknownName
from evopose.model.annotation import Annotation, Person, Status
from evopose.model.keypoints import Keypoints
from evopose.project.coding import encode_annotation
from evopose.project.project import Project
from evopose.project.records import PersonEntry, Photo


def test_undo_takes_an_edit_back_and_redo_brings_it_again(project, make, same):
    before, after = project.annotation(1), make(9, status=Status.WORK)
    project.edit(1, "Turn left shin", after)
    assert same(project.annotation(1), after)
    undone = project.undo()
    assert undone is not None
    assert same(project.annotation(1), before)
    assert same(undone.before, before)
    assert project.redo() is not None
    assert same(project.annotation(1), after)


def test_undo_and_redo_work_after_a_restart(path, make, same):
    with Project.open(path) as project:
        before = project.annotation(1)
        for seed in range(5):
            project.edit(1, f"Turn {seed}", make(10 + seed))
        project.undo()
    with Project.open(path) as project:
        assert (project.can_undo, project.can_redo) == ("Turn 3", "Turn 4")
        assert project.redo().label == "Turn 4"
        assert [project.undo().label for _ in range(5)] == [f"Turn {n}" for n in (4, 3, 2, 1, 0)]
        assert same(project.annotation(1), before)
        assert project.undo() is None
        assert project.can_undo is None


def test_edits_of_one_gesture_are_undone_and_redone_together(project, make, same):
    before = project.annotation(1)
    for seed in range(4):
        project.edit(1, "Drag", make(20 + seed), gesture="drag 1")
    last = project.annotation(1)
    undone = project.undo()
    assert same(project.annotation(1), before)
    assert same(undone.before, before)
    assert same(undone.after, last)
    assert project.can_undo is None
    project.redo()
    assert same(project.annotation(1), last)
    assert project.can_redo is None


def test_one_gesture_of_many_people_is_one_step_and_all_their_images_are_told(project, make, same):
    firsts = [project.annotation(person) for person in (1, 2, 3)]
    project.edit(2, "Turn", make(19))
    for seed, person in enumerate((1, 3, 2, 1)):
        project.edit(person, "Fit", make(20 + seed), gesture="g")
    lasts = [project.annotation(person) for person in (1, 2, 3)]
    seen = []
    project.images.changed.connect(lambda rows: seen.append(rows.tolist()))
    undone = project.undo()
    assert (undone.label, undone.person_id, undone.people, undone.state) == ("Fit", 1, 3, "undone")
    assert same(undone.before, firsts[0])
    assert same(undone.after, lasts[0])
    assert same(project.annotation(1), firsts[0])
    assert same(project.annotation(2), replace(make(19), status=Status.WORK))
    assert same(project.annotation(3), firsts[2])
    assert project.images.status.tolist() == [1, 0, 0]
    redone = project.redo()
    assert (redone.person_id, redone.people, redone.state) == (1, 3, "done")
    assert all(same(project.annotation(number + 1), last) for number, last in enumerate(lasts))
    assert seen == [[0, 1], [0, 1]]


def test_one_gesture_interrupted_by_another_edit_is_two_steps(project, make):
    project.edit(1, "Fit", make(20), gesture="g")
    project.edit(2, "Turn", make(21))
    project.edit(3, "Fit", make(22), gesture="g")
    assert [project.undo().person_id for _ in range(3)] == [3, 2, 1]


def test_a_huge_gesture_is_one_transaction_that_all_of_it_outlives(path, make, monkeypatch):
    with Project.open(path) as project:
        firsts = [encode_annotation(project.annotation(person)) for person in (1, 2, 3)]
        for number in range(300):
            project.edit(1 + number % 3, "Fit", make(20 + number), gesture="g")
        lasts = [encode_annotation(project.annotation(person)) for person in (1, 2, 3)]

        def fail(*_arguments: object) -> None:
            raise NotWritable("The disk is full.")

        with monkeypatch.context() as patch:
            patch.setattr("evopose.project.log.take", fail)
            with pytest.raises(NotWritable):
                project.undo()
        assert [encode_annotation(project.annotation(person)) for person in (1, 2, 3)] == lasts
        assert project.undo().people == 3
    with Project.open(path) as project:
        assert [encode_annotation(project.annotation(person)) for person in (1, 2, 3)] == firsts
        assert project.can_undo is None


def test_a_new_edit_ends_redo_but_the_log_keeps_what_was_undone(project, make):
    project.edit(1, "First", make(20))
    project.undo()
    project.edit(1, "Second", make(21))
    assert project.redo() is None
    assert [(edit.label, edit.state) for edit in project.history()] == [("Second", "done"), ("First", "replaced")]


def test_the_log_tells_who_did_what_when_and_to_which_image(project, make, same):
    before = project.annotation(3)
    project.edit(1, "Turn", make(20))
    done = project.edit(3, "Move knee", make(21), gesture="drag 7")
    (row,) = project.history(image_id=2)
    assert (row.id, row.label, row.author, row.gesture, row.image_id) == (done.id, "Move knee", "Ada", "drag 7", 2)
    assert row.time == done.time > 1.6e9
    assert same(row.before, before)
    assert same(row.after, done.after)
    assert len(project.history()) == 2
    assert len(project.history(limit=1)) == 1


def test_an_edit_brings_a_person_into_work_unless_it_says_otherwise(project, make):
    assert project.edit(1, "Turn", make(20)).after.status is Status.WORK
    assert project.annotation(1).status is Status.WORK
    project.edit(2, "Done", make(21, status=Status.DONE))
    assert [person.status for person in project.people(1)] == [Status.WORK, Status.DONE]


@pytest.mark.parametrize("status", [Status.DONE, Status.REJECTED])
def test_changing_a_finished_person_brings_them_back_to_work_and_undo_finishes_them_again(project, make, same, status):
    finished = project.edit(1, "Mark", replace(project.annotation(1), status=status)).after
    turned = project.edit(1, "Turn", replace(finished, pose=make(50).pose))
    assert (turned.before.status, turned.after.status) == (status, Status.WORK)
    assert project.people(1)[0].status is Status.WORK
    project.undo()
    assert same(project.annotation(1), finished)
    assert project.people(1)[0].status is status
    moved = replace(finished, keypoints=finished.keypoints.moved(0, (1.0, 2.0)))
    assert project.edit(1, "Place", moved).after.status is Status.WORK


@pytest.mark.parametrize("status", [Status.DONE, Status.REJECTED])
def test_marks_leave_a_finished_person_finished(project, make, status):
    finished = project.edit(1, "Mark", replace(project.annotation(1), status=status)).after
    assert project.edit(1, "Lock", replace(finished, locked=frozenset({"head"}))).after.status is status
    assert project.edit(1, "Reject", replace(finished, status=Status.REJECTED)).after.status is Status.REJECTED
    assert project.edit(1, "Done", replace(make(51), status=Status.DONE)).after.status is Status.DONE


def test_the_status_of_an_image_follows_its_people_and_is_told(project, make):
    seen = []
    project.images.changed.connect(lambda rows: seen.append(rows.tolist()))
    project.edit(1, "Done", make(20, status=Status.DONE))
    assert project.image(1).status is Status.WORK
    project.edit(2, "Reject", make(21, status=Status.REJECTED))
    assert project.image(1).status is Status.DONE
    project.undo()
    assert project.counts() == {Status.UNTOUCHED: 2, Status.WORK: 1, Status.DONE: 0, Status.REJECTED: 0}
    assert seen == [[0], [0], [0]]
    project.edit(2, "Turn", make(22, status=Status.UNTOUCHED))
    project.edit(2, "Turn", make(23, status=Status.WORK))
    assert project.images.status.tolist() == [1, 0, 0]


def test_a_fit_becomes_the_pose_only_where_nobody_worked(project, make, same):
    fit = make(30)
    assert project.set_initial(1, fit, "snap").label == "Fit"
    assert same(project.annotation(1), fit)
    assert project.annotation(1).status is Status.UNTOUCHED
    assert same(project.initial(1), fit)
    mine = project.edit(1, "Turn", make(31)).after
    assert project.set_initial(1, make(32), "snap") is None
    assert same(project.annotation(1), mine)
    assert same(project.initial(1), make(32))


def test_a_fit_can_be_undone(project, make, same):
    before = project.annotation(1)
    project.set_initial(1, make(30), "snap")
    assert project.undo().label == "Fit"
    assert same(project.annotation(1), before)


def test_a_fit_of_keypoints_in_work_leaves_them_in_work(project, make):
    project.edit(1, "Place", make(30, pose=False))
    project.set_initial(1, make(31), "snap")
    assert project.annotation(1).pose is not None
    assert project.annotation(1).status is Status.WORK


def test_unknown_people_are_an_error_and_no_edit(project, make):
    with pytest.raises(UnknownName, match="99"):
        project.annotation(99)
    with pytest.raises(UnknownName, match="99"):
        project.edit(99, "Turn", make(1))
    assert project.history() == []


def placed(value: float) -> Annotation:
    return Annotation(Keypoints.from_xy(np.full((17, 2), value)), status=Status.WORK)


class UndoMachine(RuleBasedStateMachine):
    """The log against a model of it: a list of steps done and one of steps undone, through restarts."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="evopose-")
        self.project = Project.create(Path(self.folder.name) / "a.evo")
        self.project.add_images([Photo("a.jpg"), Photo("b.jpg")])
        self.project.add_people(PersonEntry(image, Person(placed(0.0))) for image in (1, 2))
        self.done: list[tuple[int, str | None, float]] = []
        self.undone: list[tuple[int, str | None, float]] = []
        self.value = 0.0

    @rule(person=st.sampled_from([1, 2]), gesture=st.sampled_from([None, None, "a", "b"]))
    def edit(self, person: int, gesture: str | None) -> None:
        self.value += 1
        self.project.edit(person, "Move", placed(self.value), gesture)
        self.done.append((person, gesture, self.value))
        self.undone.clear()

    @rule()
    def undo(self) -> None:
        self._walk(self.project.undo, self.done, self.undone)

    @rule()
    def redo(self) -> None:
        self._walk(self.project.redo, self.undone, self.done)

    def _walk(self, call, source, target) -> None:
        assert (call() is None) == (not source)
        step = source[-1] if source else None
        while step and source and (source[-1] is step or (step[1] is not None and source[-1][1] == step[1])):
            target.append(source.pop())

    @rule()
    def undo_and_redo_change_nothing(self) -> None:
        if self.done:
            edit = self.project.undo()
            again = self.project.redo()
            assert (edit.id, edit.people) == (again.id, again.people)

    @rule()
    def restart(self) -> None:
        self.project.close()
        self.project = Project.open(self.project.path)

    @invariant()
    def everybody_holds_what_the_model_says(self) -> None:
        for person in (1, 2):
            expected = next((value for who, _, value in reversed(self.done) if who == person), 0.0)
            assert self.project.annotation(person).keypoints.xy[0, 0] == expected
        assert (self.project.can_undo is None, self.project.can_redo is None) == (not self.done, not self.undone)

    def teardown(self) -> None:
        self.project.close()
        self.folder.cleanup()


TestUndo = UndoMachine.TestCase
TestUndo.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
