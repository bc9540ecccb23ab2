"""Names of joints are understood whatever their prefix, side and letters."""

import pytest

from evopose.io.joint_names import missing, recognise


@pytest.mark.parametrize(
    "name", ["LeftUpLeg", "mixamorig:LeftUpLeg", "Character1_LeftUpLeg", "left_up_leg", "upleg.L", "L_UpLeg", "lfemur",
             "Bip01 L Thigh", "LeftHip", "lThigh", "left thigh", "THIGH_L", "ns:rig:LeftThigh"]
)  # fmt: skip
def test_a_left_thigh(name):
    assert recognise(["Hips", name]).sided == {"lhip": 1}


@pytest.mark.parametrize(
    "name", ["LHipJoint", "LeftToeBase", "LeftHandThumb1", "Legs", "Leftovers", "lower", "Hips", ""]
)
def test_what_is_no_limb(name):
    assert recognise([name]).sided == {}


def test_an_arm_goes_before_a_shoulder_that_is_a_collar_bone():
    assert recognise(["LeftShoulder", "LeftArm"]).sided["lshoulder"] == 1
    assert recognise(["LeftCollar", "LeftShoulder"]).sided["lshoulder"] == 1


def test_the_lower_neck_goes_before_the_neck():
    assert recognise(["Neck", "lowerneck", "Head"]).thorax == 1


def test_what_is_missing_is_listed():
    assert missing(recognise(["LeftArm", "RightArm"])) == [
        side + joint for side in "lr" for joint in ("hip", "knee", "ankle", "elbow", "wrist")
    ]
