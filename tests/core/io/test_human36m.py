"""Human3.6M in both ways in which it is handed on: its cameras see the 3D where the 2D is, and damage is told."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from evopose.errors import BadFile, BadOption, MissingFile, UnsafeFile, WrongUnit
from evopose.geometry.projection import project
from evopose.io import h36m, videopose3d
from evopose.io.format import format_of
from evopose.io.h36m_protocol import ACTIONS, action_of
from evopose.io.pairs import Selection, read_pairs
from tests.core.io.data_sets import (
    MOTIONS,
    camera_entries,
    motions,
    nested,
    videopose3d_2d,
    write_original,
    write_videopose3d,
)

WRITERS = pytest.mark.parametrize("write", [write_original, write_videopose3d])


def change(path, alter):
    """Alter a dictionary in a file of NumPy's."""
    content = np.load(path, allow_pickle=True).item()
    alter(content)
    np.save(path, content, allow_pickle=True)


@WRITERS
def test_every_camera_sees_the_3d_where_the_2d_is(tmp_path, write):
    read = read_pairs(write(tmp_path))
    assert len(read) == 4 * sum(MOTIONS.values())
    for number, camera in enumerate(read.cameras):
        rows = read.camera == number
        assert_allclose(project(camera, read.joints[rows].astype(float)), read.pixels[rows], atol=0.05)
    assert {camera.name for camera in read.cameras} == {"54138969", "55011271", "58860488", "60457274"}
    assert {camera.size for camera in read.cameras} == {(1000, 1002), (1000, 1000)}


@WRITERS
def test_clips_are_motions_with_their_subjects_and_canonical_actions(tmp_path, write):
    read = read_pairs(write(tmp_path))
    assert read.metadata["clip_names"] == [f"{subject} {motion}" for subject, motion in MOTIONS]
    assert read.metadata["clip_subjects"] == ["S1", "S9", "S11"]
    assert read.metadata["clip_kinds"] == ["Walking", "SittingDown", "WalkDog"]
    assert read.metadata["clip_seconds_per_frame"] == [0.02] * 3
    assert read.metadata["data_set"] == "Human3.6M" and read.metadata["detector"] in ("HRN", "cpn")
    assert_array_equal(np.bincount(read.clip), [4 * count for count in MOTIONS.values()])
    assert "apart" not in read.metadata


@WRITERS
def test_rows_are_those_of_the_population_of_the_3d(tmp_path, write):
    path = write(tmp_path)
    companion = next(tmp_path.glob("*3*_*.npz"), tmp_path / "threeDPose_test.npy")
    population = format_of(companion).read_population(companion)
    assert_allclose(population.positions, np.concatenate(list(motions().values())), atol=1e-5)
    read = read_pairs(path)
    for row, joints in zip(read.row, read.joints, strict=True):
        bones = np.linalg.norm(np.diff(joints, axis=0), axis=-1)
        assert_allclose(bones, np.linalg.norm(np.diff(population.positions[row], axis=0), axis=-1), atol=1e-5)


@WRITERS
def test_3d_alone_gives_what_the_cameras_saw(tmp_path, write):
    """The 2D of the small data sets is without errors, so both must be the same."""
    recorded = read_pairs(write(tmp_path))
    companion = next(tmp_path.glob("*3*_*.npz"), tmp_path / "threeDPose_test.npy")
    projected = read_pairs(companion)
    for name in ("pixels", "joints", "row"):
        assert_allclose(getattr(projected, name), getattr(recorded, name), rtol=1e-5, atol=0.01)
    assert projected.metadata["detector"] == ""
    assert projected.metadata["clip_names"] == recorded.metadata["clip_names"]


@WRITERS
@pytest.mark.parametrize(
    ("select", "subjects", "count"),
    [
        ({"protocol": "h36m-test"}, {"S9", "S11"}, 32),
        ({"protocol": "h36m-s1"}, {"S1"}, 16),
        ({"subjects": ("9",), "cameras": ("55011271",)}, {"S9"}, 3),
        ({"actions": ("WalkDog",), "cameras": ("4",), "every": 2}, {"S11"}, 3),
        ({"every": 64}, {"S1", "S9", "S11"}, 12),
    ],
)
def test_protocols_and_choices_of_the_literature(tmp_path, write, select, subjects, count):
    read = read_pairs(write(tmp_path), Selection(**select))
    assert set(read.metadata["clip_subjects"]) == subjects and len(read) == count


@WRITERS
def test_nobody_of_whom_was_asked_for_says_who_is_there(tmp_path, write):
    with pytest.raises(BadOption, match="subjects S1, S9, S11; actions Walking, SittingDown, WalkDog"):
        read_pairs(write(tmp_path), Selection(subjects=("S7",)))


def turned_round(content):
    """What each camera saw given to the one across the room."""
    for key, other in [(key, key[2].replace("54138969", "60457274")) for key in content if "54138969" in key[2]]:
        there = (*key[:2], other)
        content[key], content[there] = content[there], content[key]


def test_mixed_up_cameras_are_noticed(tmp_path):
    path = write_original(tmp_path)
    change(path, turned_round)
    with pytest.raises(BadFile, match="camera 54138969 lies beside where it sees the 3D"):
        read_pairs(path)
    backwards = {key: seen[::-1] for key, seen in videopose3d_2d().items()}
    with pytest.raises(BadFile, match="lies beside where it sees the 3D"):
        read_pairs(write_videopose3d(tmp_path, positions_2d=nested(backwards)))


def test_one_recording_that_lies_apart_is_named_and_kept(tmp_path):
    values = videopose3d_2d()
    values["S9", "SittingDown"][1] = values["S9", "SittingDown"][1] + np.float32(300)
    read = read_pairs(write_videopose3d(tmp_path, positions_2d=nested(values)))
    assert read.metadata["apart"] == ["S9 SittingDown by 55011271"] and len(read) == 48


@WRITERS
def test_the_3d_must_lie_beside_the_2d(tmp_path, write):
    path = write(tmp_path)
    for companion in (*tmp_path.glob("threeDPose*"), *tmp_path.glob("data_3d*")):
        companion.unlink()
    with pytest.raises(MissingFile, match=r"(threeDPose_test\.npy|data_3d_h36m\.npz)\. They belong beside"):
        read_pairs(path)


@WRITERS
def test_a_folder_with_one_file_of_2d_is_enough(tmp_path, write):
    write(tmp_path)
    assert len(read_pairs(tmp_path)) == 48


def test_a_folder_with_several_asks_for_one(tmp_path):
    write_original(tmp_path)
    write_videopose3d(tmp_path)
    with pytest.raises(BadOption, match=r"data_2d_h36m_cpn\.npz, twoDPose_HRN_test\.npy; name one"):
        read_pairs(tmp_path)


def test_without_cameras_the_published_ones_are_taken(tmp_path):
    given, published = (tmp_path / name for name in ("given", "published"))
    for folder, cameras in ((given, True), (published, False)):
        folder.mkdir()
        write_original(folder, cameras)
    one, other = (read_pairs(folder / "twoDPose_HRN_test.npy") for folder in (given, published))
    assert_allclose(one.joints, other.joints, atol=1e-5)


def test_underscores_in_names_are_spaces(tmp_path):
    path = write_original(tmp_path)
    change(path, lambda c: [c.update({(*k[:2], k[2].replace(" ", "_")): c.pop(k)}) for k in list(c)])
    assert len(read_pairs(path)) == 48


def test_slots_of_zeros_are_missing(tmp_path):
    path = write_original(tmp_path)

    def no_neck(content):
        for values in content.values():
            values.reshape(-1, 32, 2)[:, h36m.JOINTS[9]] = 0

    change(path, no_neck)
    assert np.isnan(read_pairs(path).pixels[:, 9]).all() and np.isfinite(read_pairs(path).pixels[:, :9]).all()


KEY = (9, "SittingDown", "SittingDown.54138969.h5-sh")


@pytest.mark.parametrize(
    ("file", "alter", "told"),
    [
        ("twoDPose_HRN_test.npy", lambda c: c.update({KEY: c[KEY][:-1]}), "2 frames in 2D and 3 in threeDPose_test"),
        ("twoDPose_HRN_test.npy", lambda c: c.update({KEY: np.zeros((3, 96))}), "3D poses, no 2D keypoints"),
        ("twoDPose_HRN_test.npy", lambda c: c.update({KEY: np.zeros((3, 32))}), r"\(n, 64\) was expected"),
        ("twoDPose_HRN_test.npy", lambda c: c.update({(1, "a", "b"): 0}), "is not .subject, action, 'motion"),
        ("twoDPose_HRN_test.npy", lambda c: c.update({(9, "a", "a.1.h5-sh"): c[KEY]}), "not among the 3D"),
        (
            "twoDPose_HRN_test.npy",
            lambda c: c.update({(9, "SittingDown", "SittingDown.cam9.h5-sh"): c.pop(KEY)}),
            "S9 was seen by camera cam9, of which nothing is known; there are 54138969",
        ),
        ("threeDPose_test.npy", lambda c: c.update({(1, "a", "a.h5"): np.zeros((3, 51))}), r"\(n, 96\) was expected"),
        ("cameras.npy", lambda c: c.pop((9, 1)), "there are 55011271, 58860488, 60457274"),
        ("cameras.npy", lambda c: c.update({(9, 1): (np.ones((3, 3)), *c[9, 1][1:])}), "a rotation that is none"),
        ("cameras.npy", lambda c: c.update({(9, 1): 5}), "was expected"),
    ],
)
def test_damage_to_the_original_is_told(tmp_path, file, alter, told):
    path = write_original(tmp_path)
    change(tmp_path / file, alter)
    with pytest.raises(BadFile, match=told):
        read_pairs(path)


def test_positions_that_are_no_metres_are_told(tmp_path):
    path = write_original(tmp_path)
    change(tmp_path / "threeDPose_test.npy", lambda c: c.update({key: value / 10 for key, value in c.items()}))
    with pytest.raises(WrongUnit, match="centimetres"):
        read_pairs(path)


def test_code_in_a_file_is_not_run(tmp_path):
    class Harm:
        def __reduce__(self):
            return (print, ("harm",))

    path = write_original(tmp_path)
    change(path, lambda content: content.update({"x": Harm()}))
    with pytest.raises(UnsafeFile, match=r"print"):
        read_pairs(path)
    path = write_videopose3d(tmp_path, positions_2d={"S1": {"Walking": Harm()}})
    with pytest.raises(UnsafeFile, match=r"print"):
        read_pairs(path)


def fewer(count):
    def cut(values):
        values["S9", "SittingDown"] = values["S9", "SittingDown"][:count]

    return cut


@pytest.mark.parametrize(
    ("alter", "told"),
    [
        (fewer(3), "was seen by 3 cameras; 4 were expected"),
        (lambda v: v.update({("S9", "SittingDown"): [each[:2] for each in v["S9", "SittingDown"]]}), "2 frames in 2D"),
        (lambda v: v.pop(("S9", "SittingDown")), "S9 'SittingDown' of data_3d_h36m.npz is not in it"),
        (lambda v: v.update({("S1", "Walking 1"): [np.zeros((9, 15, 2))] * 4}), r"\(n, 17, 2\) was expected"),
    ],
)
def test_2d_that_does_not_belong_to_the_3d_is_told(tmp_path, alter, told):
    values = videopose3d_2d()
    alter(values)
    path = write_videopose3d(tmp_path, positions_2d=nested(values))
    with pytest.raises(BadFile, match=told):
        read_pairs(path)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"positions_3d": np.zeros(3)}, "no positions_3d by subject and motion"),
        ({"positions_3d": {"S1": {"Walking 1": np.zeros((4, 20, 3))}}}, "of Human3.6M, or"),
        ({"positions_2d": {}}, "no positions_2d by subject and motion"),
        ({"positions_3d": nested({("S3", "Walking"): motions()["S1", "Walking 1"]})}, "is not in it"),
    ],
)
def test_other_content_is_told(tmp_path, changed, told):
    with pytest.raises(BadFile, match=told):
        read_pairs(write_videopose3d(tmp_path, **changed))


def test_subjects_without_cameras_are_told(tmp_path):
    both = {("S3", "Walking"): motions()["S1", "Walking 1"]}
    pixels = nested({("S3", "Walking"): videopose3d_2d()["S1", "Walking 1"]})
    with pytest.raises(BadFile, match="where the cameras stood for S3 is not known; it is for S1, S5"):
        read_pairs(write_videopose3d(tmp_path, positions_3d=nested(both), positions_2d=pixels))


def test_millimetres_are_recognised(tmp_path):
    path = write_videopose3d(tmp_path, positions_3d=nested({key: each * 1000 for key, each in motions().items()}))
    assert_allclose(videopose3d.read_population(tmp_path / "data_3d_h36m.npz").positions[:4],
                    motions()["S1", "Walking 1"], atol=1e-5)  # fmt: skip
    assert len(read_pairs(path)) == 48


def test_layouts_of_other_detectors_are_known(tmp_path):
    hourglass = nested({key: [each[:, [3, 2, 1, 4, 5, 6, 0, 7, 8, 10, 16, 15, 14, 11, 12, 13]] for each in part]
                        for key, part in videopose3d_2d().items()})  # fmt: skip
    read = read_pairs(write_videopose3d(tmp_path, positions_2d=hourglass, metadata={"layout_name": "mpii"}))
    plain = read_pairs(write_videopose3d(tmp_path))
    assert np.isnan(read.pixels[:, 9]).all()
    others = [joint for joint in range(17) if joint != 9]
    assert_array_equal(read.pixels[:, others], plain.pixels[:, others])


def test_joints_of_coco_are_placed_as_far_as_they_can_be(tmp_path):
    """Shoulders, arms and legs are the same points; the hip is put between the two."""
    ours, coco = [11, 14, 12, 15, 13, 16, 4, 1, 5, 2, 6, 3], range(5, 17)

    def as_coco(pixels):
        placed = np.repeat(pixels[:, 9:10], 17, axis=1)
        placed[:, coco] = pixels[:, ours]
        return placed

    found = nested({key: [as_coco(each) for each in part] for key, part in videopose3d_2d().items()})
    read = read_pairs(write_videopose3d(tmp_path, positions_2d=found, metadata={"layout_name": "coco"}))
    plain = read_pairs(write_videopose3d(tmp_path))
    assert_allclose(read.pixels[:, ours], plain.pixels[:, ours], atol=1e-3)
    assert_allclose(read.pixels[:, 0], plain.pixels[:, [1, 4]].mean(axis=1), atol=0.01)


def test_actions_are_called_as_in_the_literature():
    assert [action_of(name) for name in ("TakingPhoto 1", "WalkingDog", "Sitting 2", "SittingDown", "WalkTogether 1")] \
        == ["Photo", "WalkDog", "Sitting", "SittingDown", "WalkTogether"]  # fmt: skip
    assert len(ACTIONS) == 15 and all(action_of(f"{action} 1") == action for action in ACTIONS)


def test_the_cameras_of_the_original_are_those_published():
    """So that tests of one are tests of the other."""
    rotation, position, *_, name = camera_entries()[9, 2]
    assert name == "55011271" and position.shape == (3, 1)
    assert_allclose(rotation @ rotation.T, np.eye(3), atol=1e-9)
