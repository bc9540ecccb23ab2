"""A made-up annotator: 2D keypoints near the true ones, what is hidden marked so, a few left out."""

import numpy as np
from jaxtyping import Bool, Float, Float32

from evopose.demo.rough import Joints
from evopose.geometry.projection import project
from evopose.model.array import NDArray
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints, Visibility

NOISE = (1.0, 2.0)
"""Pixels: standard deviation of a placed keypoint, drawn for each image."""
_SKIN = (0.16, 0.14, 0.09, 0.08, 0.14, 0.09, 0.08, 0.15, 0.13, 0.13, 0.1, 0.09, 0.07, 0.06, 0.09, 0.07, 0.06)
"""Metres of the body's own flesh that may lie before a joint that counts as seen."""


def placed(
    camera: Camera, truth: Joints, depth: Float32[NDArray, "height width"], rng: np.random.Generator
) -> Keypoints:
    """Keypoints of one person (joints in the camera's frame, metres) in a picture with this depth."""
    exact = project(camera, truth)
    xy = exact + rng.normal(0, rng.uniform(*NOISE), exact.shape)
    states = np.where(hidden(exact, truth, depth), Visibility.OCCLUDED, Visibility.VISIBLE).astype(np.int8)
    inside = ((xy > 0) & (xy < np.asarray(camera.size))).all(axis=-1)
    missing = ~inside
    if rng.random() < 0.3:
        covered = np.flatnonzero(states == Visibility.OCCLUDED)
        candidates = covered if len(covered) else np.arange(17)
        missing[rng.choice(candidates, min(len(candidates), int(rng.integers(1, 3))), replace=False)] = True
    states[missing] = Visibility.MISSING
    return Keypoints(np.where(missing[:, None], np.nan, xy), states, np.where(missing, 0.0, 1.0))


def hidden(
    pixels: Float[NDArray, "17 2"], truth: Joints, depth: Float32[NDArray, "height width"]
) -> Bool[NDArray, "17"]:
    """Joints before which more lies than their own flesh."""
    height, width = depth.shape
    columns = np.clip(pixels[:, 0].astype(int), 0, width - 1)
    rows = np.clip(pixels[:, 1].astype(int), 0, height - 1)
    return np.asarray(depth[rows, columns] < truth[:, 2] - np.asarray(_SKIN))
