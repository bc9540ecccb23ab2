"""Histograms by fused loops are those of the batched geometry, but for directions on a cell's border."""

from pathlib import Path

import numpy as np
import pytest

from evopose.fused import histogram
from evopose.geometry.hierarchy import limb_vectors
from evopose.limits.sphere import cells
from evopose.model.array import NDArray, array_namespace


@pytest.fixture(scope="module")
def positions(shared_data: Path) -> NDArray:
    """Real poses, and each a few times with joints shaken by centimetres."""
    with np.load(shared_data / "data/mocap/cmu.npz", allow_pickle=False) as file:
        real = file["positions"]
    shaken = np.tile(real, (3, 1, 1))
    return np.concatenate([real, shaken + np.random.default_rng(0).normal(0, 0.03, shaken.shape)]).astype(np.float32)


def _plain(positions: NDArray) -> NDArray:
    vectors = limb_vectors(positions)
    column, row = cells(array_namespace(vectors), (vectors[..., 0], vectors[..., 1], vectors[..., 2]))
    return np.asarray(column * 60 + row)


def test_cells_are_those_of_the_batched_geometry(positions: NDArray) -> None:
    """But for knees that motion capture keeps quite straight: they point to the corner of four cells."""
    straight = limb_vectors(positions)[..., 0] > 1 - 1e-6
    differ = (histogram.cells(positions) != _plain(positions)) & ~straight
    assert differ.mean() <= 1e-5
    assert straight.mean() < 0.01


def test_a_direction_in_another_cell_lies_on_its_border(positions: NDArray) -> None:
    codes, plain = histogram.cells(positions).astype(int), _plain(positions)
    for pose, limb in np.argwhere(codes != plain):
        v = limb_vectors(positions[pose].astype(float))[limb]
        theta, phi = np.degrees(np.arctan2(v[1], v[0])), np.degrees(np.arctan2(v[2], np.hypot(v[0], v[1])))
        assert min(abs(theta / 3 - round(theta / 3)), abs(phi / 3 - round(phi / 3))) < 1e-3


def test_counts_are_those_of_the_cells(positions: NDArray) -> None:
    counts = histogram.empty()
    histogram.count(positions[:5000], counts)
    histogram.count(positions[5000:9000], counts)
    codes = histogram.cells(positions[:9000])
    expected = np.stack([np.bincount(codes[:, limb], minlength=7200) for limb in range(9)])
    assert np.array_equal(counts.reshape(9, 7200), expected)


def test_degenerate_poses_are_counted_out(positions: NDArray) -> None:
    bad = positions[:6].copy()
    bad[0, 3] = np.nan
    bad[1, 12] = bad[1, 11]
    bad[2, 1], bad[2, 4] = bad[2, 0] + bad[2, 7] - bad[2, 8], bad[2, 0] - bad[2, 7] + bad[2, 8]
    bad[3, 0] = np.inf
    counts = histogram.empty()
    assert histogram.count(bad, counts) == 4
    assert counts.sum() == 2 * 9
    assert (histogram.cells(bad)[:4] == histogram.DEGENERATE).all()


def test_a_head_folded_onto_the_thorax_has_no_direction_but_the_rest_has(positions: NDArray) -> None:
    folded = positions[:1].copy()
    folded[0, 10] = folded[0, 8]
    codes = histogram.cells(folded)[0]
    assert codes[0] == histogram.DEGENERATE
    assert (codes[1:] < 7200).all()


def test_memory_maps_and_other_layouts_are_counted_alike(positions: NDArray, tmp_path: Path) -> None:
    np.save(tmp_path / "poses.npy", positions[:100])
    mapped = np.load(tmp_path / "poses.npy", mmap_mode="r")
    assert np.array_equal(histogram.cells(mapped), histogram.cells(positions[:100]))
    backwards = positions[:100][::-1]
    assert np.array_equal(histogram.cells(backwards), histogram.cells(positions[:100])[::-1])
