"""Our own file of pairs, in safetensors: `pixels` (N, 17, 2), `joints` (N, 17, 3) metres in the camera's frame,
`camera`, and optionally `clip` and `row`; the cameras and the metadata as JSON.

Read as memory maps, so that millions of pairs cost nothing to open.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from evopose.errors import BadFile, EvoError
from evopose.io.choosing import Choice, selected
from evopose.io.format import Format
from evopose.io.sound import check_positions
from evopose.io.tensors import Header, header_of, write_tensors
from evopose.model.array import NDArray
from evopose.model.camera import Camera
from evopose.model.pairs import Pairs

NAME = "evopose pairs 1"
_OPTIONAL = ("clip", "row")


def write(pairs: Pairs, path: Path) -> None:
    """One file; NotWritable where that fails."""
    tensors: dict[str, NDArray] = {
        "pixels": np.asarray(pairs.pixels, np.float32),
        "joints": np.asarray(pairs.joints, np.float32),
        "camera": np.asarray(pairs.camera, np.int32),
    }
    tensors |= {name: np.asarray(getattr(pairs, name)) for name in _OPTIONAL if getattr(pairs, name) is not None}
    told = {
        "format": NAME,
        "cameras": json.dumps([asdict(camera) for camera in pairs.cameras], ensure_ascii=False),
        "metadata": json.dumps(dict(pairs.metadata), ensure_ascii=False),
    }
    write_tensors(path, tensors, told)


def read(path: Path) -> Pairs:
    """As memory maps. MissingFile, BadFile, or WrongUnit."""
    header = header_of(path)
    _check_kind(header)
    pixels, joints, camera = (header.mapped(name) for name in ("pixels", "joints", "camera"))
    _check_shapes(path, pixels, joints)
    cameras = _cameras(header)
    _check_numbers(path, "camera", camera, len(pixels), len(cameras))
    clip, row = (header.mapped(name) if name in header.places else None for name in _OPTIONAL)
    metadata = _json(header, "metadata", dict)
    names = metadata.get("clip_names")
    for name, array, most in (("clip", clip, len(names) if isinstance(names, list) else None), ("row", row, None)):
        if array is not None:
            _check_numbers(path, name, array, len(pixels), most)
    check_positions(joints, path)
    return Pairs(pixels, joints, cameras, camera, clip, row, metadata)


def recognises(path: Path) -> bool:
    """Whether an existing file is of this format; never raises."""
    try:
        return {"pixels", "joints", "camera"} <= header_of(path).places.keys()
    except EvoError:
        return False


def _check_kind(header: Header) -> None:
    lacking = [name for name in ("pixels", "joints", "camera") if name not in header.places]
    if lacking:
        there = ", ".join(sorted(header.places)[:8]) or "nothing"
        population = " It is a population: project it through cameras." if "positions" in header.places else ""
        raise BadFile(header.path, f"no pairs: it lacks {', '.join(lacking)}; it holds {there}.{population}")
    said = header.metadata.get("format", "")
    if said != NAME:
        raise BadFile(header.path, f"it says that it is {said or 'of no format'!r}; {NAME!r} was expected.")


def _check_shapes(path: Path, pixels: NDArray, joints: NDArray) -> None:
    sound = pixels.shape[1:] == (17, 2) and joints.shape[1:] == (17, 3) and len(pixels) == len(joints)
    if not sound or {pixels.dtype, joints.dtype} != {np.dtype(np.float32)}:
        told = f"pixels {pixels.dtype} {pixels.shape} and joints {joints.dtype} {joints.shape}"
        raise BadFile(path, f"it has {told}; float32 (N, 17, 2) and (N, 17, 3) were expected.")
    if not len(pixels):
        raise BadFile(path, "there is no pair in it.")


def _check_numbers(path: Path, name: str, array: NDArray, rows: int, most: int | None) -> None:
    if array.shape != (rows,) or array.dtype.kind not in "iu":
        raise BadFile(path, f"its {name} is {array.dtype} {array.shape}; whole numbers ({rows},) were expected.")
    least = 0 if name == "camera" else -1
    low, high = int(array.min()), int(array.max())
    if low < least or (most is not None and high >= most):
        raise BadFile(path, f"its {name} goes from {low} to {high}, but there are {most} of them.")


def _cameras(header: Header) -> tuple[Camera, ...]:
    entries = _json(header, "cameras", list)
    try:
        return tuple(_camera(entry) for entry in entries)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise BadFile(header.path, f"its cameras are damaged ({type(error).__name__}: {error}).") from error


def _camera(entry: Mapping[str, Any]) -> Camera:
    numbers = {
        key: tuple(float(number) for number in entry[key]) for key in ("focal", "centre", "radial", "tangential")
    }
    if [len(values) for values in numbers.values()] != [2, 2, 3, 2] or not np.isfinite([*numbers["focal"]]).all():
        raise ValueError(f"{numbers}")
    width, height = entry["size"]
    return Camera(size=(int(width), int(height)), name=str(entry.get("name", "")), **numbers)  # type: ignore[arg-type]


def _json(header: Header, key: str, kind: type[Any]) -> Any:
    try:
        value = json.loads(header.metadata.get(key, "null"))
    except ValueError as error:
        raise BadFile(header.path, f"its {key} are no JSON ({error}).") from error
    if not isinstance(value, kind):
        raise BadFile(header.path, f"its {key} are missing, or not what was expected of them.")
    return value


def _read_selected(path: Path, select: Choice) -> Pairs:
    return selected(read(path), select, path)


FORMAT = Format(
    name="pairs",
    title="Pairs of 2D and 3D (safetensors)",
    kind="pairs",
    suffixes=(".safetensors",),
    recognises=recognises,
    read_pairs=_read_selected,
    write_pairs=write,
)
