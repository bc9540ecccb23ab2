"""Writing COCO keypoints so that pycocotools reads them and so that reading our own file gives everything back."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from evopose.errors import NotWritable
from evopose.io.aside import write_aside
from evopose.io.record import plain, record_of
from evopose.model.annotation import AnnotatedImage, Person
from evopose.model.keypoints import Keypoints
from evopose.model.skeleton import H36M_17

_DESCRIPTION = (
    "H36M-17 keypoints by EvoStudio, in pixels from the image's corner. annotations[].evostudio: camera (pixels, "
    "OpenCV's distortion) and pose, whose joints are metres in the camera's frame (x right, y down, z ahead)."
)


def write(images: Iterable[AnnotatedImage], path: Path) -> None:
    """All images and people, written aside and renamed; NotWritable."""
    content: dict[str, Any] = {
        "info": {"description": _DESCRIPTION, "version": "1.0"},
        "licenses": [],
        "categories": [_category()],
        "images": [],
        "annotations": [],
    }
    for number, image in enumerate(images, start=1):
        sides = {"width": image.size[0], "height": image.size[1]} if image.size else {}
        content["images"].append({"id": number, "file_name": image.file_name, **sides})
        for person in image.people:
            content["annotations"].append(_annotation(person, number, len(content["annotations"]) + 1, path))
    write_aside(path, json.dumps(content, ensure_ascii=False, allow_nan=False))


def _category() -> dict[str, Any]:
    """COCO counts joints from 1 in its skeletons."""
    lines = [[child + 1, parent + 1] for child, parent in enumerate(H36M_17.parents) if parent >= 0]
    return {"id": 1, "name": "person", "supercategory": "person", "keypoints": list(H36M_17.joints), "skeleton": lines}


def _annotation(person: Person, image: int, number: int, path: Path) -> dict[str, Any]:
    keypoints = person.annotation.keypoints
    triples = np.concatenate([keypoints.xy, keypoints.visibility[:, None]], axis=-1)
    triples[~keypoints.known] = 0
    values = [int(value) if value.is_integer() else value for value in triples.ravel().tolist()]
    kept = plain(dict(person.extra.get("coco", {})))
    computed = {key: value for key, value in _extent(keypoints).items() if key not in kept}
    record = {**record_of(person, leave=("coco",)), "computed": sorted(computed)}
    try:
        json.dumps(record, allow_nan=False)
    except ValueError as error:
        raise NotWritable(f"{path}: person {number} has a pose or camera with missing numbers ({error}).") from error
    own = {"id": number, "image_id": image, "category_id": 1, "iscrowd": 0}
    counted = {"keypoints": values, "num_keypoints": int((triples[:, 2] > 0).sum())}
    return {**own, **counted, **computed, **kept, "evostudio": record}


def _extent(keypoints: Keypoints) -> dict[str, Any]:
    """The box around the keypoints, in which pycocotools' OKS counts."""
    known = keypoints.xy[keypoints.known]
    if not len(known):
        return {"bbox": [0.0, 0.0, 0.0, 0.0], "area": 0.0}
    corner, extent = known.min(axis=0), np.ptp(known, axis=0)
    return {"bbox": [*corner.tolist(), *extent.tolist()], "area": float(extent[0] * extent[1])}
