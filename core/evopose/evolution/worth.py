"""What evolution is worth: how near evolved poses come to real ones that it has not seen (docs/evolution.md).

To fill cells of direction is easy, and noise does it too. What counts is whether a population that grew from walks and
runs has something like the dances, climbs and kicks that people do, and whether what it has looks like people.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor

from evopose.coverage import measures
from evopose.coverage.histogram import count, empty
from evopose.coverage.neighbours import limb_directions
from evopose.geometry.degeneracy import degenerate
from evopose.geometry.hierarchy import encode, to_global
from evopose.geometry.spherical import to_vectors
from evopose.model.array import NDArray
from evopose.model.pose import Pose

_TRUNK = [6, 7, 10, 13]
"""Bones of spine, thorax and shoulders, among the sixteen."""
_QUERIES, _AMONG = 512, 16_384
_REALISM = 2000
"""Evolved poses that are held against all real ones."""


class Described(NamedTuple):
    """Poses in the four ways in which they are compared, float32; degenerate ones left out."""

    pose: Float[Tensor, "n 51"]
    """Joints about the hip in metres, on one skeleton, as the pelvis sees them: what the body does."""
    standing: Float[Tensor, "n 51"]
    """The same turned to one heading, but as it stands or lies."""
    limbs: Float[Tensor, "n 27"]
    """Nine unit vectors as the torso sees them: whatever the skeleton."""
    trunk: Float[Tensor, "n 12"]
    """Four unit vectors, of spine, chest and shoulders, as the pelvis sees them."""


@dataclass(frozen=True, eq=False)
class Yardstick:
    """What populations are held against."""

    lengths: Float[NDArray, " 16"]
    """The one skeleton, in metres."""
    unseen: Mapping[str, Described]
    """Real poses, by the set they are of."""
    real: Described
    """All real ones of the founders' set, what they grew from and what they did not see."""
    possible: Float[NDArray, "9 120 60"]
    """What joint limits allow (coverage.regions)."""


def described(positions: Float[NDArray, "n 17 3"], lengths: Float[NDArray, " 16"]) -> Described:
    """Poses (metres, world, z up) on a skeleton of these bone lengths."""
    sound = np.asarray(positions[~degenerate(positions)], np.float64)
    pose = encode(sound)
    right = pose.frame[:, :, 0]
    heading = np.arctan2(right[:, 1], right[:, 0])
    c, s, none, one = np.cos(heading), np.sin(heading), np.zeros(len(sound)), np.ones(len(sound))
    back = np.stack([c, s, none, -s, c, none, none, none, one], axis=-1).reshape(-1, 3, 3)
    upright = np.broadcast_to(np.eye(3), pose.frame.shape)
    return Described(
        _flat(_on(pose, lengths, upright)),
        _flat(_on(pose, lengths, back @ pose.frame)),
        _flat(limb_directions(sound)),
        _flat(to_vectors(pose.directions[:, _TRUNK])),
    )


def judged(positions: Float[NDArray, "n 17 3"], by: Yardstick) -> dict[str, Any]:
    """One population's figures, as plain JSON values.

    `share` and `entropy` (bits) are means of the nine directions; `unseen` has for each set `pose_mm`, `standing_mm`
    (mean distance of the joints to those of the nearest pose), `limbs_deg` and `trunk_deg` (mean angle of the bones
    to those of the nearest), all means over the set; `to_real_mm` is the same the other way round, the median, for
    poses of the population against all real ones.
    """
    counts = empty()
    count(positions, counts)
    here = described(positions, by.lengths)
    return {
        "share": float(measures.shares(counts, by.possible).mean()),
        "entropy": float(np.nan_to_num(measures.entropies(counts)).mean()),
        "unseen": {name: _distances(real, here) for name, real in by.unseen.items()},
        "to_real_mm": float(1000 * _apart(_some(here.pose, _REALISM), by.real.pose).median()),
    }


def novelty(positions: Float[NDArray, "n 17 3"], founders: Float[NDArray, "m 17 3"]) -> Float[NDArray, " n"]:
    """Metres from each pose to the nearest founder; nan for a degenerate one."""
    lengths = np.asarray(encode(founders.astype(np.float64)).lengths.mean(axis=0))
    found = np.full(len(positions), np.nan)
    apart = _apart(described(positions, lengths).pose, described(founders, lengths).pose)
    found[~degenerate(positions)] = apart.numpy()
    return found


def likeness(poses: Float[Tensor, "n 51"], queries: Int[NDArray, " k"], group: Int[NDArray, " n"]) -> float:
    """Median distance, in mm, from these rows to the nearest pose of another group."""
    found = [_apart(poses[row : row + 1], poses[torch.from_numpy(group != group[row])]) for row in queries.tolist()]
    return float(1000 * torch.cat(found).median())


def _distances(real: Described, here: Described) -> dict[str, float]:
    return {
        "pose_mm": float(1000 * _apart(real.pose, here.pose).mean()),
        "standing_mm": float(1000 * _apart(real.standing, here.standing).mean()),
        "limbs_deg": float(_angles(real.limbs, here.limbs).mean()),
        "trunk_deg": float(_angles(real.trunk, here.trunk).mean()),
    }


def _apart(queries: Float[Tensor, "n 51"], among: Float[Tensor, "m 51"]) -> Float[Tensor, " n"]:
    """Mean distance of sixteen joints to those of the nearest; the hip, which is the origin, does not count."""
    apart = (queries - among[nearest(queries, among)]).reshape(-1, 17, 3)
    distances: Tensor = torch.linalg.vector_norm(apart, dim=-1).sum(dim=1) / 16
    return distances


def _angles(queries: Float[Tensor, "n k"], among: Float[Tensor, "m k"]) -> Float[Tensor, " n"]:
    """Mean angle, in degrees, between unit vectors and those of the nearest."""
    products = (queries * among[nearest(queries, among)]).reshape(len(queries), -1, 3).sum(dim=-1)
    return products.clamp(-1, 1).acos().mean(dim=1).rad2deg()


def nearest(queries: Float[Tensor, "n k"], among: Float[Tensor, "m k"]) -> Tensor:
    """int64: for each query the row of `among` at the least distance."""
    rows = []
    for some in torch.split(queries, _QUERIES):
        blocks = [torch.cdist(some, block).min(dim=1) for block in torch.split(among, _AMONG)]
        which = torch.stack([block.values for block in blocks]).argmin(dim=0)
        within = torch.stack([block.indices for block in blocks]).gather(0, which[None])[0]
        rows.append(within + which * _AMONG)
    return torch.cat(rows)


def _on(pose: Pose, lengths: Float[NDArray, " 16"], frame: Float[NDArray, "n 3 3"]) -> NDArray:
    """The pose on another skeleton, its hip in the origin."""
    placed = Pose(np.zeros((len(frame), 3)), frame, np.broadcast_to(lengths, (len(frame), 16)), pose.directions)
    return np.asarray(to_global(placed))


def _flat(vectors: NDArray) -> Tensor:
    return torch.from_numpy(np.asarray(vectors, np.float32).reshape(len(vectors), -1))


def _some(rows: Tensor, most: int) -> Tensor:
    return rows[torch.linspace(0, len(rows) - 1, min(most, len(rows))).long()]
