"""All that third-party annotation files have no field for, as JSON values that they carry along: `evostudio: {…}`."""

import math
from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from evopose.errors import EvoError
from evopose.geometry.hierarchy import to_global
from evopose.model.annotation import Annotation, Person, Status
from evopose.model.array import NDArray
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints
from evopose.model.pose import Pose

VERSION = 1


class UnreadableRecord(EvoError):
    """A record that is not what it should be; the reader of the file turns it into BadFile."""


def record_of(person: Person, leave: Collection[str] = ()) -> dict[str, Any]:
    """Everything about a person but the keypoints' positions; of `extra` not the entries in `leave`."""
    annotation = person.annotation
    return {
        "version": VERSION,
        "visibility": np.asarray(annotation.keypoints.visibility).tolist(),
        "confidence": np.asarray(annotation.keypoints.confidence, float).tolist(),
        "status": annotation.status.value,
        "locked": sorted(annotation.locked),
        "camera": asdict(annotation.camera) if annotation.camera else None,
        "pose": _pose_record(annotation.pose),
        "initial": _pose_record(person.initial),
        "truth": _pose_record(person.truth),
        "extra": {key: plain(value) for key, value in person.extra.items() if key not in leave},
    }


def person_of(record: Any, keypoints: Keypoints) -> Person:
    """The inverse of `record_of`, given the keypoints that the file itself holds; UnreadableRecord."""
    try:
        if record["version"] > VERSION:
            raise UnreadableRecord(f"an 'evostudio' field of version {record['version']}; this program knows {VERSION}")
        states, confidence = np.asarray(record["visibility"], np.int8), np.asarray(record["confidence"], float)
        if states.shape != (17,) or confidence.shape != (17,):
            raise ValueError("17 visibilities and confidences are expected")
        annotation = Annotation(
            replace(keypoints, visibility=states, confidence=confidence),
            _camera(record["camera"]),
            _pose(record["pose"]),
            Status(record["status"]),
            frozenset(map(str, record["locked"])),
        )
        extra = {key: _revived(value) for key, value in record["extra"].items()}
        return Person(annotation, _pose(record["initial"]), _pose(record["truth"]), extra)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise UnreadableRecord(f"an 'evostudio' field that cannot be read ({type(error).__name__}: {error})") from error


def _pose_record(pose: Pose | None) -> dict[str, Any] | None:
    """The hierarchical numbers, and for others the joints of H36M-17 in metres, in the camera's frame."""
    if pose is None:
        return None
    fields = {name: np.asarray(getattr(pose, name), float).tolist() for name in _POSE_SHAPES}
    return {**fields, "joints": np.asarray(to_global(pose), float).tolist()}


_POSE_SHAPES = {"root": (3,), "frame": (3, 3), "lengths": (16,), "directions": (16, 2)}


def _pose(record: Any) -> Pose | None:
    if record is None:
        return None
    fields = {name: np.asarray(record[name], float) for name in _POSE_SHAPES}
    for name, shape in _POSE_SHAPES.items():
        if fields[name].shape != shape or not np.isfinite(fields[name]).all():
            raise ValueError(f"{name} of a pose must be {shape} finite numbers")
    return Pose(**fields)


def _camera(record: Any) -> Camera | None:
    if record is None:
        return None
    numbers = {name: _pair_or_more(record[name], length) for name, length in _CAMERA_LENGTHS.items()}
    width, height = record["size"]
    return Camera(size=(int(width), int(height)), name=str(record.get("name", "")), **numbers)


_CAMERA_LENGTHS = {"focal": 2, "centre": 2, "radial": 3, "tangential": 2}


def _pair_or_more(values: Any, length: int) -> Any:
    numbers = tuple(float(value) for value in values)
    if len(numbers) != length or not all(map(math.isfinite, numbers)):
        raise ValueError(f"{length} finite numbers are expected, not {values!r}")
    return numbers


def plain(value: Any) -> Any:
    """As JSON values: arrays with their type and shape, nan as null."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return {"array": value.dtype.str, "shape": list(value.shape), "values": plain(value.ravel().tolist())}
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, bool | int | str | None) else repr(value)


def _revived(value: Any) -> Any:
    if isinstance(value, list):
        return [_revived(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"array", "shape", "values"}:
        return _array(value)
    return {key: _revived(item) for key, item in value.items()}


def _array(record: Mapping[str, Any]) -> NDArray:
    dtype = np.dtype(str(record["array"]))
    if dtype.kind not in "biufU":
        raise TypeError(f"an array of {dtype}")
    return np.array(record["values"], dtype=dtype).reshape(record["shape"])
