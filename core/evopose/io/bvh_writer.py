"""Populations as BVH: H36M-17's own names, centimetres, y up, six channels a joint.

Rotations carry the motion and positions the exact lengths, so that programs which only turn bones follow the person,
and programs that move joints too show each pose to a tenth of a millimetre though bones may change their length.
"""

import re
from functools import partial
from pathlib import Path
from typing import IO

import numpy as np
from jaxtyping import Float

from evopose.errors import BadFile, NotWritable
from evopose.geometry.frames import torso_frames
from evopose.geometry.vectors import rotation_between
from evopose.io.aside import opened_aside, write_all_aside
from evopose.io.clips import ClipRows, clip, clips_of, complete
from evopose.io.motion import to_euler_zyx
from evopose.model.array import NDArray
from evopose.model.population import Population
from evopose.model.skeleton import H36M_17

_REST = np.array([
    [0, 0, 0], [-1, 0, 0], [0, -4, 0], [0, -4, 0], [1, 0, 0], [0, -4, 0], [0, -4, 0], [0, 2, 0], [0, 2, 0],
    [0, 1, 0], [0, 1, 0], [1.5, 0, 0], [2.5, 0, 0], [2.5, 0, 0], [-1.5, 0, 0], [-2.5, 0, 0], [-2.5, 0, 0],
])  # fmt: skip
"""T pose: directions of the bones (y up, facing +z); their lengths are the population's medians."""
_SECONDS = 1 / 30
_CHANNELS = "CHANNELS 6 Xposition Yposition Zposition Zrotation Yrotation Xrotation"


def write(population: Population, path: Path) -> None:
    """All frames in order as one motion, at the first clip's rate; NotWritable, or BadFile where joints are nan."""
    with opened_aside(path) as file:
        _fill(file, population, path)


def _fill(file: IO[bytes], population: Population, path: Path) -> None:
    gaps = int((~complete(population)).sum())
    if gaps:
        told = f"BVH has no missing joints, but {gaps} of {len(population)} poses have some"
        raise BadFile(path, f"{told}; drop these (--drop-incomplete).")
    if not len(population):
        raise BadFile(path, "a BVH holds at least one frame, and there is no pose.")
    points = _y_up(np.asarray(population.positions, float) * 100)
    rest = _rest(points)
    table = _channels(points)
    seconds = next(clips_of(population)).seconds or _SECONDS
    heading = f"{_hierarchy(rest)}\nMOTION\nFrames: {len(table)}\nFrame Time: {seconds:.9g}\n"
    file.write(heading.encode())
    np.savetxt(file, table, fmt="%.4f")


def write_clips(population: Population, path: Path, replace: bool = False) -> list[Path]:
    """One file a clip, NAME-CLIP.bvh beside `path`, or none; gives back what was written. Errors as `write`.

    NotWritable before anything is written where one of them exists, unless they may be replaced.
    """
    parts = {_clip_path(path, number, part): part for number, part in enumerate(clips_of(population))}
    existing = [file.name for file in parts if file.exists()]
    if existing and not replace:
        raise NotWritable(
            f"{path.parent} has {', '.join(existing[:3])} already ({len(existing)} of {len(parts)} files)."
        )
    positions = np.asarray(population.positions)
    write_all_aside((file, partial(_fill_clip, positions, part, file)) for file, part in parts.items())
    return list(parts)


def _fill_clip(positions: NDArray, part: ClipRows, path: Path, file: IO[bytes]) -> None:
    _fill(file, clip(positions[part.rows], part.name, part.seconds, {}), path)


def _clip_path(path: Path, number: int, part: ClipRows) -> Path:
    name = re.sub(r"[^\w.+-]+", "_", part.name)
    return path.with_name(f"{path.stem}-{number:03d}-{name}{path.suffix}")


def _y_up(points: NDArray) -> NDArray:
    return np.stack([points[..., 0], points[..., 2], -points[..., 1]], axis=-1)


def _rest(points: NDArray) -> Float[NDArray, "17 3"]:
    bones = points[:, 1:] - points[:, list(H36M_17.parents[1:])]
    lengths = np.median(np.linalg.norm(bones, axis=-1), axis=0)
    rest = np.zeros((17, 3))
    rest[1:] = _REST[1:] / np.linalg.norm(_REST[1:], axis=-1, keepdims=True) * lengths[:, None]
    return rest


def _frames(points: NDArray) -> Float[NDArray, "n 17 3 3"]:
    """World rotation of each joint: pelvis and chest by the torso's frames, others by their bone's shortest turn."""
    tree, still = H36M_17, np.zeros((17, 3))
    for joint in range(1, 17):
        still[joint] = still[tree.parents[joint]] + _REST[joint]
    with np.errstate(invalid="ignore", divide="ignore"):
        now, then = torso_frames(points), torso_frames(still)
    frames = np.broadcast_to(np.eye(3), (len(points), 17, 3, 3)).copy()
    frames[:, 0], frames[:, 8] = _sound(now.body @ then.body.T), _sound(now.shoulder @ then.shoulder.T)
    for joint, parent in enumerate(tree.parents):
        children = [child for child in range(17) if tree.parents[child] == joint]
        if joint in (0, 8):
            continue
        frames[:, joint] = frames[:, parent]
        if len(children) == 1:
            carried = frames[:, parent] @ _REST[children[0]]
            turn = rotation_between(carried, points[:, children[0]] - points[:, joint])
            frames[:, joint] = _sound(turn) @ frames[:, parent]
    return frames


def _sound(rotations: NDArray) -> NDArray:
    """Unturned where a pose is too degenerate to say."""
    return np.where(np.isfinite(rotations).all(axis=(-2, -1), keepdims=True), rotations, np.eye(3))


def _channels(points: NDArray) -> Float[NDArray, "n 102"]:
    """The table: for each joint its place in its parent's frame and its turn against it."""
    frames, columns = _frames(points), []
    for joint in _order():
        parent = H36M_17.parents[joint]
        if parent < 0:
            place, turn = points[:, joint], frames[:, joint]
        else:
            inverse = np.swapaxes(frames[:, parent], -1, -2)
            place = (inverse @ (points[:, joint] - points[:, parent])[..., None])[..., 0]
            turn = inverse @ frames[:, joint]
        columns += [place, to_euler_zyx(turn)]
    return np.concatenate(columns, axis=1)


def _order() -> list[int]:
    """Joints as the hierarchy lists them: each followed by all that hangs on it."""
    order: list[int] = []
    pending = [0]
    while pending:
        joint = pending.pop()
        order.append(joint)
        pending += [child for child in range(16, 0, -1) if H36M_17.parents[child] == joint]
    return order


def _hierarchy(rest: NDArray) -> str:
    return "HIERARCHY\n" + "\n".join(_lines(0, rest, ""))


def _lines(joint: int, rest: NDArray, indent: str) -> list[str]:
    children = [child for child in range(17) if H36M_17.parents[child] == joint]
    inner = indent + "  "
    body = [line for child in children for line in _lines(child, rest, inner)]
    tip = [] if children else [f"{inner}End Site", inner + "{", f"{inner}  OFFSET 0 0 0", inner + "}"]
    x, y, z = rest[joint]
    kind = "JOINT" if joint else "ROOT"
    offset = f"{inner}OFFSET {x:.4f} {y:.4f} {z:.4f}"
    opening = [f"{indent}{kind} {H36M_17.joints[joint]}", indent + "{", offset, inner + _CHANNELS]
    return [*opening, *body, *tip, indent + "}"]
