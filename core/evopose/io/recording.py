"""One clip of a data set as one camera recorded it: what readers of data sets give, and pairs are put together of."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from evopose.geometry.projection import project, to_camera
from evopose.model.array import NDArray
from evopose.model.camera import Camera, Viewpoint


@dataclass(frozen=True, eq=False)
class Recording:
    """n frames of H36M-17 seen by a camera."""

    clip: str
    """Name of the motion; all cameras that saw it use the same."""
    subject: str
    """Who moves: S1, S9, TS3."""
    action: str
    """What is done, as the data set calls it."""
    camera: Camera
    viewpoint: Viewpoint | None
    """Where the camera stood; None where `points` are in its frame already."""
    pixels: Float[NDArray, "n 17 2"] | None
    """From the image's top-left corner; nan where missing. None: where the camera sees the points."""
    points: Float[NDArray, "n 17 3"]
    """Metres, in the world or the camera's frame."""
    first_row: int
    """Of frame 0 in the population that is read of the same 3D file; −1 where none is."""
    seconds: float = 0.0
    """From frame to frame; 0 where unknown."""
    rows: NDArray | None = None
    """Rows of that population, where they are not one after the other."""

    def __len__(self) -> int:
        return len(self.points)

    def joints(self, every: int = 1) -> Float[NDArray, "k 17 3"]:
        """Of each `every`-th frame, float32 metres in the camera's frame."""
        points = np.asarray(self.points[::every], float)
        seen = points if self.viewpoint is None else np.asarray(to_camera(self.viewpoint, points))
        return _known(seen)

    def seen(self, every: int = 1) -> Float[NDArray, "k 17 2"]:
        """Pixels of each `every`-th frame, float32."""
        if self.pixels is not None:
            return _known(self.pixels[::every])
        return _known(np.asarray(project(self.camera, self.joints(every).astype(float))))

    def population_rows(self, every: int = 1) -> NDArray:
        """Of each `every`-th frame."""
        rows = np.arange(len(self)) + self.first_row if self.rows is None else self.rows
        return rows[::every].astype(np.int64)


def _known(values: NDArray) -> NDArray:
    """float32; nan where it was not finite, or is not in float32."""
    with np.errstate(over="ignore"):
        narrow = values.astype(np.float32)
    return np.where(np.isfinite(narrow), narrow, np.float32(np.nan))
