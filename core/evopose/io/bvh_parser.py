"""The grammar of BVH: a hierarchy of joints with channels, and a table of numbers.

HIERARCHY (ROOT, JOINT, End Site; OFFSET, CHANNELS) and MOTION (Frames, Frame Time, one line a frame), angles in
degrees, rotations multiplied in the order of the channels
(research.cs.wisc.edu/graphics/Courses/cs-838-1999/Jeff/BVH.html).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from evopose.errors import BadFile
from evopose.io.humanoid import TIP
from evopose.io.motion import Motion, Rig, euler
from evopose.model.array import NDArray

_HEADING = re.compile(r"\s*Frames\s*:\s*(\d+)\s*Frame\s+Time\s*:\s*(\S+)", re.IGNORECASE)


@dataclass
class _Tree:
    """What the hierarchy has said so far."""

    joints: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    offsets: list[list[float]] = field(default_factory=list)
    channels: list[list[str]] = field(default_factory=list)
    """Of each joint: 'xposition', 'zrotation', …"""

    def add(self, name: str, parent: int) -> int:
        """A new joint's number; ValueError for a second root."""
        if parent < 0 and self.joints:
            raise ValueError("it has a second ROOT; files of several people are not read")
        self.joints.append(name)
        self.parents.append(parent)
        self.offsets.append([0.0, 0.0, 0.0])
        self.channels.append([])
        return len(self.joints) - 1


def parse(text: str, path: Path) -> Motion:
    """The rig and its motion; `path` is for the messages. BadFile where it is no BVH."""
    header, keyword, table = _split(text)
    if not keyword or header.split()[:1] != ["HIERARCHY"]:
        raise BadFile(path, "this is no BVH file: it has no HIERARCHY and MOTION.")
    try:
        tree = _tree(iter(header.split()[1:]))
    except (ValueError, IndexError, StopIteration) as error:
        raise BadFile(path, f"its HIERARCHY is damaged ({error or 'it ends too soon'}).") from error
    seconds, frames = _table(table, sum(map(len, tree.channels)), path)
    return _motion(tree, frames, seconds)


def _split(text: str) -> tuple[str, str, str]:
    parts = re.split(r"^\s*(MOTION)\b", text.lstrip(), maxsplit=1, flags=re.MULTILINE)
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else (text, "", "")


def _tree(words: Iterator[str]) -> _Tree:
    tree, open_joints, current = _Tree(), [-1], -1
    for word in words:
        match word.upper():
            case "ROOT" | "JOINT":
                current = tree.add(next(words), open_joints[-1])
            case "END":
                next(words)
                current = tree.add(tree.joints[open_joints[-1]] + TIP, open_joints[-1])
            case "{":
                open_joints.append(current)
            case "}" if len(open_joints) > 1:
                open_joints.pop()
            case "}":
                raise ValueError("its brackets do not match")
            case "OFFSET":
                tree.offsets[current] = [float(next(words)) for _ in range(3)]
            case "CHANNELS":
                tree.channels[current] = [_channel(next(words)) for _ in range(int(next(words)))]
            case _:
                tree.joints[current] += f" {word}"
    if open_joints != [-1] or not tree.joints:
        raise ValueError("its brackets do not match")
    return tree


def _channel(word: str) -> str:
    if not re.fullmatch(r"[xyz](position|rotation)", word.lower()):
        raise ValueError(f"unknown channel {word!r}")
    return word.lower()


def _table(text: str, columns: int, path: Path) -> tuple[float, NDArray]:
    """Seconds per frame and the numbers (frame, column)."""
    heading = _HEADING.match(text)
    if not heading:
        raise BadFile(path, "its MOTION lacks Frames and Frame Time.")
    count = int(heading[1])
    try:
        seconds = float(heading[2])
        numbers = np.array([float(word) for word in text[heading.end() :].split()])
    except ValueError as error:
        raise BadFile(path, f"its MOTION is damaged ({error}).") from error
    if len(numbers) != count * columns or not len(numbers):
        raise BadFile(path, f"it announces {count} frames of {columns} numbers and holds {len(numbers)} numbers.")
    if not np.isfinite(seconds) or seconds < 0:
        raise BadFile(path, f"its frame time is {seconds}.")
    return seconds, numbers.reshape(count, columns)


def _motion(tree: _Tree, frames: NDArray, seconds: float) -> Motion:
    offsets = np.array(tree.offsets)
    rotations = np.broadcast_to(np.eye(3), (len(tree.joints), len(frames), 3, 3)).copy()
    moves: dict[int, NDArray] = {}
    columns = np.split(frames, np.cumsum([len(channels) for channels in tree.channels])[:-1], axis=1)
    for joint, (channels, table) in enumerate(zip(tree.channels, columns, strict=True)):
        axes = ["xyz".index(channel[0]) for channel in channels]
        turns = [number for number, channel in enumerate(channels) if channel.endswith("rotation")]
        shifts = [number for number in range(len(channels)) if number not in turns]
        rotations[joint] = euler([axes[turn] for turn in turns], table[:, turns])
        # Some programs write positions for every joint and leave all but the root's at zero.
        if shifts and (joint == 0 or np.any(table[:, shifts])):
            moves[joint] = np.repeat(offsets[joint][None], len(frames), axis=0)
            moves[joint][:, [axes[shift] for shift in shifts]] = table[:, shifts]
            offsets[joint] = moves[joint][0] if joint else offsets[joint]
    return Motion(Rig(tuple(tree.joints), tuple(tree.parents), offsets), rotations, moves, seconds)
