"""MPI-INF-3DHP's test set: annot_data.mat of TS1 to TS6, 17 joints in 2D and 3D of one camera each.

`annot2` (2, 17, 1, n) pixels, `annot3` (3, 17, 1, n) millimetres in the camera's frame, `univ_annot3` the same scaled
to the height of Human3.6M's people (what results are reported on), `valid_frame` and `activity_annotation` (n). The
files do not tell the lens: it is solved for, from the 2D and the 3D of each sequence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from jaxtyping import Bool, Float

from evopose.errors import BadFile, MissingFile
from evopose.io.assembly import assembled
from evopose.io.choosing import EVERYTHING, Choice
from evopose.io.format import Format
from evopose.io.matlab import load_matlab, variables
from evopose.io.recording import Recording
from evopose.io.sound import metres
from evopose.model.array import NDArray
from evopose.model.camera import Camera
from evopose.model.pairs import Pairs
from evopose.model.population import Population

NAME = "annot_data.mat"
JOINTS = (14, 8, 9, 10, 11, 12, 13, 15, 1, 16, 0, 5, 6, 7, 2, 3, 4)
"""Where H36M-17 lie among the test set's 17 (head top, neck, right arm, left arm, right leg, left leg, pelvis, spine,
head)."""
ACTIVITIES = (
    "Standing/Walking", "Exercising", "Sitting", "Reaching/Crouching", "On The Floor", "Sports", "Miscellaneous",
)  # fmt: skip
"""Numbered from 1 in the files."""
_UP: Mapping[str, tuple[float, float, float]] = MappingProxyType(
    {f"TS{number}": (0.0616, -0.9762, -0.2078) for number in (1, 2, 3, 4)}
    | {f"TS{number}": (-0.0092, -0.9950, -0.0991) for number in (5, 6)}
)
"""Which way is up for the cameras (x right, y down, z ahead), by the calibration that comes with the test set."""
_LEVEL = (0.0, -1.0, 0.0)
_SIZES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {f"TS{number}": (2048, 2048) for number in (1, 2, 3, 4)} | {f"TS{number}": (1920, 1080) for number in (5, 6)}
)
_VARIABLES = ("annot2", "annot3", "univ_annot3", "valid_frame", "activity_annotation")
_FAR = 25.0
"""Pixels by which the 2D may lie beside the projected 3D in the median: the outdoor camera's lens is no pinhole."""

_FARTHEST = 1e5
"""Pixels and metres; beyond that is damage."""


def read_pairs(path: Path, select: Choice = EVERYTHING) -> Pairs:
    """One sequence (annot_data.mat), or all in the folder of the test set. MissingFile, BadFile, or BadOption."""
    return assembled(_all(sequences(path)), path, select, {"detector": "annotation", "data_set": "MPI-INF-3DHP"})


def _all(files: Iterable[Path]) -> Iterator[Recording]:
    """Rows count on from file to file, as in a population of them all."""
    first = 0
    for file in files:
        found = list(recordings(file, first))
        first += sum(len(recording) for recording in found)
        yield from found


def sequences(path: Path) -> list[Path]:
    """The file itself, or those of TS1, TS2 … in a folder; MissingFile where there is none."""
    if not path.is_dir():
        return [path]
    found = [path / NAME] if (path / NAME).exists() else sorted(path.glob(f"[Tt][Ss]*/{NAME}"))
    if not found:
        raise MissingFile(path / "TS1" / NAME, "sequence of the test set")
    return found


def recordings(path: Path, first_row: int = 0) -> Iterator[Recording]:
    """One for each activity of a sequence: the valid frames. Errors as `read_pairs`."""
    arrays = _arrays(path)
    subject = _subject(path)
    pixels, own, told = arrays["annot2"], arrays["annot3"], arrays["univ_annot3"]
    valid, activity = _marks(arrays, len(pixels), path)
    camera = _lens(own, pixels, valid, subject, path)
    rows = np.full(len(pixels), -1)
    rows[valid] = first_row + np.arange(valid.sum())
    for number in np.unique(activity[valid]).tolist():
        chosen = np.flatnonzero(valid & (activity == number))
        action = ACTIVITIES[number - 1] if 1 <= number <= len(ACTIVITIES) else ""
        yield Recording(
            f"{subject} {action}".strip(), subject, action, camera, None, pixels[chosen], told[chosen], 0,
            rows=rows[chosen],
        )  # fmt: skip


def read_population(path: Path) -> Population:
    """The people of a sequence at their own size, upright and set down on the ground (z up).

    The valid frames, in their order; a clip for each activity. Cameras other than the test set's are taken to be level.
    MissingFile or BadFile.
    """
    arrays = _arrays(path)
    valid, activity = _marks(arrays, len(arrays["annot2"]), path)
    kinds = activity[valid]
    positions = _upright(arrays["annot3"][valid], np.array(_UP.get(_subject(path), _LEVEL)))
    positions -= positions[:, :1].mean(axis=0) * (1, 1, 0)
    positions[..., 2] -= np.percentile(positions[..., 2].min(axis=1), 5)
    there = np.unique(kinds)
    names = [ACTIVITIES[number - 1] if 1 <= number <= len(ACTIVITIES) else "" for number in there.tolist()]
    metadata = {
        "data_set": "MPI-INF-3DHP",
        "clip_names": [f"{_subject(path)} {name}".strip() for name in names],
        "clip_kinds": names,
        "clip_subjects": [_subject(path)] * len(names),
        "clip_seconds_per_frame": [0.0] * len(names),
    }
    return Population(
        positions.astype(np.float32), clip=np.searchsorted(there, kinds).astype(np.int32), metadata=metadata
    )


def recognises(path: Path) -> bool:
    """Whether an existing `.mat` is such a sequence; never raises."""
    return {"annot2", "valid_frame"} <= set(variables(path))


def _subject(path: Path) -> str:
    found = re.search(r"ts_?(\d+)", path.resolve().parent.name, re.IGNORECASE)
    return f"TS{int(found[1])}" if found else path.resolve().parent.name or "TS"


def _upright(seen: Float[NDArray, "n 17 3"], up: Float[NDArray, "3"]) -> Float[NDArray, "n 17 3"]:
    """From the camera's frame into one whose z is up and whose y is where the camera looks."""
    up = up / np.linalg.norm(up)
    ahead = np.array([0.0, 0.0, 1.0]) - up[2] * up
    ahead /= np.linalg.norm(ahead)
    return np.asarray(seen @ np.stack([np.cross(ahead, up), ahead, up], axis=-1))


def _arrays(path: Path) -> dict[str, NDArray]:
    """2D and 3D by frame, as H36M-17, 3D in metres; the marks as they are."""
    found: dict[str, Any] = load_matlab(path, _VARIABLES)
    lacking = [name for name in ("annot2", "annot3", "valid_frame") if name not in found]
    if lacking:
        there = ", ".join(variables(path)[:10]) or "nothing"
        raise BadFile(path, f"it lacks {', '.join(lacking)}; it holds {there}. The test set's {NAME} was expected.")
    found.setdefault("univ_annot3", found["annot3"])
    for name, width in (("annot2", 2), ("annot3", 3), ("univ_annot3", 3)):
        found[name] = _frames(found[name], name, width, path)
    if len({len(found[name]) for name in ("annot2", "annot3", "univ_annot3")}) > 1:
        told = ", ".join(f"{name} of {len(found[name])}" for name in ("annot2", "annot3", "univ_annot3"))
        raise BadFile(path, f"its arrays differ in frames: {told}.")
    for name in ("annot3", "univ_annot3"):
        found[name] = found[name] * metres(found[name], path)
    return found


def _frames(array: Any, name: str, width: int, path: Path) -> Float[NDArray, "n 17 d"]:
    """(d, 17, 1, n) of MATLAB as (n, 17, d), in the order of H36M-17."""
    turned = np.asarray(array).T
    if turned.dtype.kind not in "fiu" or turned.ndim < 2 or turned.shape[-1] != width or turned.shape[-2] != 17:
        hint = "; the training set's annot.mat has 28 joints" if 28 in turned.shape else ""
        raise BadFile(path, f"its {name} is {np.shape(array)}; ({width}, 17, 1, n) was expected{hint}.")
    return turned.reshape(-1, 17, width)[:, JOINTS].astype(float)


def _marks(arrays: Mapping[str, Any], frames: int, path: Path) -> tuple[Bool[NDArray, " n"], NDArray]:
    """Which frames count, and the activity of each (0 where it is not told)."""
    valid = np.asarray(arrays["valid_frame"]).ravel() != 0
    activity = np.asarray(arrays.get("activity_annotation", np.zeros(frames))).ravel().astype(int)
    for name, array in (("valid_frame", valid), ("activity_annotation", activity)):
        if len(array) != frames:
            raise BadFile(path, f"its {name} is of {len(array)} frames, its annotations are of {frames}.")
    if not valid.any():
        raise BadFile(path, "none of its frames is valid.")
    return valid, activity


def _lens(
    points: Float[NDArray, "n 17 3"],
    pixels: Float[NDArray, "n 17 2"],
    valid: Bool[NDArray, " n"],
    name: str,
    path: Path,
) -> Camera:
    """The pinhole that takes the 3D to the 2D, by least squares; BadFile where none does."""
    seen, rays = pixels[valid].reshape(-1, 2), points[valid].reshape(-1, 3)
    sound = (abs(seen) < _FARTHEST).all(axis=1) & (abs(rays) < _FARTHEST).all(axis=1) & (rays[:, 2] > 0.1)
    if sound.sum() < 17:
        raise BadFile(path, "its 3D is not before a camera (z ahead, metres or millimetres).")
    slopes = rays[sound, :2] / rays[sound, 2:]
    solved = [np.polyfit(slopes[:, axis], seen[sound, axis], 1) for axis in (0, 1)]
    apart = np.hypot(*(np.polyval(solved[axis], slopes[:, axis]) - seen[sound, axis] for axis in (0, 1)))
    (fx, cx), (fy, cy) = ((float(focal), float(centre)) for focal, centre in solved)
    if np.median(apart) > _FAR or not 100 < min(fx, fy) <= max(fx, fy) < 20_000:
        told = f"they lie {np.median(apart):.0f} px apart in the median at focal lengths of {fx:.0f} and {fy:.0f} px"
        raise BadFile(path, f"no camera takes its annot3 to its annot2: {told}.")
    size = _SIZES.get(name, (round(2 * cx), round(2 * cy)))
    return Camera((fx, fy), (cx, cy), size, name=name)


FORMAT = Format(
    name="mpi-inf-3dhp",
    title="MPI-INF-3DHP's test set (annot_data.mat)",
    kind="population",
    suffixes=(".mat",),
    recognises=recognises,
    read_population=read_population,
    read_pairs=read_pairs,
)
