"""Real BVH files become the poses that were made from them elsewhere; names, units and axes are found."""

import errno
import os
import re
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from evopose.errors import BadFile, NotWritable
from evopose.io import bvh, npz
from evopose.io.bvh_writer import write_clips
from evopose.io.clips import clips_of
from evopose.io.format import format_of
from evopose.io.sound import stature
from evopose.model.population import Population
from evopose.model.skeleton import H36M_17
from tests.core.io.populations import clips, people

SETS = {"cmu": "cmu", "snu": "snu_mrl", "animated_drawings": "animated_drawings"}
SOME = ["cmu/07_01", "cmu/05_02", "cmu/49_07", "snu/MSS_walk", "snu/MASS_backflip", "snu/MSS_jump_simple",
        "animated_drawings/dab", "animated_drawings/jumping_jacks", "animated_drawings/wave_hello"]  # fmt: skip


def reference(shared: Path, name: str) -> tuple[np.ndarray, float]:
    """The same clip as published with the processed sets, and its seconds from frame to frame."""
    folder, stem = name.split("/")
    published = npz.read(shared / "data" / "mocap" / f"{SETS[folder]}.npz")
    part = next(part for part in clips_of(published) if part.name == stem)
    return published.positions[part.rows], part.seconds


@pytest.mark.parametrize("name", SOME)
def test_agrees_with_the_processed_set(shared_data, name):
    read = bvh.read(shared_data / "data" / "bvh" / f"{name}.bvh")
    expected, seconds = reference(shared_data, name)
    step = round(seconds / read.metadata["clip_seconds_per_frame"][0])
    assert_allclose(read.positions[::step], expected, rtol=0, atol=2e-4)


def test_a_first_frame_that_is_no_t_pose_is_kept(shared_data):
    read = bvh.read(shared_data / "data" / "bvh" / "cmu" / "131_03.bvh")
    expected, _ = reference(shared_data, "cmu/131_03")
    assert len(read) == 1102
    assert_allclose(read.positions[1::12], expected, rtol=0, atol=2e-4)


def test_all_real_files_are_people_of_ordinary_height(shared_data):
    files = sorted((shared_data / "data" / "bvh").rglob("*.bvh"))
    assert len(files) == 49
    for path in files[::4]:
        assert format_of(path) is bvh.FORMAT
        read = bvh.read(path)
        assert 1.4 < stature(read.positions) < 1.8, path.name
        assert np.isfinite(read.positions).all()


HEAD = """HIERARCHY
ROOT {0}Hips
{{
 OFFSET 0 0 0
 CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation
"""
BONES = {
    "": [("Spine", (0, 12, 0)), ("{l}UpLeg", (9, -4, 0)), ("{r}UpLeg", (-9, -4, 0))],
    "Spine": [("Neck", (0, 40, 0)), ("{l}Shoulder", (5, 36, 0)), ("{r}Shoulder", (-5, 36, 0))],
    "Neck": [("Head", (0, 10, 2))],
    "{l}Shoulder": [("{l}Arm", (12, 0, 0))],
    "{l}Arm": [("{l}ForeArm", (27, 0, 0))],
    "{l}ForeArm": [("{l}Hand", (25, 0, 0))],
    "{l}UpLeg": [("{l}Leg", (0, -41, 1))],
    "{l}Leg": [("{l}Foot", (0, -42, -1))],
    "Head": [],
}


def skeleton(prefix="", left="Left{}", right="Right{}", scale=1.0, up=1, rename=None) -> str:
    """A standing person in centimetres × `scale`, whose axis `up` points up, with names of a certain fashion."""
    lines, names = [HEAD.format(prefix)], rename or {}

    def name(joint: str) -> str:
        plain = re.sub(r"\{.\}", "", joint)
        plain = names.get(plain, plain)
        return prefix + (left.format(plain) if "{l}" in joint else right.format(plain) if "{r}" in joint else plain)

    def add(parent: str) -> None:
        mirrored = "{r}" in parent
        for joint, (x, y, z) in BONES.get(parent.replace("{r}", "{l}"), []):
            x, joint = (-x, joint.replace("{l}", "{r}")) if mirrored else (x, joint)
            offset = np.array([[x, y, z], [y, z, x], [z, x, y]][[1, 0, 2].index(up)]) * scale
            lines.append(f"JOINT {name(joint)} {{ OFFSET {offset[0]} {offset[1]} {offset[2]}")
            lines.append("CHANNELS 3 Zrotation Xrotation Yrotation")
            add(joint)
            if joint.split("}")[-1] in ("Head", "Hand", "Foot"):
                lines.append("End Site { OFFSET 0 0 0 }")
            lines.append("}")

    add("")
    frame = " ".join(["0"] * (6 + 3 * 17))
    return "\n".join([*lines, "}", "MOTION", "Frames: 2", "Frame Time: 0.04", frame, frame])


def skeletal(text: str, path: Path) -> Population:
    path.write_text(text)
    return bvh.read(path)


FASHIONS = {
    "mixamo": {"prefix": "mixamorig:"},
    "motionbuilder": {"prefix": "Character1_"},
    "blender": {"left": "{}.L", "right": "{}.R"},
    "collar and shoulder": {
        "rename": {"Shoulder": "Collar", "Arm": "Shoulder", "ForeArm": "Elbow", "Hand": "Wrist",
                   "UpLeg": "Hip", "Leg": "Knee", "Foot": "Ankle"}
    },
    "3ds max": {
        "prefix": "Bip01 ", "left": "L {}", "right": "R {}",
        "rename": {"UpLeg": "Thigh", "Leg": "Calf", "Shoulder": "Clavicle", "Arm": "UpperArm", "ForeArm": "Forearm"},
    },
    "smpl": {
        "left": "L_{}", "right": "R_{}",
        "rename": {"UpLeg": "Hip", "Leg": "Knee", "Foot": "Ankle", "Shoulder": "Collar", "Arm": "Shoulder",
                   "ForeArm": "Elbow", "Hand": "Wrist"},
    },
    "small letters": {
        "left": "l{}", "right": "r{}",
        "rename": {"UpLeg": "femur", "Leg": "tibia", "Foot": "foot", "Shoulder": "clavicle", "Arm": "humerus",
                   "ForeArm": "radius", "Hand": "wrist"},
    },
}  # fmt: skip


@pytest.mark.parametrize("fashion", FASHIONS)
def test_names_of_any_fashion_mean_the_same(fashion, tmp_path):
    plain = skeletal(skeleton(), tmp_path / "plain.bvh")
    other = skeletal(skeleton(**FASHIONS[fashion]), tmp_path / "other.bvh")
    assert_allclose(other.positions, plain.positions, atol=1e-6)
    assert plain.positions[0, 11, 0] == pytest.approx(0.17)
    assert plain.positions[0, 10, 2] > plain.positions[0, 9, 2] > 0.5


@pytest.mark.parametrize(
    ("unit", "scale"), [("m", 0.01), ("mm", 10), ("inch", 1 / 2.54), ("inch/0.45", 0.45 / 2.54), ("1/25.4 m", 0.254)]
)
def test_units_are_found(unit, scale, tmp_path):
    plain = skeletal(skeleton(), tmp_path / "plain.bvh")
    other = skeletal(skeleton(scale=scale), tmp_path / "other.bvh")
    assert other.metadata["unit"] == unit
    assert_allclose(other.positions, plain.positions, atol=1e-5)


def test_a_child_in_centimetres_is_no_adult_in_inches(tmp_path):
    child = skeletal(skeleton(scale=0.6), tmp_path / "child.bvh")
    assert child.metadata["unit"] == "cm"


def test_a_giant_is_refused(tmp_path):
    with pytest.raises(BadFile, match="no known unit"):
        skeletal(skeleton(scale=1e6), tmp_path / "giant.bvh")


@pytest.mark.parametrize("up", [0, 1, 2])
def test_the_upward_axis_is_found(up, tmp_path):
    read = skeletal(skeleton(up=up), tmp_path / "x.bvh")
    assert read.metadata["up"] == "xyz"[up]
    assert read.positions[0, 10, 2] - read.positions[0, 3, 2] > 1.4


def test_frames_of_nan_are_incomplete_poses(tmp_path):
    text = skeleton()
    rows = text.splitlines()
    read = skeletal("\n".join([*rows[:-1], rows[-1].replace("0", "nan")]), tmp_path / "x.bvh")
    assert np.isfinite(read.positions[0]).all()
    assert np.isnan(read.positions[1]).any()


def test_a_lacking_joint_is_named(tmp_path):
    with pytest.raises(BadFile, match=r"recognised as lknee, rknee; its joints are Hips, Spine"):
        skeletal(skeleton(rename={"Leg": "Tail"}), tmp_path / "x.bvh")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("Frames: 2", "Frames: 3"), "announces 3 frames of 57 numbers and holds 114"),
        (("Frame Time: 0.04", "Frame Time: x"), "MOTION is damaged"),
        (("Frame Time: 0.04", ""), "lacks Frames"),
        (("Xposition", "Wposition"), "unknown channel"),
        (("OFFSET 0 0 0", "OFFSET 0 x 0"), "HIERARCHY is damaged"),
        (("End Site {", "End Site { {"), "brackets"),
        (("MOTION", "EMOTION"), "no HIERARCHY and MOTION"),
        (("\nMOTION", "\nROOT Other { OFFSET 0 0 0 }\nMOTION"), "several people"),
    ],
)
def test_what_is_wrong_is_said(change, told, tmp_path):
    with pytest.raises(BadFile, match=told):
        skeletal(skeleton().replace(*change), tmp_path / "x.bvh")


def test_a_written_motion_turns_bones_and_keeps_their_lengths(tmp_path):
    """What a program sees that ignores all positions but the root's: the same directions, at constant lengths."""
    population = Population(people(12))
    bvh.write(population, tmp_path / "x.bvh")
    text = (tmp_path / "x.bvh").read_text()
    head, table = text.split("MOTION")
    kept = [column for column in range(102) if column < 6 or column % 6 > 2]
    rows = [" ".join(np.array(line.split())[kept]) for line in table.strip().splitlines()[2:]]
    turned = head.replace("CHANNELS 6", "CHANNELS 3").replace("Xposition Yposition Zposition ", "")
    turned = turned.replace("CHANNELS 3", "CHANNELS 6 Xposition Yposition Zposition", 1)
    (tmp_path / "y.bvh").write_text("\n".join([f"{turned}MOTION", *table.strip().splitlines()[:2], *rows]))
    rigid, limbs = bvh.read(tmp_path / "y.bvh").positions, [2, 3, 5, 6, 12, 13, 15, 16]
    ends, parents = limbs, [H36M_17.parents[joint] for joint in limbs]
    now, then = (points[:, ends] - points[:, parents] for points in (rigid, population.positions))
    lengths = np.linalg.norm(now, axis=-1)
    assert_allclose(lengths, np.broadcast_to(lengths[0], lengths.shape), atol=1e-5)
    assert_allclose(now / lengths[..., None], then / np.linalg.norm(then, axis=-1, keepdims=True), atol=1e-4)


def test_each_clip_becomes_a_file(tmp_path):
    population = clips((3, 2))
    files = write_clips(population, tmp_path / "all.bvh")
    assert [file.name for file in files] == ["all-000-walk_0.bvh", "all-001-walk_1.bvh"]
    assert_allclose(bvh.read(files[1]).positions, population.positions[3:], atol=1e-5)
    assert bvh.read(files[0]).metadata["clip_seconds_per_frame"] == [0.04]


def test_all_clips_become_files_or_none(tmp_path, monkeypatch):
    population, (old, _) = clips((3, 2)), write_clips(clips((1, 1)), tmp_path / "all.bvh")
    content, settled, sync = old.read_bytes(), [], os.fsync

    def full(handle):
        settled.append(handle)
        if len(settled) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(handle)

    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotWritable, match=r"all-001-walk_1\.bvh cannot be written: No space left"):
        write_clips(population, tmp_path / "all.bvh", replace=True)
    assert old.read_bytes() == content
    assert sorted(tmp_path.iterdir()) == before
