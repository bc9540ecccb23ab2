"""Annotations, poses and extra values as bytes: versioned, little-endian, lossless, nothing that could run."""

import base64
import json
import struct
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from evopose.errors import EvoError
from evopose.model.annotation import Annotation, Status
from evopose.model.array import NDArray
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints
from evopose.model.pose import Pose

_HEAD = struct.Struct("<2sBBI")
"""Magic, version, flags, bytes of the JSON that ends it."""
_ANNOTATION, _POSE = b"EA", b"EP"
_VERSION = 1
_HAS_CAMERA, _HAS_POSE, _REMOVED = 1, 2, 4
_JOINTS, _CAMERA, _POSE_FLOATS = 17, 11, 3 + 9 + 16 + 32
_KINDS = "biuf"


class UnreadableValue(EvoError):
    """Bytes in a project that are not the value they should be; the project turns it into DamagedProject."""


def encode_annotation(annotation: Annotation) -> bytes:
    """About 1.1 kB: float64 numbers, the visibilities, and names as JSON."""
    points, camera, pose = annotation.keypoints, annotation.camera, annotation.pose
    parts = [np.ravel(points.xy), np.ravel(points.confidence)]
    tail: dict[str, Any] = {"status": annotation.status.value, "locked": sorted(annotation.locked)}
    if camera:
        numbers = (*camera.focal, *camera.centre, *camera.size, *camera.radial, *camera.tangential)
        parts.append(np.asarray(numbers, float))
        tail["camera"] = camera.name
    if pose:
        parts.append(_pose_numbers(pose))
    flags = (_HAS_CAMERA if camera else 0) | (_HAS_POSE if pose else 0) | (_REMOVED if annotation.removed else 0)
    names = json.dumps(tail).encode()
    head = _HEAD.pack(_ANNOTATION, _VERSION, flags, len(names))
    visibility = np.asarray(points.visibility, np.int8).tobytes()
    return b"".join([head, np.concatenate(parts).astype("<f8").tobytes(), visibility, names])


def decode_annotation(data: bytes) -> Annotation:
    """The inverse of `encode_annotation`; UnreadableValue where the bytes are something else."""
    flags, names = _opened(data, _ANNOTATION)
    count = 3 * _JOINTS + (_CAMERA if flags & _HAS_CAMERA else 0) + (_POSE_FLOATS if flags & _HAS_POSE else 0)
    if len(data) != _HEAD.size + 8 * count + _JOINTS + names:
        raise UnreadableValue(f"An annotation of {len(data)} bytes where its head speaks of another length.")
    numbers = np.frombuffer(data, "<f8", count, _HEAD.size).astype(float)
    states = np.frombuffer(data, np.int8, _JOINTS, _HEAD.size + 8 * count).copy()
    try:
        tail = json.loads(data[len(data) - names :])
        status, locked = Status(tail["status"]), frozenset(map(str, tail["locked"]))
        camera = _camera(numbers[51:62], str(tail["camera"])) if flags & _HAS_CAMERA else None
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise UnreadableValue(f"An annotation whose names cannot be read ({error}).") from error
    pose = _pose(numbers[-_POSE_FLOATS:]) if flags & _HAS_POSE else None
    keypoints = Keypoints(numbers[:34].reshape(_JOINTS, 2), states, numbers[34:51])
    return Annotation(keypoints, camera, pose, status, locked, bool(flags & _REMOVED))


def encode_pose(pose: Pose) -> bytes:
    """One unbatched pose: 60 float64."""
    return _HEAD.pack(_POSE, _VERSION, 0, 0) + _pose_numbers(pose).astype("<f8").tobytes()


def decode_pose(data: bytes) -> Pose:
    """The inverse of `encode_pose`; UnreadableValue where the bytes are something else."""
    _opened(data, _POSE)
    if len(data) != _HEAD.size + 8 * _POSE_FLOATS:
        raise UnreadableValue(f"A pose of {len(data)} bytes.")
    return _pose(np.frombuffer(data, "<f8", _POSE_FLOATS, _HEAD.size).astype(float))


def encode_extra(extra: Mapping[str, Any]) -> bytes:
    """JSON values and NumPy arrays of numbers, compressed."""
    return zlib.compress(json.dumps(dict(extra), default=_plain).encode(), 1)


def decode_extra(data: bytes) -> dict[str, Any]:
    """The inverse of `encode_extra`; UnreadableValue where the bytes are something else."""
    try:
        found = json.loads(zlib.decompress(data), object_hook=_revived)
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise UnreadableValue(f"Extra values that cannot be read ({error}).") from error
    return dict(found)


def _opened(data: bytes, magic: bytes) -> tuple[int, int]:
    if not isinstance(data, bytes) or len(data) < _HEAD.size:
        raise UnreadableValue("A value that is too short to be one.")
    found, version, flags, names = _HEAD.unpack_from(data)
    if found != magic or version != _VERSION:
        raise UnreadableValue("A value of another kind than was expected, or of another version.")
    return flags, names


def _camera(numbers: NDArray, name: str) -> Camera:
    fx, fy, cx, cy, width, height, k1, k2, k3, p1, p2 = numbers.tolist()
    return Camera((fx, fy), (cx, cy), (int(width), int(height)), (k1, k2, k3), (p1, p2), name)


def _pose_numbers(pose: Pose) -> NDArray:
    fields = (pose.root, pose.frame, pose.lengths, pose.directions)
    return np.concatenate([np.ravel(np.asarray(value, float)) for value in fields])


def _pose(numbers: NDArray) -> Pose:
    return Pose(numbers[:3], numbers[3:12].reshape(3, 3), numbers[12:28], numbers[28:].reshape(16, 2))


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray) and value.dtype.kind in _KINDS:
        data = base64.b64encode(np.ascontiguousarray(value).tobytes()).decode()
        return {"__array__": value.dtype.str, "shape": list(value.shape), "data": data}
    raise TypeError(f"{type(value).__name__} is neither a JSON value nor an array of numbers")


def _revived(found: dict[str, Any]) -> Any:
    if "__array__" not in found:
        return found
    kind = np.dtype(str(found["__array__"]))
    if kind.kind not in _KINDS:
        raise TypeError(f"an array of {kind}")
    return np.frombuffer(base64.b64decode(found["data"]), kind).reshape(found["shape"]).copy()
