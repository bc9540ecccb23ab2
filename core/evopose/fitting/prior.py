"""What poses people take: a Gaussian around each start, made of the library poses nearest to it."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from evopose.fitting.library import PoseLibrary
from evopose.fitting.template import Directions
from evopose.model.array import NDArray


@dataclass(frozen=True, eq=False)
class Prior:
    """One Gaussian a start over the 48 numbers of the bone directions (library world: z up, right +x)."""

    mean: Float[NDArray, "b 48"]
    precision: Float[NDArray, "b 48 48"]
    offset: Float[NDArray, " b"]
    """−log of the density at the mean, up to a constant: rare and loose neighbourhoods cost more."""

    def cost(self, directions: Directions) -> Float[NDArray, " b"]:
        """½ Mahalanobis², without the offset."""
        away = directions.reshape(self.mean.shape) - self.mean
        return np.asarray(0.5 * np.einsum("bi,bij,bj->b", away, self.precision, away))

    def only(self, rows: NDArray) -> "Prior":
        """Of some starts."""
        return Prior(self.mean[rows], self.precision[rows], self.offset[rows])


def around(library: PoseLibrary, directions: Directions, neighbours: int, spread: Float[NDArray, " b"]) -> Prior:
    """The prior around each of b poses: mean and covariance of their nearest library poses, by common occurrence.

    `spread` (standard deviation, of unit vectors) is added in every direction: what the library lacks stays possible.
    """
    flat = library.directions.reshape(len(library), 48)
    asked = directions.reshape(-1, 48)
    lengths = np.repeat(np.sqrt(library.lengths), 3)
    far = np.sum((flat * lengths) ** 2, axis=1) - 2 * (asked * lengths**2) @ flat.T
    nearest = np.argpartition(far, neighbours, axis=1)[:, :neighbours]
    far = np.take_along_axis(far, nearest, axis=1) + np.sum((asked * lengths) ** 2, axis=1, keepdims=True)
    width = np.mean(far, axis=1, keepdims=True)
    share = np.sqrt(library.weights[nearest]) * np.exp(-0.5 * far / width)
    total = share.sum(axis=1, keepdims=True)
    share = share / total
    found = flat[nearest]
    mean = np.einsum("bk,bki->bi", share, found)
    away = (found - mean[:, None]) * np.sqrt(share)[..., None]
    covariance = np.swapaxes(away, 1, 2) @ away + spread[:, None, None] ** 2 * np.eye(48)
    sizes = np.linalg.slogdet(covariance)[1]
    return Prior(mean, np.linalg.inv(covariance), 0.5 * sizes - np.log(total[:, 0]))
