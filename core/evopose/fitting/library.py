"""The pose library: some thousand real poses, well spread, that stand for what people do.

It gives the first fit its starts and its prior, and the direction map its neighbours. Chosen by
`evopose.fitting.choice` from motion capture that may be passed on; `docs/fitting.md` has the command.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float

from evopose.errors import BadFile, BadOption, MissingFile
from evopose.fitting.template import joints, mirrored_directions
from evopose.geometry.hierarchy import limb_vectors
from evopose.geometry.spherical import to_angles
from evopose.io.aside import write_aside
from evopose.model.array import NDArray
from evopose.model.limb import LIMBS
from evopose.resources import resource

FILE = "poses/cmu.npz"
"""The library that ships."""


@dataclass(frozen=True, eq=False)
class PoseLibrary:
    """M poses in the world (z up), turned so that the person's right is +x; each stands beside its mirror image."""

    directions: Float[NDArray, "m 16 3"]
    """Unit vectors of the bones that end at joints 1 … 16."""
    weights: Float[NDArray, " m"]
    """Share of the data that each pose stands for; they add up to 1."""
    lengths: Float[NDArray, " 16"]
    """Bones of the template person, in metres, left and right alike."""
    metadata: Mapping[str, Any]
    """Source, licence, command."""

    def __len__(self) -> int:
        return len(self.directions)

    @cached_property
    def poses(self) -> Float[NDArray, "m 17 3"]:
        """Joints of the template person, hip at the origin, in metres."""
        return joints(self.directions, self.lengths)

    @cached_property
    def limb_vectors(self) -> Float[NDArray, "m 9 3"]:
        """The nine limb directions as local unit vectors."""
        return np.asarray(limb_vectors(self.poses))

    @cached_property
    def limb_directions(self) -> Float[NDArray, "m 9 2"]:
        """θ and φ of the nine limb directions, in radians."""
        return np.asarray(to_angles(self.limb_vectors))

    def neighbours(self, limb: int, positions: Float[NDArray, "17 3"], k: int = 50) -> Float[NDArray, "k 2"]:
        """θ and φ (radians) that a limb has in the `k` library poses most like this one, most alike first.

        Forearms and shins: alike in the direction of their parent limb; the others: in all other limb directions.
        A pose without frames (nan, zero bones) has no neighbours: (0, 2). BadOption for a limb that does not exist.
        """
        if not 0 <= limb < len(LIMBS):
            raise BadOption(f"Limb {limb}: expected 0 … {len(LIMBS) - 1}.")
        with np.errstate(invalid="ignore", divide="ignore"):
            own = np.asarray(limb_vectors(np.asarray(positions, dtype=float)))
        parent = LIMBS[limb].parent
        seen = [parent] if parent is not None else [other for other in range(len(LIMBS)) if other != limb]
        if not np.isfinite(own[seen]).all():
            return np.empty((0, 2))
        sought = np.zeros_like(own)
        sought[seen] = own[seen]
        likeness = self.limb_vectors.reshape(len(self), -1) @ sought.reshape(-1)
        return np.asarray(self.limb_directions[_largest(likeness, k), limb])


def _largest(values: Float[NDArray, " m"], k: int) -> NDArray:
    """Indices of the `k` largest, the largest first; of equal ones the first."""
    least = np.partition(values, -k)[-k] if 0 < k < len(values) else -np.inf
    candidates = np.flatnonzero(values >= least)
    order = np.argsort(-values[candidates], kind="stable")
    return np.asarray(candidates[order[:k]])


@cache
def library() -> PoseLibrary:
    """The library that ships, read once."""
    return read(resource(FILE))


def read(path: Path) -> PoseLibrary:
    """A library from its npz file; the mirror images are added. MissingFile, BadFile."""
    if not path.exists():
        raise MissingFile(path, "pose library")
    try:
        with np.load(path, allow_pickle=False) as file:
            directions, weights = file["directions"].astype(float), file["weights"].astype(float)
            lengths, metadata = file["lengths"].astype(float), json.loads(str(file["metadata"]))
    except (KeyError, ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise BadFile(path, f"not a pose library: {error}.") from error
    return with_mirrors(directions, weights, lengths, metadata)


def with_mirrors(
    directions: Float[NDArray, "m 16 3"],
    weights: Float[NDArray, " m"],
    lengths: Float[NDArray, " 16"],
    metadata: Mapping[str, Any],
) -> PoseLibrary:
    """A library of the poses and their mirror images, second half the mirror of the first."""
    directions = directions / np.linalg.norm(directions, axis=-1, keepdims=True)
    both = np.concatenate([directions, mirrored_directions(directions)])
    return PoseLibrary(both, np.concatenate([weights, weights]) / (2 * weights.sum()), lengths, metadata)


def write(library: PoseLibrary, path: Path) -> None:
    """A library into an npz file (half precision, without the mirror images); NotWritable."""
    half = len(library) // 2
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        directions=library.directions[:half].astype(np.float16),
        weights=library.weights[:half].astype(np.float32),
        lengths=library.lengths.astype(np.float32),
        metadata=np.array(json.dumps(dict(library.metadata))),
    )
    write_aside(path, buffer.getvalue())
