"""Reading COCO keypoints; every fault names the annotation."""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evopose.errors import BadFile, EvoError, MissingFile
from evopose.io.record import person_of
from evopose.model.annotation import AnnotatedImage, Annotation, Person
from evopose.model.array import NDArray
from evopose.model.joint_set import JointSet, recognise
from evopose.model.keypoints import Keypoints, Visibility

_LARGEST = 1 << 30
"""Bytes; a larger file would need some 8 GB to parse."""
_FARTHEST = 1e6
"""Pixels from the corner; what lies beyond is a fault of the file."""
_OURS = frozenset({"keypoints", "num_keypoints", "image_id", "category_id", "id", "iscrowd", "evostudio"})


def read(path: Path, images: Path | None = None) -> list[AnnotatedImage]:
    """All images with their people, in the order of the file; MissingFile or BadFile.

    Crowds are left out, and people without any keypoint (COCO has many: a box only) unless we wrote them.
    What else an annotation holds (bbox, area, segmentation, score, …) comes along in `Person.extra['coco']`.
    """
    return _Reader(path, _parsed(path)).images()


def _parsed(path: Path) -> Mapping[str, Any]:
    try:
        if path.stat().st_size > _LARGEST:
            raise BadFile(path, f"larger than {_LARGEST >> 30} GiB; split it by images.")
        content = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise MissingFile(path) from None
    except OSError as error:
        raise BadFile(path, f"cannot be read ({error.strerror}).") from error
    except (ValueError, RecursionError) as error:
        raise BadFile(path, f"no JSON ({error}).") from error
    if isinstance(content, list):
        raise BadFile(path, "a bare list of detections names neither images nor joints; COCO's full form has both.")
    if not isinstance(content, dict):
        raise BadFile(path, f"expected a JSON object, got {str(content)[:40]!r}.")
    return content


class _Reader:
    def __init__(self, path: Path, content: Mapping[str, Any]) -> None:
        self._path = path
        self._images = self._by_id(content, "images")
        self._sets = self._joint_sets(self._by_id(content, "categories"))
        self._annotations = self._list(content, "annotations")

    def images(self) -> list[AnnotatedImage]:
        people: dict[int, list[Person]] = {number: [] for number in self._images}
        for position, annotation in enumerate(self._annotations):
            where = f"annotation {annotation.get('id', f'at position {position}')}"
            if self._reference(annotation, "image_id", self._images, where) is not None:
                person = self._person(annotation, where)
                if person:
                    people[annotation["image_id"]].append(person)
        return [self._image(number, record, people[number]) for number, record in self._images.items()]

    def _image(self, number: int, record: Mapping[str, Any], people: Sequence[Person]) -> AnnotatedImage:
        name = record.get("file_name")
        if not isinstance(name, str) or not name:
            raise BadFile(self._path, f"image {number} has no file_name.")
        size = record.get("width"), record.get("height")
        known = all(isinstance(side, int | float) and side >= 1 and math.isfinite(side) for side in size)
        return AnnotatedImage(name.replace("\\", "/"), tuple(people), (int(size[0]), int(size[1])) if known else None)  # type: ignore[arg-type]

    def _person(self, annotation: Mapping[str, Any], where: str) -> Person | None:
        joints = self._reference(annotation, "category_id", self._sets, where)
        if joints is None or annotation.get("iscrowd"):
            return None
        keypoints = self._keypoints(joints, annotation.get("keypoints", []), where)
        rest = {key: value for key, value in annotation.items() if key not in _OURS}
        record = annotation.get("evostudio")
        if record is None:
            return (
                Person(Annotation(keypoints), extra={"coco": rest} if rest else {}) if keypoints.known.any() else None
            )
        try:
            person = person_of(record, keypoints)
            for name in record.get("computed", []):
                rest.pop(name, None)
        except (EvoError, TypeError, AttributeError) as error:
            raise BadFile(self._path, f"{where}: {error}.") from error
        extra = {**person.extra, "coco": rest} if rest else dict(person.extra)
        return Person(person.annotation, person.initial, person.truth, extra)

    def _keypoints(self, joints: JointSet, values: Any, where: str) -> Keypoints:
        if not values:
            return Keypoints.empty()
        wanted = 3 * len(joints.joints)
        if not isinstance(values, list) or len(values) != wanted:
            got = f"{len(values)} values" if isinstance(values, list) else repr(values)[:40]
            raise BadFile(self._path, f"{where}: {got} as keypoints; {len(joints.joints)} joints want {wanted}.")
        if not set(map(type, values)) <= {int, float}:
            position, value = next((p, value) for p, value in enumerate(values) if type(value) not in (int, float))
            raise BadFile(self._path, f"{where}: {value!r} where {joints.joints[position // 3]} wants a number.")
        triples = np.array(values, dtype=float).reshape(-1, 3)
        triples[~np.isfinite(triples).all(axis=-1)] = (np.nan, np.nan, 0)
        odd = np.flatnonzero((np.abs(triples[:, :2]) > _FARTHEST).any(axis=-1))
        if len(odd):
            x, y = triples[odd[0], :2]
            raise BadFile(self._path, f"{where}: {joints.joints[odd[0]]} at ({x:g}, {y:g}), where no image is.")
        return joints.keypoints(triples[:, :2], *self._visibility(triples[:, 2], where))

    def _visibility(self, values: NDArray, where: str) -> tuple[NDArray, NDArray]:
        """States and confidences; detectors put a confidence where COCO has the state."""
        if (values < 0).any() or (values > Visibility.VISIBLE).any():
            odd = values[(values < 0) | (values > Visibility.VISIBLE)][0]
            raise BadFile(self._path, f"{where}: visibility {odd:g}; expected 0, 1, 2 or a confidence from 0 to 1.")
        if (values != np.round(values)).any():
            return np.where(values > 0, int(Visibility.VISIBLE), 0), np.minimum(values, 1.0)
        return values.astype(np.int8), np.ones(len(values))

    def _reference(self, annotation: Mapping[str, Any], key: str, known: Mapping[Any, Any], where: str) -> Any:
        number = annotation.get(key)
        try:
            return known[number]
        except (KeyError, TypeError):
            kind = "images" if key == "image_id" else "categories"
            raise BadFile(self._path, f"{where}: {key} {number!r} is not among the {len(known)} {kind}.") from None

    def _joint_sets(self, categories: Mapping[int, Mapping[str, Any]]) -> dict[int, JointSet | None]:
        """By category; None for those without keypoints (dogs, cars)."""
        found: dict[int, JointSet | None] = {}
        for number, category in categories.items():
            names = category.get("keypoints") or []
            if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
                raise BadFile(self._path, f"category {number}: keypoints must be a list of names.")
            found[number] = self._joint_set(names, category) if names else None
        if not any(found.values()):
            raise BadFile(self._path, "no category has named keypoints.")
        return found

    def _joint_set(self, names: list[str], category: Mapping[str, Any]) -> JointSet:
        try:
            return recognise(names)
        except EvoError as error:
            raise BadFile(self._path, f"category {category.get('name', category.get('id'))!r}: {error}") from error

    def _by_id(self, content: Mapping[str, Any], key: str) -> dict[Any, Mapping[str, Any]]:
        found: dict[Any, Mapping[str, Any]] = {}
        for record in self._list(content, key):
            number = record.get("id")
            if not isinstance(number, int | str) or number in found:
                raise BadFile(self._path, f"{key}: id {number!r} is missing, odd or given twice.")
            found[number] = record
        return found

    def _list(self, content: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        records = content.get(key)
        if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
            there = ", ".join(map(str, list(content)[:8])) or "nothing"
            raise BadFile(self._path, f"expected a list of objects {key!r}; there is {there}.")
        return records
