"""A keypoint file of one person in one photo, and the same with something else in it."""

import json
from pathlib import Path

from evopose.model.joint_set import joint_set

NAMES = list(joint_set("coco_17").joints)


def keypoints(**changes) -> dict:
    """What it holds; what is None is left out."""
    points = [value for n in range(17) for value in (10 + n, 5 + 2 * n, 2)]
    annotation = {"id": 7, "image_id": 1, "category_id": 1, "keypoints": points} | changes.pop("annotation", {})
    found = {
        "images": [{"id": 1, "file_name": "photo 0.png", "width": 64, "height": 48}],
        "categories": [{"id": 1, "name": "person", "keypoints": changes.pop("names", NAMES)}],
        "annotations": [annotation],
    } | changes
    return {key: value for key, value in found.items() if value is not None}


def written(content, path: Path) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path
