"""Joint sets of other programs and what each can say about H36M-17's joints."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Bool, Float, Int

from evopose.errors import UnknownJointSet, UnknownName
from evopose.model.array import Array, NDArray, array_namespace
from evopose.model.joint_name import plain_name
from evopose.model.keypoints import Keypoints, Visibility
from evopose.model.skeleton import H36M_17
from evopose.resources import resource

_NAMES = (
    "h36m_17", "h36m_32", "coco_17", "halpe_26", "openpose_body_25", "mediapipe_33", "smpl_24", "lsp_14",
    "evoskeleton_click_order",
)  # fmt: skip
_ENOUGH = 8
"""Of H36M-17's joints, so that names count as a person's."""
_DOUBT = 0.5
"""Confidence of an approximated joint relative to its sources'."""


@dataclass(frozen=True)
class Source:
    """One way to place a joint of H36M-17: a weighted sum of the set's joints; the weights add up to 1."""

    weights: tuple[tuple[int, float], ...]
    """(column of the set, weight)."""
    approximate: bool = False
    """Whether it is a guess about a joint that the set does not have."""


class _Ways(NamedTuple):
    """All sources of a set as rows of one matrix, and a last row for what cannot be placed."""

    weights: Float[NDArray, "way joint"]
    used: Bool[NDArray, "way joint"]
    approximate: Bool[NDArray, " way"]
    rows: Int[NDArray, "17 most"]
    """For each joint of H36M-17 its ways, the best first, then `none`."""
    none: int


@dataclass(frozen=True)
class JointSet:
    """Named joints as columns of an array, and how H36M-17 comes of them."""

    name: str
    title: str
    joints: tuple[str, ...]
    sources: tuple[tuple[Source, ...], ...]
    """For each joint of H36M-17 the ways to place it, the best first; none where the set cannot supply it."""
    edges: tuple[tuple[int, int], ...] = ()
    """Pairs of columns to draw lines between."""
    aliases: tuple[tuple[str, int], ...] = ()
    """Further names for columns."""
    origin: str = ""
    """Where the set is defined."""

    @property
    def supplied(self) -> tuple[bool, ...]:
        """For each joint of H36M-17 whether the set can place it."""
        return tuple(bool(ways) for ways in self.sources)

    @property
    def approximate(self) -> tuple[bool, ...]:
        """For each joint of H36M-17 whether the set can only guess it."""
        return tuple(bool(ways) and all(way.approximate for way in ways) for ways in self.sources)

    def to_h36m(self, points: Float[Array, "*batch joint dim"]) -> Float[Array, "*batch 17 dim"]:
        """The points of H36M-17 in the same unit and frame: each by its first way whose sources are all finite.

        nan where there is none.
        """
        xp = array_namespace(points)
        missing = xp.full_like(points[..., 0, :], float("nan"))
        placed = []
        for ways in self.sources:
            value = missing
            for way in reversed(ways):
                guess = _weighted(points, way)
                value = xp.where(xp.all(xp.isfinite(guess), axis=-1)[..., None], guess, value)
            placed.append(value)
        return xp.stack(placed, axis=-2)

    def keypoints(
        self,
        xy: Float[NDArray, "joint 2"],
        visibility: Int[NDArray, " joint"] | None = None,
        confidence: Float[NDArray, " joint"] | None = None,
    ) -> Keypoints:
        """One person's H36M-17 keypoints (pixels); approximated ones are occluded and half as confident.

        Without `visibility` all finite points are visible; without `confidence` all are certain.
        """
        xy = np.asarray(xy, dtype=float)
        states = np.full(len(xy), int(Visibility.VISIBLE)) if visibility is None else np.asarray(visibility)
        trust = np.ones(len(xy)) if confidence is None else np.asarray(confidence, dtype=float)
        seen = np.isfinite(xy).all(axis=-1) & (states != Visibility.MISSING)
        ways = self._ways
        possible = ~(ways.used & ~seen).any(axis=-1)
        chosen = ways.rows[np.arange(17), possible[ways.rows].argmax(axis=-1)]
        points = ways.weights @ np.where(seen[:, None], xy, 0.0)
        least_seen = np.where(ways.used, states, int(Visibility.VISIBLE)).min(axis=-1)
        least_seen = np.where(ways.approximate, int(Visibility.OCCLUDED), least_seen)
        least_trusted = np.where(ways.used, trust, 1.0).min(axis=-1) * np.where(ways.approximate, _DOUBT, 1.0)
        points[ways.none], least_seen[ways.none], least_trusted[ways.none] = np.nan, Visibility.MISSING, 0.0
        return Keypoints(points[chosen], least_seen[chosen].astype(np.int8), least_trusted[chosen])

    @cached_property
    def _ways(self) -> "_Ways":
        flat = [way for ways in self.sources for way in ways]
        weights = np.zeros((len(flat) + 1, len(self.joints)))
        for row, way in enumerate(flat):
            for column, weight in way.weights:
                weights[row, column] = weight
        rows = np.full((17, max(map(len, self.sources)) + 1), len(flat))
        starts = np.cumsum([0, *map(len, self.sources)]).tolist()
        for joint, (start, end) in enumerate(pairwise(starts)):
            rows[joint, : end - start] = range(start, end)
        approximate = np.array([*(way.approximate for way in flat), False])
        return _Ways(weights, weights != 0, approximate, rows, len(flat))

    def arranged(self, names: Sequence[str]) -> "JointSet":
        """The same set for arrays whose columns are `names`; unknown names are ignored, absent ones missing."""
        known = self._columns()
        column_of = {known[plain]: column for column, plain in enumerate(map(plain_name, names)) if plain in known}

        def moved(way: Source) -> Source:
            return replace(way, weights=tuple((column_of[column], weight) for column, weight in way.weights))

        sources = tuple(
            tuple(moved(way) for way in ways if all(column in column_of for column, _ in way.weights))
            for ways in self.sources
        )
        edges = tuple((column_of[a], column_of[b]) for a, b in self.edges if a in column_of and b in column_of)
        return replace(self, joints=tuple(names), sources=sources, edges=edges, aliases=())

    def knows(self, names: Sequence[str]) -> int:
        """How many of its joints are among `names`."""
        known = self._columns()
        return len({known[plain] for plain in map(plain_name, names) if plain in known})

    def _columns(self) -> dict[str, int]:
        names = [*self.aliases, *((joint, column) for column, joint in enumerate(self.joints))]
        return {plain_name(name): column for name, column in names}


def joint_sets() -> tuple[str, ...]:
    """Names of the joint sets that ship with the program."""
    return _NAMES


@cache
def joint_set(name: str) -> JointSet:
    """The joint set called so; UnknownName otherwise."""
    if name not in _NAMES:
        raise UnknownName("joint set", name, _NAMES)
    return _parsed(json.loads(resource(f"skeletons/{name}.json").read_text(encoding="utf-8")))


def recognise(names: Sequence[str]) -> JointSet:
    """The joint set that knows most of these names, arranged for them; UnknownJointSet where they make no person."""
    candidates = [joint_set(name) for name in _NAMES]
    best = max(candidates, key=lambda candidate: (candidate.knows(names), -len(candidate.joints)))
    arranged = best.arranged(names)
    if (supplied := sum(arranged.supplied)) < _ENOUGH:
        raise UnknownJointSet(names, supplied, _ENOUGH, _NAMES)
    return arranged


def _weighted(points: Array, way: Source) -> Array:
    (column, weight), *others = way.weights
    total = points[..., column, :] * weight
    for column, weight in others:
        total = total + points[..., column, :] * weight
    return total


def _parsed(found: Mapping[str, Any]) -> JointSet:
    joints = tuple(found["joints"])
    columns = {joint: column for column, joint in enumerate(joints)}

    def source(way: Mapping[str, Any]) -> Source:
        weights = tuple((columns[joint], float(weight)) for joint, weight in way["weights"].items())
        return Source(weights, bool(way.get("approximate", False)))

    ways = (found["to_h36m"].get(joint, ()) for joint in H36M_17.joints)
    aliases = ((alias, columns[joint]) for joint, others in found.get("aliases", {}).items() for alias in others)
    return JointSet(
        found["name"],
        found["title"],
        joints,
        tuple(tuple(map(source, group)) for group in ways),
        tuple((columns[a], columns[b]) for a, b in found["edges"]),
        tuple(aliases),
        found["source"],
    )
