"""Joint sets: known by their names however these are written, and each supplies the working skeleton."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evopose.errors import UnknownName
from evopose.model.joint_name import plain_name
from evopose.model.joint_set import JointSet, joint_set, joint_sets, recognise
from evopose.model.keypoints import Visibility
from evopose.model.skeleton import H36M_17

every_set = pytest.mark.parametrize("joints", [joint_set(name) for name in joint_sets()], ids=lambda found: found.name)

SPELLINGS = {
    "snake": lambda name: name,
    "spaces": lambda name: name.replace("_", " "),
    "capitals": lambda name: name.upper(),
    "camel": lambda name: "".join(word.capitalize() for word in name.split("_")),
    "prefix": lambda name: name.replace("left_", "l_").replace("right_", "r_"),
    "glued": lambda name: name.replace("left_", "l").replace("right_", "r"),
    "short camel": lambda name: "".join(
        word[:1].upper() + word[1:] for word in name.replace("left_", "L_").replace("right_", "R_").split("_")
    ),
}


def mirrored_columns(joints: JointSet) -> list[int]:
    """For each column the one of the other side."""

    def other(name: str) -> str:
        words = plain_name(name).split(" ")
        swap = {"left": "right", "right": "left"}
        return " ".join([swap.get(words[0], words[0]), *words[1:]])

    plain = [plain_name(name) for name in joints.joints]
    return [plain.index(other(name)) for name in joints.joints]


@every_set
def test_names_are_unique_however_they_are_written(joints):
    assert len({plain_name(name) for name in joints.joints}) == len(joints.joints)
    assert len(set(joints._columns())) == len(joints.joints) + len(joints.aliases)


@every_set
def test_edges_join_different_joints_of_the_set(joints):
    assert joints.edges
    assert all(a != b and max(a, b) < len(joints.joints) for a, b in joints.edges)


@every_set
def test_weights_add_up_to_one_so_that_moving_a_person_moves_every_joint(joints):
    for ways in joints.sources:
        for way in ways:
            assert sum(weight for _, weight in way.weights) == pytest.approx(1)
    points = np.random.default_rng(0).normal(size=(4, len(joints.joints), 3))
    step = np.array([1.0, 2.0, 3.0])
    np.testing.assert_allclose(joints.to_h36m(points + step), joints.to_h36m(points) + step, atol=1e-12)


@every_set
def test_the_mirrored_person_has_the_mirrored_joints(joints):
    points = np.random.default_rng(1).normal(size=(3, len(joints.joints), 2))
    mirrored = points[:, mirrored_columns(joints)] * [-1, 1]
    expected = joints.to_h36m(points)[:, list(H36M_17.mirror)] * [-1, 1]
    np.testing.assert_allclose(joints.to_h36m(mirrored), expected, atol=1e-12)


@every_set
def test_every_set_supplies_all_seventeen_and_limbs_exactly(joints):
    assert all(joints.supplied)
    limbs = [1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16]
    assert not any(joints.approximate[joint] for joint in [0, *limbs])
    for joint in limbs:
        side = "left" if H36M_17.sides[joint] == "left" else "right"
        ((column, weight),) = joints.sources[joint][0].weights
        assert weight == 1
        assert plain_name(joints.joints[column]) == f"{side} {H36M_17.joints[joint][1:]}"


@pytest.mark.parametrize("spelling", SPELLINGS)
@every_set
def test_a_set_is_recognised_however_its_names_are_written(joints, spelling):
    names = [SPELLINGS[spelling](name) for name in joints.joints]
    found = recognise(names)
    assert found.name == joints.name
    assert found.joints == tuple(names)
    assert found.sources == joints.sources


@given(st.randoms(use_true_random=False))
def test_columns_may_come_in_any_order_and_with_strangers(random):
    joints = joint_set("halpe_26")
    names = [*joints.joints, "tail", "hat"]
    random.shuffle(names)
    points = {name: np.random.default_rng(len(name)).normal(size=2) + len(name) for name in names}
    found = recognise(names).to_h36m(np.array([points[name] for name in names]))
    np.testing.assert_allclose(found, joints.to_h36m(np.array([points[name] for name in joints.joints])))


def test_names_that_make_no_person_are_refused_with_what_there_is():
    with pytest.raises(UnknownName, match="coco_17"):
        recognise(["left_front_paw", "tail", "nose"])
    with pytest.raises(UnknownName, match="mediapipe_33"):
        recognise([])
    with pytest.raises(UnknownName, match="did you mean 'coco_17'"):
        joint_set("coco17")


def test_known_programs_are_told_apart():
    openpose = "Nose Neck RShoulder RElbow RWrist LShoulder LElbow LWrist RHip RKnee RAnkle LHip LKnee LAnkle REye LEye"
    assert recognise([*openpose.split(), "REar", "LEar"]).name == "openpose_body_25"
    mpii = "r_ankle r_knee r_hip l_hip l_knee l_ankle pelvis thorax upper_neck head_top r_wrist r_elbow r_shoulder"
    assert recognise([*mpii.split(), "l_shoulder", "l_elbow", "l_wrist"]).name == "h36m_17"
    assert recognise(joint_set("coco_17").joints[5:]).name == "lsp_14"


@every_set
def test_a_missing_source_leaves_its_joint_missing_and_no_other(joints):
    points = np.random.default_rng(2).normal(size=(len(joints.joints), 2))
    whole = joints.to_h36m(points)
    for column in range(len(joints.joints)):
        holed = points.copy()
        holed[column] = np.nan
        found = joints.to_h36m(holed)
        for joint, ways in enumerate(joints.sources):
            left = [way for way in ways if column not in dict(way.weights)]
            assert np.isfinite(found[joint]).all() == bool(left)
            if left and left[0] == ways[0]:
                np.testing.assert_array_equal(found[joint], whole[joint])


def test_h36m_32_is_the_originals_table():
    used = [0, 1, 2, 3, 6, 7, 8, 12, 13, 14, 15, 17, 18, 19, 25, 26, 27]
    points = np.arange(64.0).reshape(32, 2)
    np.testing.assert_array_equal(joint_set("h36m_32").to_h36m(points), points[used])


def test_smpl_24_is_the_originals_table_but_for_the_head_top():
    points = np.random.default_rng(3).normal(size=(24, 3))
    table = [0, 2, 5, 8, 1, 4, 7, 3, 12, 15, 16, 18, 20, 17, 19, 21]
    joints = joint_set("smpl_24")
    np.testing.assert_array_equal(np.delete(joints.to_h36m(points), 10, axis=0), points[table])
    assert [H36M_17.joints[i] for i, guess in enumerate(joints.approximate) if guess] == ["head"]


def test_the_click_order_is_the_originals():
    right, left = ["rankle", "rknee", "rhip"], ["lhip", "lknee", "lankle"]
    clicks = [*right, *left, "rwrist", "relbow", "rshoulder", "lshoulder", "lelbow", "lwrist"]
    points = np.arange(34.0).reshape(17, 2)
    found = joint_set("evoskeleton_click_order").to_h36m(points)
    for click, name in enumerate([*clicks, None, "head", "spine", "thorax", "neck"]):
        if name:
            np.testing.assert_array_equal(found[H36M_17.index(name)], points[click])


def test_a_detector_sees_an_upright_person_upright():
    """A frontal person of 1.75 m in pixels of a centimetre: order from bottom to top, sizes of the mocap's middle."""
    places = {
        "left_ankle": (15, -8), "right_ankle": (-15, -8), "left_knee": (14, -50), "right_knee": (-14, -50),
        "left_hip": (9, -92), "right_hip": (-9, -92), "left_shoulder": (19, -143), "right_shoulder": (-19, -143),
        "left_ear": (7, -162), "right_ear": (-7, -162), "nose": (0, -160),
    }  # fmt: skip
    joints = joint_set("coco_17")
    xy = np.array([places.get(name, (30, -120)) for name in joints.joints], float)
    found = joints.to_h36m(xy)
    hip, spine, thorax, neck, head = -found[[0, 7, 8, 9, 10], 1]
    assert np.abs(found[[0, 7, 8, 9, 10], 0]).max() < 1e-9
    assert (hip, thorax) == (92, 143)
    assert spine == pytest.approx((hip + thorax) / 2)
    assert 10 < neck - thorax < 18
    assert 165 < head < 178


def test_keypoints_of_a_detector_say_which_are_guesses():
    joints = joint_set("coco_17")
    xy = np.random.default_rng(4).uniform(0, 100, (17, 2))
    states = np.full(17, 2)
    states[7] = Visibility.OCCLUDED
    states[9] = Visibility.MISSING
    found = joints.keypoints(xy, states, np.full(17, 0.8))
    assert found.visibility[H36M_17.index("lelbow")] == Visibility.OCCLUDED
    assert found.visibility[H36M_17.index("lwrist")] == Visibility.MISSING
    assert np.isnan(found.xy[H36M_17.index("lwrist")]).all()
    assert found.confidence[H36M_17.index("lwrist")] == 0
    assert found.visibility[H36M_17.index("rwrist")] == Visibility.VISIBLE
    for guess in ("spine", "thorax", "neck", "head"):
        assert found.visibility[H36M_17.index(guess)] == Visibility.OCCLUDED
        assert found.confidence[H36M_17.index(guess)] == pytest.approx(0.4)
    assert found.confidence[H36M_17.index("rankle")] == pytest.approx(0.8)
    np.testing.assert_allclose(np.delete(found.xy, 13, 0), np.delete(joints.to_h36m(xy), 13, 0))


def test_torch_and_numpy_agree():
    torch = pytest.importorskip("torch")
    points = np.random.default_rng(5).normal(size=(2, 33, 2))
    points[0, 7] = np.nan
    joints = joint_set("mediapipe_33")
    found = joints.to_h36m(torch.as_tensor(points))
    np.testing.assert_allclose(found.numpy(), joints.to_h36m(points))
