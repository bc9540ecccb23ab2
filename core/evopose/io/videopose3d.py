"""Human3.6M as VideoPose3D prepares it: data_3d_h36m.npz in metres in the world, data_2d_h36m_….npz in pixels.

`positions_3d` is {subject: {motion: (n, 32, 3)}}, `positions_2d` {subject: {motion: one (n, joints, 2) a camera}}, in
the order of Human3.6M's cameras; `metadata` names the layout of the 2D's joints. The cameras are those published.
"""

from collections.abc import Iterator, Mapping
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
from evopose.io.pickles import load_npz, names_in_npz
from evopose.io.recording import Recording
from evopose.io.sound import metres
from evopose.model.array import NDArray
from evopose.model.cameras import PlacedCamera, h36m_cameras
from evopose.model.joint_set import joint_set
from evopose.model.pairs import Pairs
from evopose.model.population import Population

_COMPANION = "data_3d_h36m.npz"
_HOURGLASS = (6, 2, 1, 0, 3, 4, 5, 7, 8, -1, 9, 13, 14, 15, 12, 11, 10)
"""Which of the 16 joints of stacked hourglasses (layout 'mpii') each of H36M-17 is; −1 for the one they lack."""

Motions = dict[tuple[str, str], Float[NDArray, "n 17 3"]]
"""By subject and motion."""


def read_pairs(path: Path, select: Choice = EVERYTHING) -> Pairs:
    """What a data_2d file and the data_3d file beside it hold; MissingFile, UnsafeFile, BadFile, or BadOption."""
    detector = path.stem.removeprefix("data_2d_h36m_")
    return assembled(recordings(path), path, select, {"detector": detector, "data_set": "Human3.6M"})


def read_projected(path: Path, select: Choice = EVERYTHING) -> Pairs:
    """The 3D of a data_3d file as the cameras saw it, without a detector's errors (P1*); errors as `read_pairs`."""
    return assembled(_projected(path), path, select, {"detector": "", "data_set": "Human3.6M"})


def _projected(path: Path) -> Iterator[Recording]:
    first = 0
    for key, points in _motions(path).items():
        for stand in _stands(key[0], path):
            yield _recording(key, stand, None, points, first)
        first += len(points)


def read_population(path: Path) -> Population:
    """The 3D: each motion is a clip; MissingFile, UnsafeFile, or BadFile."""
    motions = _motions(path)
    return Population(
        np.concatenate(list(motions.values())),
        clip=np.repeat(np.arange(len(motions), dtype=np.int32), [len(points) for points in motions.values()]),
        metadata={
            "data_set": "Human3.6M",
            "clip_names": [f"{subject} {motion}" for subject, motion in motions],
            "clip_kinds": [action_of(motion) for _, motion in motions],
            "clip_subjects": [subject for subject, _ in motions],
            "clip_seconds_per_frame": [SECONDS] * len(motions),
        },
    )


def recordings(path: Path) -> Iterator[Recording]:
    """One for each camera of each motion that both files have. Errors as `read_pairs`."""
    content = load_npz(path, ("positions_2d", "metadata"))
    detections = _nested(content.get("positions_2d"), "positions_2d", path)
    layout = _layout(content.get("metadata"))
    beside = path.with_name(_COMPANION)
    if not beside.exists():
        raise MissingFile(beside, "3D poses", "They belong beside the 2D keypoints, under this name.")
    first = 0
    for (subject, motion), points in _motions(beside).items():
        seen = detections.get((subject, motion))
        if seen is None:
            raise BadFile(path, f"{subject} {motion!r} of {_COMPANION} is not in it: 2D and 3D do not belong together.")
        stands = _stands(subject, path)
        if len(seen) != len(stands):
            told = f"{subject} {motion!r} was seen by {len(seen)} cameras; {len(stands)} were expected."
            raise BadFile(path, told)
        for stand, pixels in zip(stands, seen, strict=True):
            pixels = _placed(np.asarray(pixels), layout, f"{subject} {motion!r}", path)
            if len(pixels) < len(points):
                told = f"{len(pixels)} frames in 2D and {len(points)} in {_COMPANION}"
                raise BadFile(path, f"{subject} {motion!r} by camera {stand.camera.name} has {told}.")
            # some videos go on after the motion capture has ended
            yield _recording((subject, motion), stand, pixels[: len(points)], points, first)
        first += len(points)


def recognises_pairs(path: Path) -> bool:
    """Whether an existing `.npz` holds such 2D; never raises."""
    return "positions_2d" in names_in_npz(path)


def _recording(
    key: tuple[str, str], stand: PlacedCamera, pixels: NDArray | None, points: NDArray, first: int
) -> Recording:
    subject, motion = key
    return Recording(
        f"{subject} {motion}",
        subject,
        action_of(motion),
        stand.camera,
        stand.viewpoint,
        pixels,
        points,
        first,
        SECONDS,
    )


def _stands(subject: str, path: Path) -> list[PlacedCamera]:
    stands = [placed for placed in h36m_cameras() if placed.subject == subject]
    if not stands:
        there = ", ".join(dict.fromkeys(placed.subject for placed in h36m_cameras()))
        raise BadFile(path, f"where the cameras stood for {subject} is not known; it is for {there}.")
    return stands


def _motions(path: Path) -> Motions:
    content = load_npz(path, ("positions_3d",))
    found = _nested(content.get("positions_3d"), "positions_3d", path)
    points = {key: _seventeen(np.asarray(values), key, path) for key, values in found.items()}
    scale = metres(np.concatenate([each[:: max(1, len(each) // 20)] for each in points.values()]), path)
    return {key: np.asarray(each * scale, np.float32) for key, each in points.items()}


def _nested(value: Any, name: str, path: Path) -> dict[tuple[str, str], Any]:
    if not isinstance(value, Mapping) or not value or not all(isinstance(part, Mapping) for part in value.values()):
        raise BadFile(path, f"it holds no {name} by subject and motion, as files of VideoPose3D do.")
    found = {
        (str(subject), str(motion)): part for subject, motions in value.items() for motion, part in motions.items()
    }
    if not found:
        raise BadFile(path, f"its {name} are empty.")
    return found


def _seventeen(points: NDArray, key: tuple[str, str], path: Path) -> NDArray:
    if points.dtype.kind not in "fiu" or points.ndim != 3 or points.shape[1:] not in ((32, 3), (17, 3)):
        told = f"{' '.join(key)!r} is {points.dtype} {points.shape}"
        raise BadFile(path, f"{told}; (n, 32, 3) of Human3.6M, or (n, 17, 3), was expected.")
    return points[:, h36m.JOINTS] if points.shape[1] == 32 else points


def _layout(metadata: Any) -> str:
    return str(metadata.get("layout_name", "")) if isinstance(metadata, Mapping) else ""


def _placed(points: NDArray, layout: str, told: str, path: Path) -> Float[NDArray, "n 17 2"]:
    """As H36M-17, by the layout's name, or by how many joints there are where it has none."""
    if points.dtype.kind not in "fiu" or points.ndim != 3 or points.shape[1] not in (16, 17, 32) or points.shape[2] < 2:
        raise BadFile(path, f"{told} is {points.dtype} {points.shape} in 2D; (n, 17, 2) was expected.")
    pixels = points[..., :2].astype(float)
    if layout == "coco" and pixels.shape[1] == 17:
        return np.asarray(joint_set("coco_17").to_h36m(pixels))
    if pixels.shape[1] == 16:
        pixels = np.concatenate([pixels, np.full_like(pixels[:, :1], np.nan)], axis=1)[:, _HOURGLASS]
    return pixels[:, h36m.JOINTS] if pixels.shape[1] == 32 else pixels


FORMAT = Format(
    name="videopose3d",
    title="Human3.6M of VideoPose3D (data_3d_h36m.npz)",
    kind="population",
    suffixes=(".npz",),
    recognises=lambda path: "positions_3d" in names_in_npz(path),
    read_population=read_population,
    read_pairs=read_projected,
)

PAIRS = Format(
    name="videopose3d-pairs",
    title="Human3.6M's 2D keypoints of VideoPose3D (data_2d_h36m)",
    kind="pairs",
    suffixes=(".npz",),
    recognises=recognises_pairs,
    read_pairs=read_pairs,
)
