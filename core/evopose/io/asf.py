"""ASF skeletons (Acclaim): bones with length, direction and axes.

Format: research.cs.wisc.edu/graphics/Courses/cs-838-1999/Jeff/ASF-AMC.html.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evopose.errors import BadFile
from evopose.io.humanoid import TIP
from evopose.io.motion import Rig, euler
from evopose.io.text import text_of
from evopose.model.array import NDArray

_CHANNELS = {"rx": 0, "ry": 1, "rz": 2, "tx": 3, "ty": 4, "tz": 5}


@dataclass(frozen=True, eq=False)
class Bone:
    """One bone, or the root (of no length)."""

    vector: NDArray
    """(3,) from its start to its end, in the file's unit."""
    axes: NDArray
    """(3, 3): what its angles turn about, as columns."""
    channels: tuple[int, ...]
    """What a line of the AMC holds for it: 0, 1, 2 for angles about x, y, z; 3, 4, 5 for shifts along them."""


@dataclass(frozen=True, eq=False)
class AcclaimSkeleton:
    """What an ASF file says."""

    rig: Rig
    """A joint where each bone starts, called like the bone, and one at each loose end."""
    bones: Mapping[str, Bone]
    metres: float
    """Length of the unit."""
    degrees: bool


def read_asf(path: Path) -> AcclaimSkeleton:
    """MissingFile, or BadFile where it is no ASF."""
    try:
        return _skeleton(_sections(text_of(path)))
    except (ValueError, KeyError, IndexError) as error:
        raise BadFile(path, f"this is no readable ASF skeleton ({type(error).__name__}: {error}).") from error


def _sections(text: str) -> dict[str, list[list[str]]]:
    """Lines (as words) under each ':keyword'."""
    sections: dict[str, list[list[str]]] = {}
    lines: list[list[str]] = []
    for line in text.splitlines():
        words = line.split("#", 1)[0].split()
        if words and words[0].startswith(":"):
            lines = sections.setdefault(words[0].lower(), [])
        elif words:
            lines.append(words)
    return sections


def _skeleton(sections: Mapping[str, list[list[str]]]) -> AcclaimSkeleton:
    units = {words[0]: words[1] for words in sections[":units"]}
    degrees = units.get("angle", "deg").startswith("deg")
    bones = {"root": _root(sections[":root"], degrees)}
    for block in _blocks(sections[":bonedata"]):
        bones[block["name"][0]] = _bone(block, degrees)
    metres = 0.0254 / float(units.get("length", "1"))
    return AcclaimSkeleton(_rig(sections[":hierarchy"], bones), bones, metres, degrees)


def _blocks(lines: list[list[str]]) -> list[dict[str, list[str]]]:
    blocks: list[dict[str, list[str]]] = []
    for words in lines:
        if words[0] == "begin":
            blocks.append({})
        elif words[0] != "end" and not words[0].startswith("("):
            blocks[-1][words[0]] = words[1:]
    return blocks


def _axes(angles: list[str], order: str, degrees: bool) -> NDArray:
    """ASF lists rotations in the order in which they act: 'XYZ' is Rz Ry Rx."""
    numbers = np.array(angles, dtype=float) * (1 if degrees else 180 / np.pi)
    return euler(["XYZ".index(axis) for axis in order.upper()][::-1], numbers[::-1])


def _root(lines: list[list[str]], degrees: bool) -> Bone:
    entries = {words[0]: words[1:] for words in lines}
    channels = tuple(_CHANNELS[word.lower()] for word in entries["order"])
    return Bone(np.zeros(3), _axes(entries["orientation"], entries["axis"][0], degrees), channels)


def _bone(block: Mapping[str, list[str]], degrees: bool) -> Bone:
    vector = float(block["length"][0]) * np.array(block["direction"][:3], dtype=float)
    channels = tuple(_CHANNELS[word.lower()] for word in block.get("dof", ()))
    if not np.isfinite(vector).all():
        raise ValueError(f"bone {block['name'][0]} has no finite length")
    return Bone(vector, _axes(block["axis"][:3], block["axis"][3], degrees), channels)


def _rig(lines: list[list[str]], bones: Mapping[str, Bone]) -> Rig:
    joints, parents = ["root"], [-1]
    for parent, *children in (words for words in lines if words[0] not in ("begin", "end")):
        for child in children:
            joints.append(child)
            parents.append(joints.index(parent))
    for joint in [name for number, name in enumerate(joints) if number not in parents]:
        parents.append(joints.index(joint))
        joints.append(joint + TIP)
    offsets = [np.zeros(3), *(bones[joints[parent]].vector for parent in parents[1:])]
    return Rig(tuple(joints), tuple(parents), np.array(offsets))
