"""The library seen from all around: which poses, turned which way, look like these keypoints."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Float, Int

from evopose.fitting.library import PoseLibrary
from evopose.model.array import NDArray
from evopose.model.skeleton import H36M_17

HEADINGS = 24
ELEVATIONS = (0.0, np.radians(20.0))
"""How far down the camera looks."""
DISTANCE = 5.0
"""Metres from the camera at which the views are drawn: the perspective of an ordinary picture."""


@dataclass(frozen=True, eq=False)
class Matches:
    """Library poses, turned and scaled so that they look like the keypoints; best first."""

    pose: Int[NDArray, " k"]
    """Row of the library."""
    turn: Float[NDArray, "k 3 3"]
    """Library world (z up) to camera."""
    scale: Float[NDArray, " k"]
    """Image units (those of the keypoints) per metre at the hip's depth."""
    misfit: Float[NDArray, " k"]
    """Root mean square distance in the image, in metres at the person."""
    energy: Float[NDArray, " k"]
    """What they are ordered by."""


@dataclass(frozen=True, eq=False)
class Views:
    """Every library pose drawn from HEADINGS × ELEVATIONS; mirror images come from mirrored questions."""

    library: PoseLibrary

    @cached_property
    def turns(self) -> Float[NDArray, "v 3 3"]:
        """World to camera of each view, elevation by elevation; heading h and its mirror −h stand in one ring."""
        headings = np.arange(HEADINGS) * 2 * np.pi / HEADINGS
        return np.stack([_view(heading, elevation) for elevation in ELEVATIONS for heading in headings])

    @cached_property
    def _drawn(self) -> Float[NDArray, "m_v 34"]:
        """x of the 17 joints, then y."""
        poses = self.library.poses[: len(self.library) // 2]
        seen = np.einsum("vxy,mjy->mvjx", self.turns, poses).astype(np.float32)
        flat = seen[..., :2] / (1 + seen[..., 2:] / DISTANCE)
        return np.ascontiguousarray(np.swapaxes(flat, -1, -2).reshape(-1, 34))

    @cached_property
    def _squares(self) -> Float[NDArray, "m_v 17"]:
        return np.ascontiguousarray(self._drawn[:, :17] ** 2 + self._drawn[:, 17:] ** 2)

    def search(
        self,
        points: Float[NDArray, "17 2"],
        weights: Float[NDArray, " 17"],
        k: int,
        blur: float,
        roll_sigma: float,
        commonness: float,
    ) -> Matches:
        """The `k` best matches of 2D points (any unit, y down, upright camera; weight 0 where unknown).

        energy = misfit² W / 2 blur² + roll² / 2 roll_sigma² − commonness · log weight; blur in metres, roll in radians.
        """
        seen = np.where(weights[:, None] > 0, points, 0.0)
        other = list(H36M_17.mirror)
        both = [(seen, weights), (seen[other] * np.array([-1.0, 1.0]), weights[other])]
        found = [self._compare(own, share) for own, share in both]
        factor, misfit = (np.concatenate(parts) for parts in zip(*found, strict=True))
        roll = np.angle(factor)
        logs = np.log(self.library.weights.astype(np.float32))
        energy = misfit * (0.5 / blur**2) + roll**2 * (0.5 / roll_sigma**2)
        energy -= commonness * np.repeat(logs, len(self.turns))
        best = np.argpartition(energy, k)[:k]
        best = best[np.argsort(energy[best], kind="stable")]
        return self._matches(best, factor[best], np.sqrt(misfit[best] / weights.sum()), energy[best])

    def least_misfit(self, points: Float[NDArray, "17 2"], weights: Float[NDArray, " 17"], poses: int) -> float:
        """Misfit (metres) of the best of the library's first poses, which are those that lie farthest apart."""
        return float(np.sqrt(self._compare(points, weights, poses)[1].min() / weights.sum()))

    def _compare(self, points: NDArray, weights: NDArray, poses: int | None = None) -> tuple[NDArray, NDArray]:
        """For each view the complex factor that lays it over the points, and Σ w |difference|² in metres²."""
        rows = None if poses is None else poses * len(self.turns)
        total = weights.sum()
        centred = points - weights @ points / total
        pulled = (weights[:, None] * centred).T
        x, y, zero = pulled[0], pulled[1], np.zeros(17)
        columns = np.stack([np.r_[x, y], np.r_[y, -x], np.r_[weights, zero], np.r_[zero, weights]], axis=1).astype(
            np.float32
        )
        real, imaginary, mean_x, mean_y = (self._drawn[:rows] @ columns).T
        spread = self._squares[:rows] @ weights.astype(np.float32) - (mean_x**2 + mean_y**2) / np.float32(total)
        spread = np.maximum(spread, 1e-6)
        factor = (real + 1j * imaginary) / spread
        size = np.float32(np.sum(weights[:, None] * centred**2))
        power = np.maximum(real**2 + imaginary**2, 1e-12)
        return factor, np.maximum(size * spread**2 / power - spread, 0)

    def _matches(self, rows: NDArray, factor: NDArray, misfit: NDArray, energy: NDArray) -> Matches:
        pose, view = rows // len(self.turns), rows % len(self.turns)
        mirrored = pose >= len(self.library) // 2
        ring, heading = view // HEADINGS, view % HEADINGS
        view = np.where(mirrored, ring * HEADINGS + (-heading) % HEADINGS, view)
        roll = np.where(mirrored, -1, 1) * np.angle(factor)
        turn = _about_axis_z(roll) @ self.turns[view]
        return Matches(pose, turn, np.abs(factor), misfit, energy)


def _about_axis_z(angle: NDArray) -> Float[NDArray, "k 3 3"]:
    c, s, zero = np.cos(angle), np.sin(angle), np.zeros_like(angle)
    rows = [[c, -s, zero], [s, c, zero], [zero, zero, zero + 1]]
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def _view(heading: float, elevation: float) -> Float[NDArray, "3 3"]:
    """World (z up, person ahead along +y) to a camera (y down, z ahead) that looks down by `elevation`."""
    c, s = np.cos(elevation), np.sin(elevation)
    pitch = np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
    upright = np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]])
    return np.asarray(pitch @ upright @ _about_axis_z(np.array(heading)))
