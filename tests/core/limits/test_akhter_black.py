"""The published model's semantics, against a slow reading of the description of its arrays and rules.

The model itself may not be passed on: these are made up, in exactly its layout.
"""

import math

import numpy as np
import pytest
import scipy.io

from evopose.errors import BadFile, MissingFile
from evopose.geometry.components import LIMB_AXIS
from evopose.io.pickles import save_npy
from evopose.limits import AkhterBlackLimits
from evopose.model.array import as_numpy

RECORD = {0: 4, 1: 2, 2: 3, 3: 0, 4: 1, 5: 8, 6: 9, 7: 5, 8: 6}
PARENT = {2: 1, 4: 3, 6: 5, 8: 7}
JOINTS = {0: (8, 10), 1: (11, 12), 2: (12, 13), 3: (14, 15), 4: (15, 16), 5: (4, 5), 6: (5, 6), 7: (1, 2), 8: (2, 3)}
A = np.array(LIMB_AXIS) * (1, 1, -1)


@pytest.fixture(scope="module")
def model():
    """Random maps; planes and bounds that let about half through; nan planes where the parent's map is 0."""
    rng = np.random.default_rng(0)
    spread, planes, axes, bounds = (np.empty((1, 11), object) for _ in range(4))
    for cells in (spread, planes, axes, bounds):
        for record in range(11):
            cells[0, record] = np.zeros((0, 0))
    for record in (0, 2, 4, 5, 6, 8, 9):
        spread[0, record] = (rng.random((121, 61)) < 0.7).astype(np.uint8)
    for limb, parent in PARENT.items():
        normal = rng.normal(size=(121, 61, 3))
        normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
        plane = np.concatenate([normal, rng.uniform(-0.6, 0.2, (121, 61, 1))], axis=-1)
        plane[spread[0, RECORD[parent]] == 0] = np.nan
        second = rng.normal(size=(121, 61, 3))
        planes[0, RECORD[limb]] = plane
        axes[0, RECORD[limb]] = second / np.linalg.norm(second, axis=-1, keepdims=True)
        low, high = rng.uniform(-1, -0.2, (121, 61, 2)), rng.uniform(0.2, 1, (121, 61, 2))
        bounds[0, RECORD[limb]] = np.stack([low[..., 0], high[..., 0], low[..., 1], high[..., 1]], axis=-1)
    return {"angleSprd": spread, "sepPlane": planes, "E2": axes, "bounds": bounds, "jmp": np.array([[3]])}


@pytest.fixture
def files(model, tmp_path):
    """The model and the static pose, as MATLAB's files."""
    scipy.io.savemat(tmp_path / "jointAngleModel_v2.mat", model)
    scipy.io.savemat(tmp_path / "staticPose.mat", {"a": A[:, None], "di": np.zeros((3, 16))})
    return tmp_path / "jointAngleModel_v2.mat", tmp_path / "staticPose.mat"


def nz(v):
    return v / np.linalg.norm(v)


def slowly(model, pose, strict):
    """One pose's verdicts by the rules as they are written down, in the original's own axes."""
    s = pose[:, [0, 2, 1]]
    right, down, hips = nz(s[14] - s[11]), nz(s[7] - s[8]), nz(s[1] - s[4])

    def frame(x):
        y = nz(down - (x @ down) * x)
        return np.stack([x, y, np.cross(x, y)], axis=1)

    upper, lower = frame(right), frame(hips)
    bones = {limb: nz(s[start] - s[end]) for limb, (start, end) in JOINTS.items()}
    local = {limb: (upper if limb in (0, 1, 3) else lower).T @ bones[limb] for limb in (0, 1, 3, 5, 7)}

    def bins(v):
        theta = math.degrees(math.atan2(v[1], v[0]))
        phi = math.degrees(math.atan2(v[2], math.hypot(v[0], v[1])))
        return math.floor((theta + 180) / 3 + 1) - 1, math.floor((phi + 90) / 3 + 1) - 1

    verdicts = np.zeros(9, bool)
    for limb in (0, 1, 3, 5, 7):
        verdicts[limb] = model["angleSprd"][0, RECORD[limb]][bins(local[limb])] != 0 or not strict
    for limb, parent in PARENT.items():
        u, g = bones[parent], (upper if limb in (2, 4) else lower) @ A
        v = nz(np.cross(g, u))
        child = np.stack([u, v, np.cross(u, v)], axis=1).T @ bones[limb]
        at = bins(local[parent])
        plane = model["sepPlane"][0, RECORD[limb]][at]
        if np.isnan(plane).any() or plane[:3] @ child + plane[3] > 0:
            continue
        e1, e2 = nz(plane[:3]), model["E2"][0, RECORD[limb]][at]
        f2 = nz(e2 - (e1 @ e2) * e1)
        along = (f2 @ child, np.cross(e1, f2) @ child)
        low, high, low2, high2 = model["bounds"][0, RECORD[limb]][at]
        verdicts[limb] = low <= along[0] <= high and low2 <= along[1] <= high2
    return verdicts


@pytest.mark.parametrize("strict", [True, False])
def test_verdicts_are_those_of_the_written_rules(model, files, people, array, strict):
    poses = people(1, 400, spread=50)
    expected = np.array([slowly(model, pose, strict) for pose in poses])
    verdicts = as_numpy(AkhterBlackLimits.read(*files, strict=strict).valid(array(poses)))
    np.testing.assert_array_equal(verdicts, expected)
    shares = expected.mean(axis=0)
    assert ((shares > 0.1) & (shares < 0.9))[[2, 4, 6, 8]].all()
    assert (shares[[0, 1, 3, 5, 7]] == 1).all() != strict


def test_without_strictness_the_whole_verdict_differs_through_the_head_alone(files, people):
    poses = people(2, 3000, spread=50)
    strict, loose = (AkhterBlackLimits.read(*files, strict=value).valid(poses) for value in (True, False))
    differ = strict.all(axis=1) != loose.all(axis=1)
    assert not strict[differ, 0].any()
    np.testing.assert_array_equal(strict[:, [2, 4, 6, 8]], loose[:, [2, 4, 6, 8]])


def test_the_region_is_what_the_verdicts_say_at_the_middles_of_cells(files, people):
    limits = AkhterBlackLimits.read(*files)
    pose = people(3, 1)[0]
    verdict = limits.valid(pose)
    for limb in range(9):
        region = limits.region(limb, pose)
        assert region.shape == (120, 60)
        assert region.any() or not verdict[limb]
    assert limits.region(0, pose).sum() == pytest.approx(0.7 * 7200, rel=0.05)


def test_structures_and_numpy_conversions_are_read_too(model, files, people, tmp_path):
    scipy.io.savemat(tmp_path / "struct.mat", {"model": model})
    save_npy(tmp_path / "model.npy", model)
    save_npy(tmp_path / "staticPose.npy", {"a": A[:, None]})
    poses = people(4, 50, spread=40)
    expected = AkhterBlackLimits.read(*files).valid(poses)
    for name, pose_name in (("struct.mat", None), ("model.npy", "staticPose.npy")):
        read = AkhterBlackLimits.read(tmp_path / name, tmp_path / pose_name if pose_name else None)
        np.testing.assert_array_equal(read.valid(poses), expected)


def test_degenerate_poses_and_empty_batches_are_taken(files, people, array):
    limits = AkhterBlackLimits.read(*files, strict=False)
    poses = people(5, 4)
    poses[1, 12] = np.nan
    poses[2] = 0
    poses[3, 4] = np.inf
    assert not as_numpy(limits.valid(array(poses)))[1:].any()
    assert tuple(limits.valid(array(poses[:0])).shape) == (0, 9)
    assert limits.valid(np.zeros((17, 3), int)).shape == (9,)
    assert not limits.region(2, poses[1]).any()


def test_other_files_are_refused_with_the_reason(model, files, tmp_path):
    with pytest.raises(MissingFile):
        AkhterBlackLimits.read(tmp_path / "none.mat")
    scipy.io.savemat(tmp_path / "few.mat", {"angleSprd": model["angleSprd"]})
    with pytest.raises(BadFile, match="sepPlane"):
        AkhterBlackLimits.read(tmp_path / "few.mat")
    short = {**model, "sepPlane": model["sepPlane"][:, :4]}
    scipy.io.savemat(tmp_path / "short.mat", short)
    with pytest.raises(BadFile, match="11 records"):
        AkhterBlackLimits.read(tmp_path / "short.mat")
    (tmp_path / "broken.mat").write_bytes(b"\0" * 300)
    with pytest.raises(BadFile, match=r"not a readable \.mat"):
        AkhterBlackLimits.read(tmp_path / "broken.mat")
    worded = {**model, "bounds": np.array([["word"] * 11], object)}
    scipy.io.savemat(tmp_path / "words.mat", worded)
    with pytest.raises(BadFile, match="record 3 of `bounds` is text; an array of numbers was expected"):
        AkhterBlackLimits.read(tmp_path / "words.mat")
    (tmp_path / "new.mat").write_bytes(bytes(512) + b"\x89HDF\r\n\x1a\n")
    with pytest.raises(BadFile, match="save -v7"):
        AkhterBlackLimits.read(tmp_path / "new.mat")
    scipy.io.savemat(tmp_path / "pose.mat", {"a": [[0.0], [1.0], [0.0]]})
    with pytest.raises(BadFile, match="the published one"):
        AkhterBlackLimits.read(files[0], tmp_path / "pose.mat")
    wrong = {**model, "E2": model["bounds"]}
    scipy.io.savemat(tmp_path / "shape.mat", wrong)
    with pytest.raises(BadFile, match="record 3"):
        AkhterBlackLimits.read(tmp_path / "shape.mat")
