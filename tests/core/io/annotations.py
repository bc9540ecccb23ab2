"""Annotated people made by chance, and what it means that two are the same."""

from dataclasses import replace

import numpy as np

from evopose.geometry.hierarchy import to_global, to_local
from evopose.geometry.projection import project
from evopose.model.annotation import AnnotatedImage, Annotation, Person, Status
from evopose.model.array import NDArray
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints, Visibility
from evopose.model.pose import Pose

STANDING = np.array(
    [
        (0, 0, 0), (-0.13, 0, 0), (-0.14, 0.44, 0.02), (-0.14, 0.88, 0.1), (0.13, 0, 0), (0.14, 0.44, -0.02),
        (0.14, 0.88, 0.03), (0, -0.24, 0.01), (0, -0.5, 0), (0, -0.6, -0.06), (0, -0.72, -0.02), (0.17, -0.46, 0),
        (0.3, -0.2, 0.05), (0.32, 0.02, -0.1), (-0.17, -0.46, 0), (-0.32, -0.2, 0.04), (-0.3, 0.05, -0.08),
    ]
)  # fmt: skip
"""Camera frame (y down), metres, hip at the origin, looking at the camera."""


def some_pose(rng: np.random.Generator) -> Pose:
    return to_local(STANDING + rng.normal(0, 0.05, (17, 3)) + [rng.normal(), rng.normal() / 2, 4 + rng.random()])


def some_person(rng: np.random.Generator, size: tuple[int, int], has_pose: bool = True) -> Person:
    """With lens distortion, an odd centre, missing and occluded joints, a lock, a first fit and the truth."""
    pose, focal = some_pose(rng), 800 + 400 * rng.random()
    centre = (size[0] / 2 + 3.25, size[1] / 2 - 1.5)
    camera = Camera((focal, focal * 1.01), centre, size, (-0.2, 0.1, 0.01), (1e-3, -2e-3), "north")
    keypoints = Keypoints.from_xy(project(camera, to_global(pose)) + rng.normal(0, 3, (17, 2)))
    keypoints = keypoints.marked(3, Visibility.MISSING).marked(12, Visibility.OCCLUDED)
    keypoints = replace(keypoints, confidence=np.where(keypoints.known, rng.random(17), 0))
    annotation = Annotation(
        keypoints, camera, pose if has_pose else None, Status.WORK, frozenset({"left shin", "head"})
    )
    extra = {"detector": {"name": "x", "scores": rng.random(3).astype(np.float32)}, "note": "grün"}
    return Person(annotation, some_pose(rng), some_pose(rng), extra)


def some_images(seed: int, people: int = 1) -> list[AnnotatedImage]:
    rng = np.random.default_rng(seed)
    size = (640, 480)
    group = tuple(some_person(rng, size) for _ in range(people))
    bare = Person(Annotation(Keypoints.from_xy(rng.uniform(0, 400, (17, 2)))))
    unfitted = some_person(rng, size, has_pose=False)
    return [
        AnnotatedImage("a.jpg", group, size),
        AnnotatedImage("folder/ö 2.jpg", (bare,), size),
        AnnotatedImage("c.png", (unfitted,), size),
    ]


def joints(pose: Pose | None) -> NDArray:
    return np.empty((0, 3)) if pose is None else to_global(pose)


def assert_same_people(a: Person, b: Person, tolerance: float = 1e-9) -> None:
    one, two = a.annotation, b.annotation
    np.testing.assert_allclose(one.keypoints.xy, two.keypoints.xy, atol=tolerance)
    np.testing.assert_array_equal(one.keypoints.visibility, two.keypoints.visibility)
    np.testing.assert_allclose(one.keypoints.confidence, two.keypoints.confidence, atol=tolerance)
    assert (one.camera and vars(one.camera)) == (two.camera and vars(two.camera))
    assert (one.status, one.locked) == (two.status, two.locked)
    for pose, other in ((one.pose, two.pose), (a.initial, b.initial), (a.truth, b.truth)):
        np.testing.assert_allclose(joints(pose), joints(other), atol=tolerance)


def assert_same_extra(a: object, b: object) -> None:
    assert type(a) is type(b)
    if isinstance(a, dict):
        assert a.keys() == b.keys()
        for key in a:
            assert_same_extra(a[key], b[key])
    elif isinstance(a, np.ndarray):
        assert a.dtype == b.dtype
        np.testing.assert_array_equal(a, b)
    else:
        assert a == b
