"""What is particular to the BVH release of the CMU motion capture library (cgspeed's conversion)."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from evopose.io.humanoid import Humanoid
from evopose.io.motion import Motion

_THORAX_TO_UPPER_BACK = 1.007
_THORAX_DIRECTION = np.array([0.0, 1.0, 0.023407]) / np.hypot(1.0, 0.023407)
"""In the chest's frame. Both measured on skeletons of which the ASF files exist too."""


def is_cmu(joints: Sequence[str]) -> bool:
    """Whether these are the joints of a CMU skeleton; no other tool has named a joint so."""
    return {"lhipjoint", "rhipjoint", "lowerback"} <= {joint.lower() for joint in joints}


def with_thorax(body: Humanoid) -> Humanoid:
    """The skeleton with the bone that the release lost put back.

    ASF files have three bones in the back: lower back, upper back and thorax. The BVH files keep all three rotations
    but only two lengths: neck and collar bones start where the thorax should, so that torsos are about 115 mm short.
    Skeletons that have the bone are given back as they are.
    """
    rig = body.rig
    collars = [rig.parents[body.anatomy.sided[side + "shoulder"]] for side in "lr"]
    raised = [body.thorax, *collars]
    if not is_cmu(rig.joints) or np.any(rig.offsets[raised]) or len({rig.parents[joint] for joint in raised}) != 1:
        return body
    upper_back = rig.offsets[rig.parents[body.thorax]]
    offsets = rig.offsets.copy()
    offsets[raised] = _THORAX_TO_UPPER_BACK * np.linalg.norm(upper_back) * _THORAX_DIRECTION
    return replace(body, rig=replace(rig, offsets=offsets))


def without_t_pose(body: Humanoid, motion: Motion) -> Motion:
    """The motion without the T pose that the release put in front as its first frame.

    There the pelvis, the back, knees and elbows are exactly unturned, which in no captured frame they are.
    """
    sided = body.anatomy.sided
    limbs = [sided[side + role] for side in "lr" for role in ("knee", "elbow")]
    still = motion.rotations[[*body.rig.chain(body.thorax)[1:], *limbs], :1]
    unturned = bool(np.all(still == np.eye(3)))
    in_front = is_cmu(body.rig.joints) and motion.rotations.shape[1] > 1 and unturned
    return motion.without_first() if in_front else motion
