"""ASF/AMC files agree with the processed set, and BVH files with them where the thorax bone is put back."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from evopose.errors import BadFile
from evopose.io import amc, bvh, npz
from evopose.io.clips import clips_of
from evopose.io.format import format_of
from evopose.model.skeleton import H36M_17

TRIALS = ["131_04", "135_06", "88_01", "90_02", "90_05", "90_08", "90_11"]


@pytest.fixture
def folder(shared_data):
    return shared_data / "data" / "bvh" / "cmu_amc"


@pytest.mark.parametrize("trial", TRIALS)
def test_agrees_with_the_processed_set(folder, shared_data, trial):
    published = npz.read(shared_data / "data" / "mocap" / "cmu.npz")
    part = next(part for part in clips_of(published) if part.name == trial)
    assert format_of(folder / f"{trial}.amc") is amc.FORMAT
    read = amc.read(folder / f"{trial}.amc", folder / "08.asf")
    assert_allclose(read.positions[::12], published.positions[part.rows], rtol=0, atol=1e-4)


@pytest.mark.parametrize("trial", ["131_04", "88_01", "90_05"])
def test_a_bvh_without_the_thorax_bone_agrees_with_the_amc_of_the_same_trial(folder, trial):
    """No trial is here in both formats, so the loss is made: the AMC's own motion, neck and collars at the chest."""
    path = folder / f"{trial}.amc"
    motion, _ = amc.read_motion(path, amc.skeleton_of(path, folder / "08.asf"))
    offsets = motion.rig.offsets.copy()
    offsets[[motion.rig.joints.index(joint) for joint in ("lowerneck", "lclavicle", "rclavicle")]] = 0
    restored = bvh.population(replace(motion, rig=replace(motion.rig, offsets=offsets)), path)
    expected = amc.read(path, folder / "08.asf")
    errors = np.linalg.norm(restored.positions - expected.positions, axis=-1)
    assert errors.max() < 0.005
    assert errors[:, 8].max() > 0, "the bone was not put back but there all along"


def test_bones_of_one_subject_are_as_long_in_bvh_as_in_amc(folder, shared_data):
    """131_03.bvh and 131_04.amc are two trials of one person: all its bones, the torso's too, within 1 mm."""
    parents = list(H36M_17.parents[1:])
    positions = [
        bvh.read(shared_data / "data" / "bvh" / "cmu" / "131_03.bvh").positions,
        amc.read(folder / "131_04.amc").positions,
    ]
    lengths = [np.linalg.norm(points[:, 1:] - points[:, parents], axis=-1).mean(axis=0) for points in positions]
    assert_allclose(lengths[0], lengths[1], atol=0.001)


def test_a_skeleton_of_another_subject_is_taken_only_when_named(folder):
    with pytest.raises(BadFile, match=r"88\.asf is not beside it \(there: 08\.asf, 131\.asf, 135\.asf\)"):
        amc.read(folder / "88_01.amc")
    assert amc.read(folder / "88_01.amc", folder / "08.asf").metadata["skeleton"] == "08.asf"
    assert amc.read(folder / "131_04.amc", folder / "08.asf").metadata["skeleton"] == "131.asf"


ASF = """:units
 length 1
 angle deg
:root
 order TX TY TZ RX RY RZ
 axis XYZ
 position 0 0 0
 orientation 0 0 0
:bonedata
 begin
  id 1
  name spike
  direction 0 1 0
  length 2
  axis 0 0 0 XYZ
  dof rx
 end
:hierarchy
 begin
  root spike
 end
"""


@pytest.mark.parametrize(
    ("asf", "amc_text", "told"),
    [
        (ASF, "root 0 0 0 0 0 0\n", "does not begin with the number of a frame"),
        (ASF, "1\nroot 0 0 0 0 0 0\ntail 1\n", "it has no bone tail"),
        (ASF, "1\nroot 0 0 0 0 0\n", "not 6 numbers"),
        (ASF, "1\nroot 0 0 0 0 0 0\nspike 1\n2\nroot 0 0 0 0 0 0\n", "1 lines for spike in 2 frames"),
        (ASF, "1\nroot 0 0 0 0 x 0\n", "could not convert"),
        (ASF, "1\nroot 0 0 0 0 0 0\nspike 1\n", "no joint is recognised"),
        (ASF.replace("direction 0 1 0", "direction 0 up 0"), "1\nroot 0 0 0 0 0 0\n", "no readable ASF"),
        (ASF.replace("root spike", "root tail"), "1\nroot 0 0 0 0 0 0\n", "no readable ASF"),
        (ASF.replace(":units", ":unit"), "1\nroot 0 0 0 0 0 0\n", "no readable ASF"),
        ("", "1\nroot 0 0 0 0 0 0\n", "no readable ASF"),
    ],
)
def test_what_is_wrong_is_said(asf, amc_text, told, tmp_path):
    (tmp_path / "7.asf").write_text(asf)
    (tmp_path / "7_01.amc").write_text(f":DEGREES\n{amc_text}")
    with pytest.raises(BadFile, match=told):
        amc.read(tmp_path / "7_01.amc")
