"""BVH motion files: any skeleton with recognisable joint names is read as H36M-17; populations are written as clips.

The format says neither its unit nor which way is up: see `humanoid` for how both are found, `joint_names` for the
names, and `cmu` for what is restored in CMU's files.
"""

from dataclasses import replace
from pathlib import Path

from evopose.errors import BadFile
from evopose.io.bvh_parser import parse
from evopose.io.bvh_writer import write
from evopose.io.clips import clip
from evopose.io.cmu import with_thorax, without_t_pose
from evopose.io.format import Format
from evopose.io.humanoid import TIP, Humanoid, NotHumanoid, to_world
from evopose.io.motion import Motion, Rig
from evopose.io.text import begins_with, text_of
from evopose.model.population import Population
from evopose.model.skeleton import H36M_17


def read(path: Path) -> Population:
    """One clip: metres, z up. MissingFile, or BadFile where it is no BVH or no person."""
    return population(parse(text_of(path), path), path)


def population(motion: Motion, path: Path) -> Population:
    """The motion as a clip called like its file; BadFile where the rig is no person."""
    if _own(motion.rig):
        return _own_population(motion, path)
    try:
        body = with_thorax(Humanoid.of(motion.rig))
        unit, metres = body.unit()
    except NotHumanoid as error:
        raise BadFile(path, str(error)) from error
    motion = without_t_pose(body, replace(motion, rig=body.rig))
    positions = motion.positions()
    up = body.up(positions)
    assumed = {"unit": unit, "up": "xyz"[up]}
    return clip(to_world(body.reduced(positions), up, metres), path.stem, motion.seconds, assumed)


def _own(rig: Rig) -> bool:
    """Whether it is H36M-17 as `bvh_writer` writes it, which needs no recognising."""
    return {joint for joint in rig.joints if not joint.endswith(TIP)} == set(H36M_17.joints)


def _own_population(motion: Motion, path: Path) -> Population:
    joints = [motion.rig.joints.index(joint) for joint in H36M_17.joints]
    points = to_world(motion.positions()[:, joints], 1, 0.01)
    return clip(points, path.stem, motion.seconds, {"unit": "cm", "up": "y"})


def _recognises(path: Path) -> bool:
    return begins_with(path, "HIERARCHY")


FORMAT = Format(
    name="bvh",
    title="BVH motion",
    kind="population",
    suffixes=(".bvh",),
    recognises=_recognises,
    read_population=read,
    write_population=write,
)
