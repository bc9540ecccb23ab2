"""The engine of scalar loops compiled by numba: what the eager engine makes, several times as fast on a CPU."""

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from jaxtyping import Float, Int64
from torch import Tensor

from evopose.evolution.brood import Brood, merged
from evopose.evolution.crossover import limbs_at
from evopose.evolution.draws import LANES, Stream, key
from evopose.evolution.engine import Poses
from evopose.evolution.lengths import LEAST, PAIRS
from evopose.evolution.recipe import Crossover, Recipe
from evopose.evolution.roots import ROOTS
from evopose.fused import breeding, settings
from evopose.fused.draws import STREAMS
from evopose.fused.limits import ALL, tables
from evopose.limits.occupancy import OccupancyLimits
from evopose.model.array import NDArray

_LANES = np.array([next((lane for lane, pair in enumerate(PAIRS) if joint in pair), 0) for joint in range(17)])
"""Of the noise of the bone that ends at each joint."""
PAIRS_AT_ONCE = 8192
"""Parents fetched at once: what fits the cache; results do not depend on it."""


@dataclass(frozen=True, eq=False)
class Fused:
    """Engine by fused loops, on the CPU."""

    recipe: Recipe
    limits: OccupancyLimits
    template: Float[Tensor, " 16"]
    """Mean lengths of the founders' bones (lengths.template_of), metres."""
    name: str = "fused"

    def brood(self, rows: Poses, generation: int, first: int, count: int, seed: int) -> Brood:
        """As Engine has it; `rows` are two or more. As many threads as torch has; children do not depend on them."""
        shares = _shares(first // 2, count // 2, torch.get_num_threads())
        if len(shares) == 1:
            return self._share(rows, generation, seed, *shares[0])
        with ThreadPoolExecutor(len(shares)) as pool:
            return merged(list(pool.map(lambda share: self._share(rows, generation, seed, *share), shares)))

    def _share(self, rows: Poses, generation: int, seed: int, start: int, stop: int) -> Brood:
        """Children of the pairs `start` … `stop` − 1."""
        keys, start_key = _keys(seed, generation)
        fathers, mothers = np.empty((2, stop - start), np.int64)
        breeding.drawn(keys, start_key, start, len(rows), fathers, mothers)
        index, operators = np.empty(2 * (stop - start), np.int64), np.empty(2 * (stop - start), np.int32)
        positions = np.empty((2 * (stop - start), 17, 3), np.float32)
        counts, alive = np.zeros(4, np.int64), 0
        for at in range(0, stop - start, PAIRS_AT_ONCE):
            some = slice(at, at + PAIRS_AT_ONCE)
            both = _fetched(rows, np.concatenate([fathers[some], mothers[some]]))
            alive += breeding.breed(
                self._settings, self._template, _LANES, self._maps, keys, start_key, 2 * (start + at),
                both[: len(both) // 2], both[len(both) // 2 :],
                index[alive:], positions[alive:], operators[alive:], counts,
            )  # fmt: skip
        pair, own = np.divmod(index[:alive] - 2 * start, 2)
        base, giver = np.where(own, (mothers[pair], fathers[pair]), (fathers[pair], mothers[pair]))
        return Brood(
            torch.from_numpy(index[:alive]),
            torch.from_numpy(positions[:alive]),
            torch.from_numpy(np.stack([base, giver], axis=1)),
            torch.from_numpy(operators[:alive]),
            {name: int(counts[getattr(breeding, name.upper())]) for name in ("degenerate", "limits", "copies")},
            int(counts[breeding.NEAR]),
        )

    @cached_property
    def _maps(self) -> NDArray:
        return tables(self.limits)

    @cached_property
    def _settings(self) -> settings.Settings:
        return settings_of(self.recipe)

    @cached_property
    def _template(self) -> Float[NDArray, " 17"]:
        return np.concatenate([[0], self.template.numpy()]).astype(np.float32)


def _shares(first: int, pairs: int, threads: int) -> list[tuple[int, int]]:
    """The pairs for each thread; few pairs are not worth a second one."""
    count = max(1, min(threads, pairs // PAIRS_AT_ONCE))
    ends = [first + pairs * part // count for part in range(count + 1)]
    return list(pairwise(ends))


def settings_of(recipe: Recipe) -> settings.Settings:
    """The recipe as the loops read it."""
    return settings.Settings(
        **_crossover(recipe), **_mutation(recipe), **_lengths(recipe), **_ground_and_selection(recipe)
    )


def _crossover(recipe: Recipe) -> dict[str, Any]:
    exchanged = _limbs_by_root(recipe.crossover)
    movable = ALL if recipe.crossover.head else ALL & ~1
    return {
        "exchange": _threshold(recipe.crossover.rate),
        "carry_global": recipe.crossover.carry == "global",
        "exchanged": exchanged,
        "eligible": exchanged if recipe.local.bones == "exchanged" else (movable,) * len(exchanged),
    }


def _mutation(recipe: Recipe) -> dict[str, Any]:
    noises = {"angles": settings.ANGLES, "axis": settings.AXIS, "sphere": settings.SPHERE}
    axes = {"any": settings.ANY, "coordinate": settings.COORDINATE, "heading": settings.HEADING}
    return {
        "local": _threshold(recipe.local.rate),
        "local_sigma": _radians(recipe.local.sigma_deg),
        "local_noise": noises[recipe.local.noise],
        "torso": _threshold(recipe.torso.rate),
        "torso_sigma": _radians(recipe.torso.sigma_deg),
        "turn": _threshold(recipe.orientation.rate),
        "turn_sigma": _radians(recipe.orientation.sigma_deg),
        "turn_axis": axes[recipe.orientation.axis],
    }


def _lengths(recipe: Recipe) -> dict[str, Any]:
    other = settings.OTHER if recipe.lengths.bones == "exchanged" else settings.OTHER_ALL
    sources = {"own": settings.OWN, "other": other, "template": settings.TEMPLATE}
    varied = recipe.lengths.noise + recipe.lengths.scale > 0
    return {
        "lengths": sources[recipe.lengths.source],
        "varied": _threshold(recipe.lengths.rate) if varied else 0,
        "length_noise": np.float32(recipe.lengths.noise),
        "length_scale": np.float32(recipe.lengths.scale),
        "least_factor": np.float32(LEAST),
    }


def _ground_and_selection(recipe: Recipe) -> dict[str, Any]:
    limits, copies = recipe.selection.limits, recipe.selection.copies
    return {
        "place": recipe.ground.place,
        "height": np.float32(recipe.ground.height_mm / 1000),
        "height_sigma": np.float32(recipe.ground.sigma_mm / 1000),
        "limits": _threshold(limits.weight),
        "directions": limits.directions,
        "copies": _threshold(copies.weight),
        "copy_distance": np.float32(copies.distance_mm / 1000),
    }


def _limbs_by_root(options: Crossover) -> tuple[int, ...]:
    """The limbs (bits, order of LIMBS) that are exchanged at no root and at each of the ten."""
    given = limbs_at(options, torch.arange(len(ROOTS) + 1))
    return tuple(sum(1 << limb for limb in range(9) if given[limb, root]) for root in range(len(ROOTS) + 1))


@lru_cache(maxsize=4)
def _keys(seed: int, generation: int) -> tuple[Int64[NDArray, "streams lanes"], int]:
    """Keys of all numbers of a generation, and the one that they begin with."""
    table = [[key(seed, generation, Stream[name], lane) for lane in range(LANES)] for name in STREAMS]
    return np.array(table, np.int64), key(seed, generation, -1)


def _fetched(rows: Poses, numbers: NDArray) -> Float[NDArray, "k 17 3"]:
    return np.ascontiguousarray(rows[numbers], np.float32).view(np.ndarray)


def _threshold(chance: float) -> int:
    return math.ceil(chance * 2**24)


def _radians(degrees: float) -> np.float32:
    return np.float32(math.radians(degrees))
