"""Laws of the pose library."""

import numpy as np
import pytest

from evopose.errors import BadFile, BadOption, MissingFile
from evopose.fitting.choice import build, choose, farthest
from evopose.fitting.library import library, read, write
from evopose.fitting.template import bone_vectors, directions_of, facing_ahead, joints, mirrored_directions
from evopose.geometry.spherical import to_vectors
from evopose.model.limb import LIMBS
from evopose.resources import resource


def test_the_library_says_what_it_is_and_is_small():
    assert {"source", "licence", "command", "poses"} <= set(library().metadata)
    assert len(library()) == 2 * library().metadata["poses"]
    assert resource("poses/cmu.npz").stat().st_size < 1_500_000


def test_library_poses_are_sound():
    found = library()
    assert found.poses.shape == (len(found), 17, 3)
    assert np.isfinite(found.limb_directions).all()
    np.testing.assert_allclose(found.weights.sum(), 1)
    lengths = np.linalg.norm(bone_vectors(found.poses), axis=-1)
    np.testing.assert_allclose(lengths, np.broadcast_to(found.lengths, lengths.shape))


def test_each_pose_stands_beside_its_mirror_image():
    found = library()
    half = len(found) // 2
    np.testing.assert_allclose(mirrored_directions(found.directions[:half]), found.directions[half:])


def test_poses_of_the_library_differ():
    poses = library().poses[: len(library()) // 2].reshape(-1, 51)
    squares = np.sum(poses**2, axis=1)
    apart = squares[:200, None] + squares - 2 * poses[:200] @ poses.T
    apart[np.arange(200), np.arange(200)] = np.inf
    assert apart.min() > 1e-4


@pytest.mark.parametrize("limb", range(9))
def test_neighbours_are_directions_that_the_limb_has_in_the_library(limb):
    found = library().neighbours(limb, library().poses[7], k=12)
    assert found.shape == (12, 2)
    known = library().limb_directions[:, limb]
    assert all((known == direction).all(axis=1).any() for direction in found)


def test_neighbours_of_a_forearm_go_by_the_upper_arm():
    left_arm, left_forearm = 1, 2
    positions = library().poses[11]
    chosen = library().neighbours(left_forearm, positions, k=20)
    rows = [int(np.flatnonzero((library().limb_directions[:, left_forearm] == d).all(axis=1))[0]) for d in chosen]
    parents = library().limb_vectors[rows, left_arm] @ library().limb_vectors[11, left_arm]
    assert parents.min() > np.cos(np.radians(10))
    assert LIMBS[left_forearm].parent == left_arm


def test_neighbours_of_a_library_pose_begin_with_itself():
    first = library().neighbours(0, library().poses[5], k=1)[0]
    assert to_vectors(first) @ library().limb_vectors[5, 0] == pytest.approx(1, abs=1e-6)


def test_a_pose_without_frames_has_no_neighbours():
    assert library().neighbours(3, np.full((17, 3), np.nan)).shape == (0, 2)
    assert library().neighbours(3, np.zeros((17, 3))).shape == (0, 2)


def test_a_limb_that_does_not_exist_is_refused():
    with pytest.raises(BadOption, match="expected 0 … 8"):
        library().neighbours(9, library().poses[0])


def test_a_library_comes_back_from_its_file(tmp_path):
    made = choose(library().poses[:60], np.zeros(60, int), 20, {"source": "test"})
    write(made, tmp_path / "small.npz")
    again = read(tmp_path / "small.npz")
    np.testing.assert_allclose(again.directions, made.directions, atol=1e-3)
    np.testing.assert_allclose(again.weights, made.weights, rtol=1e-5)
    assert again.metadata == made.metadata


def test_files_that_are_no_library_are_named(tmp_path):
    with pytest.raises(MissingFile):
        read(tmp_path / "nothing.npz")
    np.savez(tmp_path / "other.npz", poses=np.zeros(3))
    with pytest.raises(BadFile, match="not a pose library"):
        read(tmp_path / "other.npz")
    (tmp_path / "text.npz").write_text("no")
    with pytest.raises(BadFile, match="not a pose library"):
        read(tmp_path / "text.npz")


def test_farthest_points_cover_and_every_point_has_its_nearest():
    points = np.random.default_rng(0).normal(size=(300, 4))
    chosen, owner = farthest(points, 30)
    apart = np.linalg.norm(points[:, None] - points[chosen][None], axis=-1)
    np.testing.assert_array_equal(owner, apart.argmin(axis=1))
    between = np.linalg.norm(points[chosen][:, None] - points[chosen][None], axis=-1) + 9 * np.eye(30)
    assert between.min() >= apart.min(axis=1).max() - 1e-5


def test_building_twice_gives_the_same_poses(tmp_path):
    np.savez(tmp_path / "clips.npz", positions=library().poses[:50], clip=np.repeat([0, 1], 25))
    one = build([tmp_path / "clips.npz"], tmp_path / "a.npz", size=10)
    other = build([tmp_path / "clips.npz"], tmp_path / "b.npz", size=10)
    np.testing.assert_array_equal(one.directions, other.directions)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_an_empty_library_is_refused():
    with pytest.raises(BadOption):
        choose(library().poses[:10], np.zeros(10, int), 0, {})


def test_turning_a_pose_does_not_change_how_it_stands_in_the_library():
    poses = library().poses[:20]
    c, s = np.cos(1.0), np.sin(1.0)
    turned = poses @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]])
    again = joints(facing_ahead(directions_of(turned)), library().lengths)
    np.testing.assert_allclose(again, joints(facing_ahead(directions_of(poses)), library().lengths), atol=1e-9)
