"""The surface of all that is in a picture: distance, normals, and where rays meet it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Float32, Int

from evopose.demo.shapes import Distance, Group, Points, single, smooth_union
from evopose.model.array import NDArray

_FAR = np.float32(1e3)
_MARGIN = 0.05
"""Metres from a group's ball beyond which the ball stands in for it."""

_STEPS = 110
"""Most steps of a ray; only those that graze a surface need more than thirty."""


@dataclass(frozen=True, eq=False)
class Surface:
    """Groups of shapes, joined."""

    groups: Sequence[Group]

    def distance(self, points: Points, margin: float = _MARGIN) -> Distance:
        """Signed distance, exact to first order where less than `margin` metres, else perhaps too small."""
        bounds = self._bounds(points)
        far = np.where(bounds < margin, _FAR, bounds)
        total = far.min(axis=0)
        for group, bound in zip(self.groups, bounds, strict=True):
            near = np.flatnonzero(bound < np.minimum(total + np.float32(group.blend), np.float32(margin)))
            if len(near):
                total[near] = smooth_union(total[near], group.distance(points[:, near]), group.blend)
        return np.asarray(total)

    @cached_property
    def _balls(self) -> tuple[NDArray, NDArray, NDArray]:
        """A middle, and from it the centres (groups, 3) and radii (groups, 1) of the groups' balls."""
        centres = np.stack([group.centre for group in self.groups])
        middle = centres.mean(axis=0)
        return middle, centres - middle, single([[group.reach] for group in self.groups])

    def _bounds(self, points: Points) -> Float32[NDArray, "groups n"]:
        """Distance of each point to each group's ball."""
        middle, centres, reach = self._balls
        local = points - middle[:, None]
        squared = (local * local).sum(axis=0) + (centres * centres).sum(axis=1)[:, None] - 2 * (centres @ local)
        return np.asarray(np.sqrt(np.maximum(squared, 0)) - reach, np.float32)

    def material(self, points: Points) -> Int[NDArray, " n"]:
        """Which material the nearest shape has."""
        best, found = np.full(points.shape[1], _FAR, np.float32), np.zeros(points.shape[1], np.int64)
        for group, bound in zip(self.groups, self._bounds(points), strict=True):
            near = np.flatnonzero(bound < _MARGIN)
            for shape in group.shapes if len(near) else ():
                distance = shape.distance(points[:, near])
                better = distance < best[near]
                closer = near[better]
                best[closer] = distance[better]
                found[closer] = shape.material
            for spot in group.spots if len(near) else ():
                found[near[spot.covers(points[:, near])]] = spot.material
        return found

    def normals(self, points: Points, step: float = 1e-3) -> Points:
        """Outward unit normals, by differences over a tetrahedron."""
        corners = np.array([(1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)], np.float32)
        total = np.zeros_like(points)
        for corner in corners:
            total += corner[:, None] * self.distance(points + np.float32(step) * corner[:, None])
        return np.asarray(total / (np.sqrt((total * total).sum(axis=0)) + np.float32(1e-12)))

    def hits(
        self,
        origin: Float32[NDArray, "3"] | Points,
        rays: Points,
        start: Float32[NDArray, " n"] | None = None,
        precision: float = 4e-4,
        cone: float = 0.0,
    ) -> Float32[NDArray, " n"]:
        """How far along each unit ray the surface is, in metres; inf where it is missed (sphere tracing, Hart 1996).

        `start`: how far each ray is known to be free, inf to skip it. `cone`: stop already where a cone about the ray
        with this radius per metre might touch.
        """
        travelled, end = self._spans(origin, rays, cone)
        if start is not None:
            travelled = np.maximum(travelled, start)
        found = np.full(rays.shape[1], np.inf, np.float32)
        active = np.flatnonzero(travelled < end)
        for count in range(_STEPS):
            if not len(active):
                break
            along = travelled[active]
            starts = origin[:, None] if origin.ndim == 1 else origin[:, active]
            distance = self.distance(starts + rays[:, active] * along) - np.float32(cone) * along
            near_enough = np.float32(precision * (1 if count < 20 else 4))
            arrived = distance < near_enough
            found[active[arrived]] = along[arrived]
            along += np.maximum(distance * np.float32(0.95), near_enough)
            travelled[active] = along
            active = active[~arrived & (along < end[active])]
        if cone:
            found[active] = travelled[active]
        return found

    def _spans(self, origin: NDArray, rays: Points, widening: float = 0.0) -> tuple[NDArray, NDArray]:
        """Where each ray enters the first and leaves the last of the groups' balls, wider by `widening` a metre."""
        start = np.full(rays.shape[1], np.inf, np.float32)
        end = np.zeros(rays.shape[1], np.float32)
        for group in self.groups:
            to = (group.centre[:, None] if origin.ndim > 1 else group.centre) - origin
            along = to[0] * rays[0] + to[1] * rays[1] + to[2] * rays[2]
            reach = np.float32(group.reach) + np.float32(widening) * np.maximum(along, 0)
            inside = reach * reach - ((to * to).sum(axis=0) - along * along)
            half = np.sqrt(np.maximum(inside, 0))
            met = (inside > 0) & (along + half > 0)
            start = np.where(met, np.minimum(start, np.maximum(along - half, 0)), start)
            end = np.where(met, np.maximum(end, along + half), end)
        return start, end

    def shade(self, points: Points, light: Float32[NDArray, "3"], sharpness: float = 9.0) -> Float32[NDArray, " n"]:
        """How much of a far light (unit vector towards it) reaches each point, 0 … 1, with soft edges."""
        start, end = self._spans(points, np.broadcast_to(light[:, None], points.shape), 1 / sharpness)
        travelled = np.maximum(start, np.float32(0.012))
        lit = np.ones(points.shape[1], np.float32)
        active = np.flatnonzero(travelled < end)
        for _ in range(22):
            if not len(active):
                break
            along = travelled[active]
            distance = self.distance(
                points[:, active] + light[:, None] * along, max(_MARGIN, float(along.max()) / sharpness)
            )
            lit[active] = np.minimum(lit[active], np.float32(sharpness) * distance / along)
            travelled[active] += np.minimum(np.maximum(distance, np.float32(0.02)), np.float32(0.25))
            active = active[(lit[active] > 0.01) & (travelled[active] < end[active])]
        lit = np.clip(lit, 0, 1)
        return np.asarray(lit * lit * (3 - 2 * lit))

    def openness(self, points: Points, normals: Points, reach: float = 0.2) -> Float32[NDArray, " n"]:
        """How much of the sky above each point's tangent plane is free of near surfaces, 0 … 1."""
        hidden = np.zeros(points.shape[1], np.float32)
        for share, weight in ((0.1, 0.3), (0.3, 0.3), (0.6, 0.22), (1.0, 0.18)):
            away = np.float32(reach * share)
            distance = self.distance(points + normals * away, max(_MARGIN, float(away)))
            hidden += np.float32(weight) * np.clip(1 - distance / away, 0, 1)
        return np.asarray(np.clip(1 - 0.95 * hidden, 0, 1))
