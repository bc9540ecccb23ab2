"""The original's dictionaries of Human3.6M: {(subject, action, file): (n, 96) millimetres, 32 joints, world z up}.

threeDPose_train.npy, threeDPose_test.npy and generation_N.npy of EvoSkeleton, read without running what a pickle may
carry, and written so that the original's reader takes them.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evopose.errors import BadFile
from evopose.io.choosing import Choice
from evopose.io.clips import clips_of
from evopose.io.format import Format
from evopose.io.pickles import load_npy, save_npy, strings_at_start
from evopose.io.sound import check_positions, stature
from evopose.model.array import NDArray
from evopose.model.pairs import Pairs
from evopose.model.population import Population

JOINTS = (0, 1, 2, 3, 6, 7, 8, 12, 13, 14, 15, 17, 18, 19, 25, 26, 27)
"""Where the 17 joints lie among the 32."""
_REPEATED = {
    4: 3,
    5: 3,
    9: 6,
    10: 6,
    11: 0,
    16: 8,
    20: 13,
    21: 13,
    22: 13,
    23: 13,
    24: 8,
    28: 16,
    29: 16,
    30: 16,
    31: 16,
}
"""The other 15 (toes, fingers, doubles): which of the 17 stands in for each when written."""
_SUBJECTS = (1, 5, 6, 7, 8)
"""Of the training set; the original spreads a generation over them."""
_SECONDS = 0.02
"""From frame to frame: Human3.6M is of 50 frames a second."""

Key = tuple[int, str, str]


def read(path: Path) -> Population:
    """Each key is a clip. MissingFile, UnsafeFile, or BadFile. Metres instead of millimetres are recognised."""
    known = list(entries(load_npy(path), path))
    points = np.concatenate([values[:, JOINTS] for _, values in known])
    height = stature(points)
    positions = np.asarray(points if height < 4 else points / 1000, dtype=np.float32)
    check_positions(positions, path)
    clip = np.repeat(np.arange(len(known), dtype=np.int32), [len(values) for _, values in known])
    keys = [list(key) for key, _ in known]
    metadata = {
        "data_set": "Human3.6M",
        "clip_names": [_clip_name(key) for key, _ in known],
        "clip_kinds": [key[1] for key, _ in known],
        "clip_subjects": [f"S{key[0]}" for key, _ in known],
        "clip_seconds_per_frame": [0.0 if key[1] == "n/a" else _SECONDS for key, _ in known],
        "h36m_keys": keys,
    }
    return Population(positions, clip=clip, metadata=metadata)


def write(population: Population, path: Path) -> None:
    """Clips under the keys that they were read with or (1, kind, name.h5); poses of no clip as a generation.

    NotWritable where that fails.
    """
    points = np.empty((len(population), 32, 3), np.float32)
    points[:, JOINTS] = np.asarray(population.positions, np.float32) * 1000
    for slot, joint in _REPEATED.items():
        points[:, slot] = points[:, JOINTS[joint]]
    flat = points.reshape(len(points), 96)
    save_npy(path, {key: flat[rows] for key, rows in _keyed_rows(population)})


def entries(content: Any, path: Path) -> Iterator[tuple[Key, NDArray]]:
    """Keys and (n, 32, 3) positions of what such a file holds; BadFile where it is something else."""
    if not isinstance(content, dict) or not content:
        raise BadFile(path, "this is no dictionary of motions such as threeDPose_train.npy or generation_1.npy.")
    for key, values in content.items():
        sound = isinstance(key, tuple) and len(key) == 3 and all(isinstance(part, str) for part in key[1:])
        if not sound or not isinstance(key[0], int | np.integer):
            raise BadFile(path, f"its key {key!r} is not (subject, action, file).")
        yield (int(key[0]), key[1], key[2]), _points(values, key, path)


def _points(values: Any, key: Any, path: Path) -> NDArray:
    array = np.asarray(values)
    if array.dtype.kind not in "fiu" or array.ndim < 2 or array[:1].size not in (0, 96):
        told = "2D keypoints, no 3D poses" if array.ndim == 2 and array.shape[1] == 64 else "(n, 96) was expected"
        raise BadFile(path, f"{key} holds {array.dtype} {array.shape}: {told}.")
    return array.reshape(len(array), 32, 3)


def _clip_name(key: Key) -> str:
    return f"S{key[0]}" if key[1] == "n/a" else f"S{key[0]} {key[2].removesuffix('.h5')}"


def _keyed_rows(population: Population) -> list[tuple[Key, NDArray]]:
    if population.clip is None:
        parts = np.array_split(np.arange(len(population)), len(_SUBJECTS))
        return [((subject, "n/a", "n/a"), rows) for subject, rows in zip(_SUBJECTS, parts, strict=True)]
    known = _known_keys(population)
    found: dict[Key, NDArray] = {}
    for number, part in enumerate(clips_of(population)):
        key = known[number] if number < len(known) else (1, part.kind or part.name, f"{part.name}.h5")
        found[_unused(key, found)] = part.rows
    return list(found.items())


def _known_keys(population: Population) -> Sequence[Key]:
    """The keys that the clips were read with, if there is still one for each."""
    listed = population.metadata.get("h36m_keys")
    names = population.metadata.get("clip_names") or ()
    if not isinstance(listed, Sequence) or len(listed) != len(names):
        return ()
    keys = [(int(subject), str(action), str(file)) for subject, action, file in listed]
    used = sorted(set(np.asarray(population.clip).tolist()))
    return [keys[number] for number in used if 0 <= number < len(keys)]


def _unused(key: Key, taken: dict[Key, NDArray]) -> Key:
    count, free = 1, key
    while free in taken:
        count += 1
        free = (key[0], key[1], f"{key[2].removesuffix('.h5')} {count}.h5")
    return free


def _read_pairs(path: Path, select: Choice) -> Pairs:
    from evopose.io.h36m_pairs import read_projected  # which itself reads its 3D with this module

    return read_projected(path, select)


def _recognises(path: Path) -> bool:
    strings = () if path.name.startswith("twoDPose") else strings_at_start(path)
    return "p2d" not in strings and any(text == "n/a" or text.endswith(".h5") for text in strings)


FORMAT = Format(
    name="h36m",
    title="Human3.6M dictionary of EvoSkeleton (threeDPose, generation)",
    kind="population",
    suffixes=(".npy",),
    recognises=_recognises,
    read_population=read,
    write_population=write,
    read_pairs=_read_pairs,
)
