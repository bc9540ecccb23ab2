"""2D keypoints of one person in one image, as H36M-17."""

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from jaxtyping import Float, Int8

from evopose.model.array import NDArray


class Visibility(IntEnum):
    """COCO's three states."""

    MISSING = 0
    OCCLUDED = 1
    VISIBLE = 2


@dataclass(frozen=True, eq=False)
class Keypoints:
    """Pixels from the top-left corner of the upright (EXIF-turned) image."""

    xy: Float[NDArray, "17 2"]
    """Pixels; nan where missing."""
    visibility: Int8[NDArray, "17"]
    """A `Visibility` for each."""
    confidence: Float[NDArray, "17"]
    """0 … 1; 1 for what a person placed."""

    @classmethod
    def empty(cls) -> "Keypoints":
        """All missing."""
        return cls(np.full((17, 2), np.nan), np.zeros(17, np.int8), np.zeros(17))

    @classmethod
    def from_xy(cls, xy: Float[NDArray, "17 2"]) -> "Keypoints":
        """All finite ones visible and certain."""
        xy = np.asarray(xy, dtype=float)
        known = np.isfinite(xy).all(axis=-1)
        xy = np.where(known[:, None], xy, np.nan)
        return cls(xy, np.where(known, 2, 0).astype(np.int8), known.astype(float))

    @property
    def known(self) -> NDArray:
        """(17,) bool: which have a position."""
        return np.asarray(np.isfinite(self.xy).all(axis=-1))

    def moved(self, joint: int, xy: tuple[float, float], visibility: Visibility | None = None) -> "Keypoints":
        """The same with one placed at `xy`; its visibility stays unless given (missing becomes visible)."""
        points, states, confidence = self.xy.copy(), self.visibility.copy(), self.confidence.copy()
        points[joint] = xy
        states[joint] = visibility if visibility is not None else (states[joint] or Visibility.VISIBLE)
        confidence[joint] = 1.0
        return Keypoints(points, states, confidence)

    def marked(self, joint: int, visibility: Visibility) -> "Keypoints":
        """The same with one's visibility changed; MISSING removes its position."""
        if visibility is Visibility.MISSING:
            points, states, confidence = self.xy.copy(), self.visibility.copy(), self.confidence.copy()
            points[joint], states[joint], confidence[joint] = np.nan, Visibility.MISSING, 0.0
            return Keypoints(points, states, confidence)
        states = self.visibility.copy()
        states[joint] = visibility
        return replace(self, visibility=states)
