"""Whether the 2D of a recording lies where its camera sees the 3D: mixed-up cameras, units and joints show here."""

import numpy as np

from evopose.geometry.projection import project
from evopose.io.recording import Recording

MOST = 0.25
"""Of a person's size in the image; detectors are off by 0.02, and Human3.6M's worst recordings by less than 0.2."""
_SAMPLE = 50


def disagreement(recording: Recording) -> float:
    """Median distance of the 2D from the projected 3D, by the size of the person in the image; nan where unknown.

    From fifty frames spread over the recording.
    """
    if recording.pixels is None:
        return 0.0
    every = max(1, len(recording) // _SAMPLE)
    given = np.asarray(recording.seen(every), float)
    with np.errstate(all="ignore"):
        expected = np.asarray(project(recording.camera, np.asarray(recording.joints(every), float)))
        apart = np.linalg.norm(given - expected, axis=-1)
    if not np.isfinite(expected).any():
        return float("inf") if np.isfinite(given).any() else float("nan")
    whole = expected[np.isfinite(expected).all(axis=(1, 2))]
    if not len(whole) or not np.isfinite(apart).any():
        return float("nan")
    size = np.median(np.linalg.norm(whole.max(axis=1) - whole.min(axis=1), axis=-1))
    return float(np.nanmedian(apart) / size) if size > 0 else float("inf")
