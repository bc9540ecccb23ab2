"""Evolution tried on real motion capture: recipes and what each of their parts adds (`evopose worth`)."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float

from evopose.coverage.regions import possible
from evopose.evolution.founders import gather, of_kinds
from evopose.evolution.options import EvolveOptions
from evopose.evolution.presets import PRESETS, merged
from evopose.evolution.recipe import Recipe
from evopose.evolution.worth import Yardstick, described, judged, likeness
from evopose.geometry.hierarchy import encode
from evopose.io.clips import clips_of
from evopose.io.npz import read as read_npz
from evopose.io.safetensors import read as read_population
from evopose.jobs import Job, Progress, finish
from evopose.limits import default
from evopose.model.array import NDArray
from evopose.model.population import Population

FOUNDERS = "cmu"
KINDS = ("walk", "run")
"""Whose clips evolution begins with."""
UNSEEN = ("cmu", "cmu_actions", "bandai1", "snu_mrl")
"""Sets whose other clips it must come near to."""
BEFORE = "founders"
_QUERIES = 1000
"""Unseen poses of each set that distances are measured from, evenly spread."""
_OFF: Mapping[str, Any] = {"weight": 0.0}

ABLATIONS: Mapping[str, Mapping[str, Any]] = {
    "no crossover": {"crossover": {"rate": 0.0}, "local": {"rate": 0.35, "bones": "all"}},
    "no mutation": {"local": {"rate": 0.0}, "torso": {"rate": 0.0}},
    "gentle mutation": {"local": {"rate": 0.3, "sigma_deg": 10.0}},
    "no torso mutation": {"torso": {"rate": 0.0}},
    "no orientation": {"orientation": {"rate": 0.0}},
    "no selection": {"selection": {"limits": _OFF, "copies": _OFF, "intersection": _OFF}},
    "no joint limits": {"selection": {"limits": _OFF}},
    "no intersection": {"selection": {"intersection": _OFF}},
    "no copy selection": {"selection": {"copies": _OFF}},
    "novelty too": {"selection": {"novelty": {"weight": 1.0}}},
}
"""The default recipe with one part changed. Without crossover nothing is exchanged, so all bones are in question."""


@dataclass(frozen=True, eq=False)
class Grown:
    """One run's population and its figures."""

    name: str
    """Of the recipe."""
    share: float
    """Of the founders' poses that it began with."""
    seed: int
    founders: int
    positions: Float[NDArray, "n 17 3"]
    """Founders first."""
    figures: Mapping[str, Any]


def recipes() -> dict[str, Recipe]:
    """Presets and ablations, by name."""
    changed = {name: merged(PRESETS["default"], changes) for name, changes in ABLATIONS.items()}
    return {name: PRESETS[name] for name in ("paper", "original", "default")} | changed


def experiment(
    evolve: type[EvolveOptions], mocap: Path, shares: Sequence[float], seeds: int, ratio: float
) -> Job[list[Grown]]:
    """Founders and every recipe, at every share, with so many seeds, by the command `evolve`.

    `mocap`: the folder of cmu.npz and the other sets in UNSEEN.
    """
    by = yield from yardstick(mocap)
    plan = [(share, seed, name) for share in shares for seed in range(seeds) for name in recipes()]
    grown: list[Grown] = []
    with tempfile.TemporaryDirectory() as folder:
        for number, (share, seed, name) in enumerate(plan):
            yield Progress(number, len(plan), f"{name} from {share:.0%}, seed {seed}")
            options = evolve(
                population=(mocap / f"{FOUNDERS}.npz",),
                out=Path(folder) / str(number),
                recipe=recipes()[name],
                ratio=ratio,
                seed=seed,
                kinds=KINDS,
                share=share,
                device="cpu",
                engine="eager",
            )
            if name == next(iter(recipes())):
                grown.append(_before(options, by))
            grown.append(_grown(options, name, by))
    return grown


def yardstick(mocap: Path) -> Job[Yardstick]:
    """The real poses that populations are held against."""
    yield Progress(0, 0, "reading real poses")
    sets = {name: read_npz(mocap / f"{name}.npz") for name in UNSEEN}
    everyone = np.asarray(sets[FOUNDERS].positions, np.float64)
    lengths = np.asarray(encode(everyone[_rows(sets[FOUNDERS], seen=True)]).lengths.mean(axis=0))
    unseen = {name: described(_spread(each, _rows(each, seen=False)), lengths) for name, each in sets.items()}
    return Yardstick(lengths, unseen, described(everyone, lengths), possible(default()))


def reference(path: Path) -> float:
    """How far real poses of the other clips are from the nearest real pose of another clip: the median, in mm."""
    population = read_npz(path)
    rows = _rows(population, seen=False)
    some = rows[np.linspace(0, len(rows) - 1, min(_QUERIES, len(rows))).astype(int)]
    positions, clip = np.asarray(population.positions, np.float64), np.asarray(population.clip)
    lengths = np.asarray(encode(positions[_rows(population, seen=True)]).lengths.mean(axis=0))
    return likeness(described(positions, lengths).pose, some, clip)


def others(path: Path) -> Float[NDArray, "n 17 3"]:
    """Poses of a set's clips that are not of KINDS; float32."""
    population = read_npz(path)
    return np.asarray(population.positions[_rows(population, seen=False)], np.float32)


def _rows(population: Population, seen: bool) -> NDArray:
    """Of clips of KINDS, or of all the others."""
    wanted = of_kinds(KINDS)
    chosen = [clip.rows for clip in clips_of(population) if bool(wanted.search(_called(clip.kind, clip.name))) == seen]
    return np.asarray(np.sort(np.concatenate(chosen)))


def _called(kind: str, name: str) -> str:
    return (kind or name).replace("_", " ")


def _spread(population: Population, rows: NDArray) -> NDArray:
    some = rows[np.linspace(0, len(rows) - 1, min(_QUERIES, len(rows))).astype(int)]
    return np.asarray(population.positions[some], np.float32)


def _before(options: EvolveOptions, by: Yardstick) -> Grown:
    founders = finish(gather(options.population, options.kinds, options.share, options.unit, options.seed))
    positions = np.concatenate(list(founders.chunks()))
    figures = {"poses": len(positions), **judged(positions, by)}
    return Grown(BEFORE, options.share, options.seed, len(positions), positions, figures)


def _grown(options: EvolveOptions, name: str, by: Yardstick) -> Grown:
    result = finish(options.run())
    positions = np.array(read_population(Path(result["population"])).positions, np.float32)
    figures = {
        "poses": result["poses"],
        "survival": (result["survivors"] + result["surplus"]) / max(result["candidates"], 1),
        "near_copies": result["copies"] / max(result["candidates"], 1),
        "generations": result["generations"],
        "seconds": result["seconds"],
        **judged(positions, by),
    }
    return Grown(name, options.share, options.seed, result["founders"]["poses"], positions, figures)


def by_recipe(grown: Sequence[Grown]) -> Iterator[tuple[float, str, list[Grown]]]:
    """Runs that differ in their seed alone, together: (share, name, runs)."""
    groups: dict[tuple[float, str], list[Grown]] = {}
    for each in grown:
        groups.setdefault((each.share, each.name), []).append(each)
    for (share, name), runs in groups.items():
        yield share, name, runs
