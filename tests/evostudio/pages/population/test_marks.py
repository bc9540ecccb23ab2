"""Marks and the bin: steps that can be taken back, and a file that follows the population."""

from dataclasses import replace

import numpy as np
import pytest

from evopose.errors import BadFile
from evostudio.pages.population import marks_file
from evostudio.pages.population.marks import Marks


@pytest.fixture
def marks() -> Marks:
    return Marks(1000)


def test_marking_twice_is_marking_once_and_toggling_all_marked_unmarks(marks):
    rows = np.array([3, 5])
    assert marks.set("marked", rows, True)
    assert not marks.set("marked", rows, True)
    assert marks.toggle(np.array([5, 6]))
    assert marks.count("marked") == 3
    marks.toggle(np.array([3, 5, 6]))
    assert marks.count("marked") == 0


def test_undo_and_redo_walk_through_just_what_was_changed(marks):
    marks.set("binned", np.array([1, 2]), True)
    marks.set("binned", np.array([2, 3]), True)
    assert (marks.can_undo, marks.can_redo) == ("Bin 1 pose", "")
    marks.undo()
    assert np.flatnonzero(marks.binned).tolist() == [1, 2]
    marks.undo()
    assert not marks.binned.any()
    assert marks.undo() is None
    marks.redo()
    marks.redo()
    assert np.flatnonzero(marks.binned).tolist() == [1, 2, 3]
    marks.undo()
    marks.set("marked", np.array([9]), True)
    assert marks.redo() is None


def test_what_changes_is_told(marks):
    told = []
    marks.changed.connect(told.append)
    marks.set("marked", np.array([1]), True)
    marks.undo()
    assert told == ["marked", "marked"]


@pytest.mark.parametrize("binned", [[], [7], range(10, 60)])
def test_marks_come_back_from_their_file(population, file, binned):
    key, marks = marks_file.fingerprint(population), Marks(len(population))
    marks.set("marked", np.array([0, 59]), True)
    marks.set("binned", np.array(binned, int), True)
    marks_file.write(marks, key, file)
    again = marks_file.read(population, key)
    assert np.array_equal(again.marked, marks.marked)
    assert np.array_equal(again.binned, marks.binned)


def test_nothing_to_keep_leaves_no_file(population, file):
    key, marks = marks_file.fingerprint(population), Marks(len(population))
    marks.set("marked", np.array([1]), True)
    marks_file.write(marks, key, file)
    marks.undo()
    marks_file.write(marks, key, file)
    assert not marks_file.path_of(key).exists()


def test_a_population_is_known_by_its_poses(population):
    key = marks_file.fingerprint(population)
    moved = replace(population, positions=population.positions + np.float32(3.0))
    assert marks_file.fingerprint(replace(population, metadata={})) == key
    assert marks_file.fingerprint(moved) != key
    assert marks_file.fingerprint(replace(population, positions=population.positions[:-1])) != key
    assert marks_file.fingerprint(replace(population, positions=population.positions[::-1])) != key


def test_a_damaged_file_is_told_and_put_aside(population, file):
    key = marks_file.fingerprint(population)
    marks = Marks(len(population))
    marks.set("marked", np.array([4]), True)
    marks_file.write(marks, key, file)
    path = marks_file.path_of(key)
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(BadFile):
        marks_file.read(population, key)
    found, told = marks_file.read_or_told(population, key)
    assert found.count("marked") == 0
    assert "put aside" in told
    assert not path.exists()
