"""Counting poses in the cells of their limb directions."""

import sys

import numpy as np
import pytest

from evopose.coverage import histogram as h
from evopose.coverage import measures
from evopose.geometry.turning import mirrored
from evopose.geometry.vectors import axis_rotation
from evopose.jobs import finish
from evopose.model.population import Population

TORSO = [0, 1, 3, 5, 7]
MIRROR = [0, 3, 1, 7, 5]


@pytest.fixture(params=["fused", "batched"])
def counting(request, monkeypatch):
    """With the compiled loops and without."""
    if request.param == "fused":
        pytest.importorskip("numba")
    else:
        monkeypatch.setitem(sys.modules, "evopose.fused.histogram", None)


def counted(positions):
    counts = h.empty()
    h.count(positions, counts)
    return counts


@pytest.mark.usefixtures("counting")
def test_turning_moving_and_scaling_a_body_changes_nothing(poses):
    rng = np.random.default_rng(0)
    turn = axis_rotation(rng.normal(size=(600, 3)), rng.normal(size=600) * 3)
    moved = (poses.astype(float) @ turn.transpose(0, 2, 1) * 1.7 + rng.normal(size=(600, 1, 3))).astype(np.float32)
    before, after = h.cells_of(poses), h.cells_of(moved)
    assert (before != after).mean() < 2e-3  # those that lie on the border of a cell
    assert np.array_equal(before == h.DEGENERATE, after == h.DEGENERATE)
    assert np.abs(measures.entropies(counted(poses)) - measures.entropies(counted(moved))).max() < 0.02


@pytest.mark.usefixtures("counting")
def test_the_mirrored_population_has_the_mirrored_histogram(poses):
    own, other = counted(poses), counted(mirrored(poses))
    for limb, across in zip(TORSO, MIRROR, strict=True):
        assert np.abs(other[across] - measures.mirrored(own[limb])).sum() <= 4  # on borders


@pytest.mark.usefixtures("counting")
def test_counts_of_parts_add_up_and_degenerate_poses_are_left_out(poses):
    whole, parts = h.empty(), h.empty()
    assert h.count(poses, whole) == 2
    assert h.count(poses[:7], parts) + h.count(poses[7:], parts) == 2
    assert np.array_equal(whole, parts)
    assert (whole.sum(axis=(1, 2)) == 598).all()
    added = h.empty()
    assert h.add(added, h.cells_of(poses)) == 2
    assert np.array_equal(added, whole)


def test_loops_batches_and_torch_tell_the_same(poses, monkeypatch):
    pytest.importorskip("numba")
    torch = pytest.importorskip("torch")
    fused = h.cells_of(poses)
    monkeypatch.setitem(sys.modules, "evopose.fused.histogram", None)
    batched = h.cells_of(poses)
    assert (fused != batched).mean() < 1e-3
    assert (h.cells_of(torch.from_numpy(poses)) != batched).mean() < 1e-3


def test_a_population_tells_which_generation_reached_a_cell_first(poses):
    generation = np.array([1, 0, 2] * 200)
    found = finish(h.histogram(Population(poses, generation)))
    assert found.degenerate == 2
    assert found.generations == {0: 200, 1: 200, 2: 200}
    assert np.array_equal(found.counts, counted(poses))
    assert np.array_equal(found.first >= 0, found.counts > 0)
    for number in range(3):
        assert np.array_equal((found.first >= 0) & (found.first <= number), counted(poses[generation <= number]) > 0)


def test_no_poses_are_counted_as_none():
    found = finish(h.histogram(Population(np.zeros((0, 17, 3), np.float32))))
    assert found.counts.sum() == 0
    assert (found.first == -1).all()
    assert h.cells_of(np.zeros((0, 17, 3), np.float32)).shape == (0, 9)


def test_positions_are_never_read_whole(poses):
    class Guarded:
        shape, dtype = poses.shape, poses.dtype

        def __len__(self):
            return len(poses)

        def __getitem__(self, rows):
            return poses[rows]

        def __array__(self, *_arguments, **_named):
            raise AssertionError("read whole")

    assert np.array_equal(finish(h.histogram(Population(Guarded()))).counts, counted(poses))
