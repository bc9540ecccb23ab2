"""Human3.6M as the original distributes it: twoDPose_HRN_train.npy or twoDPose_HRN_test.npy with what lies beside it.

2D by (subject, action, 'Walking 1.54138969.h5-sh') as (n, 64) pixels in 32 slots; threeDPose_….npy of the same last
word with the 3D in the world; cameras.npy by (subject, 1 to 4), without which Human3.6M's published cameras are taken.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float

from evopose.errors import BadFile, MissingFile
from evopose.io import h36m
from evopose.io.assembly import assembled
from evopose.io.choosing import EVERYTHING, Choice
from evopose.io.format import Format
from evopose.io.h36m_protocol import SECONDS, action_of
from evopose.io.pickles import load_npy, strings_at_start
from evopose.io.recording import Recording
from evopose.io.sound import metres
from evopose.model.array import NDArray
from evopose.model.camera import Camera, Viewpoint
from evopose.model.cameras import PlacedCamera, h36m_cameras
from evopose.model.pairs import Pairs

CAMERAS = "cameras.npy"
_GREATEST = 1e6
"""Of any number of a camera: millimetres, pixels."""
_FILE = re.compile(r"(?P<motion>.+)\.(?P<camera>[^.]+)\.h5(?:-sh)?")

Stands = Mapping[tuple[str, str], PlacedCamera]
"""By subject and camera."""


@dataclass(frozen=True, eq=False)
class _Motion:
    """The 3D of a recording, in metres."""

    points: Float[NDArray, "n 17 3"]
    first_row: int


def read(path: Path, select: Choice = EVERYTHING) -> Pairs:
    """What a twoDPose file and those beside it hold; MissingFile, UnsafeFile, BadFile, or BadOption."""
    return assembled(recordings(path), path, select, {"detector": _detector(path), "data_set": "Human3.6M"})


def read_projected(path: Path, select: Choice = EVERYTHING) -> Pairs:
    """The 3D of a threeDPose file as the four cameras saw it, without a detector's errors (P1*); errors as `read`."""
    return assembled(_projected(path), path, select, {"detector": "", "data_set": "Human3.6M"})


def _projected(path: Path) -> Iterator[Recording]:
    stands = _stands(path.with_name(CAMERAS))
    for (number, action, file), motion in _motions(path).items():
        seen_by = [each for (subject, _), each in stands.items() if subject == f"S{number}"]
        if not seen_by:
            raise BadFile(path, f"where the cameras stood for S{number} is not known.")
        for stand in seen_by:
            yield _recording((number, action, file), stand, None, motion)


def _recording(key: h36m.Key, stand: PlacedCamera, pixels: NDArray | None, motion: _Motion) -> Recording:
    subject = f"S{key[0]}"
    return Recording(
        f"{subject} {key[2]}",
        subject,
        action_of(key[1]),
        stand.camera,
        stand.viewpoint,
        pixels,
        motion.points,
        motion.first_row,
        SECONDS,
    )


def recordings(path: Path) -> Iterator[Recording]:
    """One for each camera of each motion. Errors as `read`."""
    detections = _detections(path)
    motions = _motions(_companion(path))
    stands = _stands(path.with_name(CAMERAS))
    for (subject, action, file, camera), pixels in detections.items():
        motion = motions.get((subject, action, file))
        if motion is None:
            raise BadFile(path, f"S{subject} {file!r} ({action}) is not among the 3D of {_companion(path).name}.")
        stand = _stand(stands, f"S{subject}", camera, path)
        if len(pixels) != len(motion.points):
            told = f"{len(pixels)} frames in 2D and {len(motion.points)} in {_companion(path).name}"
            raise BadFile(path, f"S{subject} {file!r} by camera {camera} has {told}.")
        yield _recording((subject, action, file), stand, pixels, motion)


def recognises(path: Path) -> bool:
    """Whether an existing `.npy` is such a file; never raises."""
    return any(text.endswith(".h5-sh") for text in strings_at_start(path)) or path.name.startswith("twoDPose")


def _detections(path: Path) -> dict[tuple[int, str, str, str], NDArray]:
    content = load_npy(path)
    if not isinstance(content, dict) or not content:
        raise BadFile(path, "this is no dictionary of 2D keypoints such as twoDPose_HRN_test.npy.")
    return {_key(key, path): _pixels(values, key, path) for key, values in content.items()}


def _key(key: Any, path: Path) -> tuple[int, str, str, str]:
    if isinstance(key, tuple) and len(key) == 3 and isinstance(key[0], int | np.integer):
        found = _FILE.fullmatch(str(key[2]))
        if found:
            return int(key[0]), str(key[1]), found["motion"].replace("_", " "), found["camera"]
    raise BadFile(path, f"its key {key!r} is not (subject, action, 'motion.camera.h5-sh').")


def _pixels(values: Any, key: Any, path: Path) -> Float[NDArray, "n 17 2"]:
    """nan where a slot holds (0, 0), as detectors without that joint leave it."""
    array = np.asarray(values)
    if array.dtype.kind not in "fiu" or array.ndim != 2 or array.shape[1] not in (64, 34):
        told = "3D poses, no 2D keypoints" if array.ndim == 2 and array.shape[1] == 96 else "(n, 64) was expected"
        raise BadFile(path, f"{key} holds {array.dtype} {array.shape}: {told}.")
    points = array.reshape(len(array), -1, 2)
    points = points[:, h36m.JOINTS] if points.shape[1] == 32 else points
    return np.where((points == 0).all(axis=-1, keepdims=True), np.nan, points)


def _detector(path: Path) -> str:
    return path.stem.removeprefix("twoDPose_").rpartition("_")[0] or "unknown"


def _companion(path: Path) -> Path:
    """threeDPose_test.npy of twoDPose_HRN_test.npy."""
    return path.with_name(f"threeDPose_{path.stem.rpartition('_')[2]}.npy")


def _motions(path: Path) -> dict[tuple[int, str, str], _Motion]:
    if not path.exists():
        raise MissingFile(path, "3D poses", "They belong beside the 2D keypoints, under this name.")
    entries = list(h36m.entries(load_npy(path), path))
    scale = metres(np.concatenate([values[:: max(1, len(values) // 20), h36m.JOINTS] for _, values in entries]), path)
    found, first = {}, 0
    for (subject, action, file), values in entries:
        found[subject, action, file.removesuffix(".h5").replace("_", " ")] = _Motion(
            values[:, h36m.JOINTS] * scale, first
        )
        first += len(values)
    return found


def _stand(stands: Stands, subject: str, camera: str, path: Path) -> PlacedCamera:
    if (subject, camera) not in stands:
        there = ", ".join(name for who, name in stands if who == subject) or "none"
        raise BadFile(path, f"{subject} was seen by camera {camera}, of which nothing is known; there are {there}.")
    return stands[subject, camera]


def _stands(path: Path) -> Stands:
    published = {(placed.subject, placed.camera.name): placed for placed in h36m_cameras()}
    if not path.exists():
        return published
    content = load_npy(path)
    if not isinstance(content, dict) or not content:
        raise BadFile(path, "this is no dictionary of cameras by (subject, number).")
    sizes = {placed.camera.name: placed.camera.size for placed in h36m_cameras()}
    try:
        placed = [_placed(key, entry, sizes) for key, entry in content.items()]
    except (TypeError, ValueError, IndexError) as error:
        told = "(R, T, f, c, k, p, name) by (subject, number) was expected"
        raise BadFile(path, f"its cameras are not what they should be ({error}); {told}.") from error
    return {(each.subject, each.camera.name): each for each in placed}


def _placed(key: Any, entry: Any, sizes: Mapping[str, tuple[int, int]]) -> PlacedCamera:
    subject, _ = key
    rotation, position, focal, centre, radial, tangential = (np.asarray(part, float) for part in entry[:6])
    if not all((abs(part) < _GREATEST).all() for part in (rotation, position, focal, centre, radial, tangential)):
        raise ValueError("numbers beyond all measure")
    if rotation.shape != (3, 3) or not np.allclose(rotation @ rotation.T, np.eye(3), atol=1e-3):
        raise ValueError("a rotation that is none")
    name = str(entry[6])
    (fx, fy), (cx, cy), (k1, k2, k3), (p1, p2) = (part.ravel() for part in (focal, centre, radial, tangential))
    lens = Camera(
        (float(fx), float(fy)),
        (float(cx), float(cy)),
        sizes.get(name, (round(2 * float(cx)), round(2 * float(cy)))),
        (float(k1), float(k2), float(k3)),
        (float(p1), float(p2)),
        name,
    )
    place = position.reshape(3)
    return PlacedCamera(f"S{int(subject)}", lens, Viewpoint(rotation, place / 1000 if abs(place).max() > 50 else place))


FORMAT = Format(
    name="h36m-pairs",
    title="Human3.6M's 2D keypoints of EvoSkeleton (twoDPose)",
    kind="pairs",
    suffixes=(".npy",),
    recognises=recognises,
    read_pairs=read,
)
