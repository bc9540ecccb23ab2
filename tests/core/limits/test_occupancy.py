"""Laws of learned joint limits."""

import numpy as np
import pytest

from evopose.errors import BadOption
from evopose.geometry.components import joints_first
from evopose.geometry.hierarchy import limb_vectors
from evopose.geometry.spherical import to_angles
from evopose.geometry.turning import aim, mirrored
from evopose.geometry.vectors import axis_rotation
from evopose.jobs import finish
from evopose.limits import default, reasons
from evopose.limits.learning import Growth, learn
from evopose.limits.occupancy import LOWER, PARENT_DEGREES, REST, UPPER, OccupancyLimits, torso_directions, unswung
from evopose.limits.trials import HINGED, bent_backwards, flexions, with_random_limbs
from evopose.model.array import array_namespace, as_numpy
from evopose.model.limb import LIMBS
from evopose.model.part import part


def test_every_pose_that_limits_were_learned_from_is_valid(limits, people, array):
    assert as_numpy(limits.valid(array(people(0, 500)))).all()
    assert as_numpy(limits.valid(array(mirrored(people(0, 500))))).all()


def test_new_poses_of_the_same_kind_are_valid_and_wild_ones_are_not(limits, people):
    assert limits.valid(people(1, 300)).all(axis=1).mean() > 0.95
    assert limits.valid(with_random_limbs(people(1, 300), np.random.default_rng(0))).all(axis=1).mean() < 0.001


def test_directions_that_are_known_already_get_the_verdicts_of_their_positions(limits, people, array):
    positions = array(people(3, 400, 25.0))
    xp = array_namespace(positions)
    seen = torso_directions(xp, joints_first(xp, positions))
    verdicts = as_numpy(limits.valid_seen(*seen))
    assert 0.01 < verdicts.all(axis=0).mean() < 0.99
    assert np.array_equal(
        verdicts[[(*UPPER, *LOWER).index(limb) for limb in range(9)]].T, as_numpy(limits.valid(positions))
    )


def test_a_direction_within_the_radius_of_a_seen_one_is_valid_and_one_far_from_all_is_not(people):
    pose = people(0, 1)
    limits = finish(learn([pose], Growth(mirror=False, closing=0), {}))
    rng = np.random.default_rng(0)
    for number, radius in ((1, 12.0), (2, 15.0), (5, 12.0), (6, 15.0)):
        tip, start = LIMBS[number].end, LIMBS[number].start
        bone = pose[0, tip] - pose[0, start]
        for degrees, expected in ((radius - 4.5, True), (radius + 4.5, False)):
            moved = np.repeat(pose, 50, axis=0)
            square = np.cross(bone, rng.normal(size=(50, 3)))
            moved[:, tip] = moved[:, start] + np.squeeze(
                axis_rotation(square, np.full(50, np.radians(degrees))) @ bone[:, None], -1
            )
            assert (limits.valid(moved)[:, number] == expected).all(), (number, degrees)


def test_a_parent_too_far_from_all_seen_leaves_its_child_nowhere_to_go(people):
    pose = people(0, 1)[0]
    limits = finish(learn([pose[None]], Growth(mirror=False), {}))
    raised = aim(pose, part("left upper arm"), np.radians([-60.0, 0.0]))
    assert not limits.valid(raised)[1:3].any()
    assert not limits.region(2, raised).any()
    assert limits.valid(raised)[3:].all()


def test_verdicts_do_not_depend_on_where_the_body_stands_how_it_is_turned_or_how_large_it_is(limits, people):
    poses = people(2, 400, spread=35)
    rotation = axis_rotation(np.array([0.3, -1.0, 0.5]), np.asarray(1.1))
    moved = 1.4 * poses @ rotation.T + np.array([3.0, 2.0, 1.0])
    assert (limits.valid(moved) != limits.valid(poses)).mean() < 1e-3


def test_mirrored_poses_have_mirrored_verdicts(limits, people):
    poses = people(2, 400, spread=35)
    swapped = [0, 3, 4, 1, 2, 7, 8, 5, 6]
    assert (limits.valid(mirrored(poses)) != limits.valid(poses)[:, swapped]).mean() < 0.01


def test_numpy_and_torch_agree_on_every_direction(limits, people):
    torch = pytest.importorskip("torch")
    for dtype in (np.float64, np.float32):
        poses = people(3, 9000, spread=35).astype(dtype)
        np.testing.assert_array_equal(limits.valid(torch.from_numpy(poses)).numpy(), limits.valid(poses))


def test_the_region_is_where_the_limb_would_be_valid(limits, people):
    pose = people(4, 1, spread=15)[0]
    rng = np.random.default_rng(0)
    for number, limb in enumerate(LIMBS):
        region = limits.region(number, pose)
        assert region.shape == (120, 60)
        chosen = [*rng.permutation(np.argwhere(region))[:8], *rng.permutation(np.argwhere(~region))[:8]]
        for column, row in chosen:
            angles = np.radians([column * 3 - 178.5, row * 3 - 88.5])
            aimed = aim(pose, part(limb.name), angles)
            assert limits.valid(aimed)[number] == region[column, row], (limb.name, column, row)


def test_the_region_holds_the_current_direction_of_a_valid_limb(limits, people):
    pose = people(0, 1)[0]
    angles = np.degrees(to_angles(limb_vectors(pose)))
    for number, (theta, phi) in enumerate(angles):
        assert limits.region(number, pose)[int((theta + 180) // 3), int((phi + 90) // 3)]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_degenerate_poses_are_invalid_throughout_and_never_an_error(limits, people, array, dtype):
    poses = people(0, 8).astype(dtype)
    poses[1, 13] = np.nan
    poses[2, 5] = np.inf
    poses[3] = 0
    poses[4, 2] = poses[4, 1]
    poses[5] *= 1e200 if dtype == np.float64 else 1e30
    poses[6] = np.nan
    verdicts = as_numpy(limits.valid(array(poses)))
    assert not verdicts[1:7].any()
    assert verdicts[[0, 7]].all()
    assert not limits.region(2, poses[3]).any()


def test_a_head_folded_back_onto_the_thorax_is_invalid(limits, people):
    pose = people(0, 1)[0]
    pose[10] = pose[8]
    assert limits.valid(pose).tolist() == [False] + [True] * 8


def test_any_batch_and_any_number_type_goes_through(limits, people, array):
    poses = people(0, 6)
    assert tuple(limits.valid(array(poses[:0])).shape) == (0, 9)
    assert tuple(limits.valid(array(poses.reshape(2, 3, 17, 3))).shape) == (2, 3, 9)
    assert tuple(limits.valid(array(poses[0])).shape) == (9,)
    assert as_numpy(limits.valid(array((poses * 1000).astype(np.int64)))).all()
    assert limits.valid(np.zeros((3, 17, 3), np.int32)).sum() == 0


def test_reasons_name_the_limb_or_the_degeneracy(limits, people):
    pose = people(0, 1)[0]
    assert reasons(limits, pose) == ()
    bent = bent_backwards(pose[None], 6, np.array([1.5]))[0]
    assert reasons(limits, bent) == ("The left shin does not reach there while the left thigh is where it is.",)
    assert reasons(limits, np.zeros((17, 3))) == ("The pose is degenerate: the bone to joint 1 has no length.",)


def test_nothing_to_learn_from_is_an_error():
    for populations in ([], [np.zeros((0, 17, 3))], [np.full((4, 17, 3), np.nan)]):
        with pytest.raises(BadOption, match="No pose"):
            finish(learn(populations, Growth(), {}))


def test_cells_with_too_few_poses_do_not_count(people):
    poses = np.concatenate([np.repeat(people(0, 1), 3, axis=0), people(7, 1, spread=60)])
    limits = finish(learn([poses], Growth(minimum=2, mirror=False), {}))
    assert limits.valid(poses[0]).all()
    assert not limits.valid(poses[3]).all()


def test_learning_from_parts_is_learning_from_the_whole(people):
    poses = people(5, 30)
    whole = finish(learn([poses], Growth(), {}))
    parts = finish(learn([poses[:20], poses[20:]], Growth(), {}))
    np.testing.assert_array_equal(whole.upper, parts.upper)
    np.testing.assert_array_equal(whole.lower, parts.lower)


def test_undoing_the_swing_takes_the_parent_to_rest_and_keeps_angles():
    rng = np.random.default_rng(0)
    rest = np.array(REST[0]) / np.linalg.norm(REST[0])
    parents, children = rng.normal(size=(2, 3, 40))
    parents, children = (a / np.linalg.norm(a, axis=0) for a in (parents, children))
    at_rest = np.stack(unswung(tuple(rest), tuple(parents), tuple(parents)))
    np.testing.assert_allclose(at_rest, np.repeat(rest[:, None], 40, axis=1), atol=1e-9)
    moved = np.stack(unswung(tuple(rest), tuple(parents), tuple(children)))
    np.testing.assert_allclose(rest @ moved, np.sum(parents * children, axis=0), atol=1e-9)
    np.testing.assert_allclose(np.linalg.norm(moved, axis=0), 1, atol=1e-9)


def test_bending_backwards_keeps_the_length_and_the_plane_and_crosses_to_the_other_side(people):
    poses = people(6, 50, spread=25)
    for limb in HINGED:
        bend = np.full(50, 1.2)
        moved = bent_backwards(poses, limb, bend)
        start, end = LIMBS[limb].start, LIMBS[limb].end
        np.testing.assert_allclose(flexions(moved, limb), bend, atol=1e-9)
        before, after = (p[:, end] - p[:, start] for p in (poses, moved))
        np.testing.assert_allclose(np.linalg.norm(after, axis=-1), np.linalg.norm(before, axis=-1), atol=1e-9)
        hinged = flexions(poses, limb) > np.radians(20)
        upper = poses[:, start] - poses[:, LIMBS[LIMBS[limb].parent].start]
        sideways = [b - upper * (np.sum(b * upper, -1) / np.sum(upper * upper, -1))[:, None] for b in (before, after)]
        cosine = np.sum(sideways[0] * sideways[1], -1) / np.prod([np.linalg.norm(s, axis=-1) for s in sideways], axis=0)
        np.testing.assert_allclose(cosine[hinged], -1, atol=1e-9)


def test_the_limits_that_ship_say_where_they_are_from_and_hold_their_own_poses(shared_data):
    shipped = default()
    assert isinstance(shipped, OccupancyLimits)
    assert shipped.metadata["poses"] == 17998
    assert "mocap.cs.cmu.edu" in shipped.metadata["source"]
    assert shipped.metadata["licence"]
    assert shipped.metadata["parent_degrees"] == PARENT_DEGREES
    mocap = shared_data / "data" / "mocap"
    assert shipped.valid(np.load(mocap / "cmu.npz")["positions"]).all()
    for name, least in (("snu_mrl", 0.96), ("animated_drawings", 0.96), ("bandai1", 0.96)):
        assert shipped.valid(np.load(mocap / f"{name}.npz")["positions"]).all(axis=1).mean() >= least


def test_the_limits_that_ship_turn_down_what_no_body_does(shared_data):
    poses = np.load(shared_data / "data" / "mocap" / "cmu.npz")["positions"][::5].astype(float)
    random = with_random_limbs(poses, np.random.default_rng(1))
    assert default().valid(random).all(axis=1).mean() < 0.01
    for limb in HINGED:
        bends = np.random.default_rng(limb).uniform(np.radians(45), np.radians(150), len(poses))
        assert default().valid(bent_backwards(poses, limb, bends)).all(axis=1).mean() < 0.01


def test_clips_left_out_of_the_learning_are_valid(shared_data):
    data = np.load(shared_data / "data" / "mocap" / "cmu.npz")
    positions = data["positions"].astype(float)
    left_out = data["clip"] % 5 == 0
    limits = finish(learn([positions[~left_out]], Growth(), {}))
    assert limits.valid(positions[left_out]).all(axis=1).mean() >= 0.98
