"""ASF/AMC motion (Acclaim, as the CMU library publishes it): the skeleton in one file, each trial's angles in another.

Every line of a frame holds a bone's angles in the order of its `dof`; with C the bone's axes its rotation against the
parent is C Rz Ry Rx C⁻¹. Lengths count in inches divided by the `length` of the skeleton's units; y is up.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from evopose.errors import BadFile, MissingFile
from evopose.io.asf import AcclaimSkeleton, read_asf
from evopose.io.clips import clip
from evopose.io.format import Format
from evopose.io.humanoid import Humanoid, NotHumanoid, to_world
from evopose.io.motion import Motion, euler
from evopose.io.text import text_of
from evopose.model.array import NDArray
from evopose.model.population import Population

SECONDS = 1 / 120
"""From frame to frame; AMC does not say, and CMU's trials are of 120 frames a second."""


def read(path: Path, skeleton: Path | None = None) -> Population:
    """One clip: metres, z up. MissingFile or BadFile.

    The skeleton is SUBJECT.asf beside SUBJECT_TRIAL.amc, or TRIAL.asf; where there is none `skeleton` is taken.
    """
    asf = skeleton_of(path, skeleton)
    motion, metres = read_motion(path, asf)
    try:
        body = Humanoid.of(motion.rig)
    except NotHumanoid as error:
        raise BadFile(asf, str(error)) from error
    assumed = {"skeleton": asf.name, "up": "y"}
    return clip(to_world(body.reduced(motion.positions()), 1, metres), path.stem, SECONDS, assumed)


def read_motion(path: Path, skeleton: Path) -> tuple[Motion, float]:
    """All joints of the skeleton as they move, and the length of its unit in metres. Errors as `read`."""
    lines = _lines(text_of(path), path)
    acclaim = read_asf(skeleton)
    return _motion(lines, acclaim, path), acclaim.metres


def skeleton_of(path: Path, otherwise: Path | None = None) -> Path:
    """The ASF file that belongs to an AMC file; MissingFile, or BadFile telling which others there are."""
    if not path.exists():
        raise MissingFile(path)
    names = [path.stem, path.stem.rsplit("_", 1)[0]]
    others = {other.stem.lower(): other for other in path.parent.iterdir() if other.suffix.lower() == ".asf"}
    for name in names:
        if name.lower() in others:
            return others[name.lower()]
    if otherwise is not None:
        if not otherwise.exists():
            raise MissingFile(otherwise, "skeleton")
        return otherwise
    there = ", ".join(sorted(other.name for other in others.values())) or "none"
    raise BadFile(
        path, f"its skeleton {names[-1]}.asf is not beside it (there: {there}); name another that fits (--skeleton)."
    )


def _lines(text: str, path: Path) -> list[list[str]]:
    """All lines that hold something, without comments and ':' headings."""
    lines = [line.split() for line in text.splitlines() if line.strip() and line.lstrip()[0] not in "#:"]
    if not lines or not lines[0][0].isdigit() or len(lines[0]) != 1:
        raise BadFile(path, "this is no AMC motion: it does not begin with the number of a frame.")
    return lines


def _motion(lines: list[list[str]], skeleton: AcclaimSkeleton, path: Path) -> Motion:
    try:
        columns = _columns(lines, skeleton)
    except (ValueError, KeyError) as error:
        raise BadFile(path, f"its frames do not fit the skeleton ({error}).") from error
    rig, frames = skeleton.rig, len(columns["root"])
    rotations = np.broadcast_to(np.eye(3), (len(rig.joints), frames, 3, 3)).copy()
    for number, joint in enumerate(rig.joints):
        if joint in columns:
            bone = skeleton.bones[joint]
            turns = [column for column, channel in enumerate(bone.channels) if channel < 3][::-1]
            turned = euler([bone.channels[turn] for turn in turns], columns[joint][:, turns])
            rotations[number] = bone.axes @ turned @ bone.axes.T
    shifts = [skeleton.bones["root"].channels.index(3 + axis) for axis in range(3)]
    return Motion(rig, rotations, {0: columns["root"][:, shifts]}, SECONDS)


def _columns(lines: list[list[str]], skeleton: AcclaimSkeleton) -> Mapping[str, NDArray]:
    """For each bone its numbers (frame, channel), angles in degrees; ValueError where frames differ."""
    found: dict[str, list[list[str]]] = {}
    count = 0
    for words in lines:
        if len(words) == 1 and words[0].isdigit():
            count += 1
        else:
            found.setdefault(words[0], []).append(words[1:])
    columns = {}
    for name, rows in found.items():
        channels = skeleton.bones[name].channels if name in skeleton.bones else None
        if channels is None:
            raise ValueError(f"it has no bone {name}")
        if len(rows) != count or any(len(row) != len(channels) for row in rows):
            raise ValueError(f"{len(rows)} lines for {name} in {count} frames, or not {len(channels)} numbers in each")
        scale = [1.0 if channel > 2 or skeleton.degrees else 180 / np.pi for channel in channels]
        columns[name] = np.array(rows, dtype=float) * scale
    if "root" not in columns:
        raise ValueError("there is no root")
    return columns


def _recognises(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b"\0" not in file.read(1024)
    except OSError:
        return False


FORMAT = Format(
    name="amc",
    title="ASF/AMC motion",
    kind="population",
    suffixes=(".amc",),
    recognises=_recognises,
    read_population=read,
)
