"""Who is learned from and who is measured on: other people, doing other things."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Bool, Float

from evopose.errors import BadFile, BadOption, MissingFile
from evopose.evolution.founders import of_kinds
from evopose.evolution.gathering import read
from evopose.experiments.options import ExperimentOptions
from evopose.experiments.parts import PARTS, Cut, Motion
from evopose.experiments.trial import OWN
from evopose.geometry.degeneracy import degenerate
from evopose.io.clips import ClipRows, clips_of, concatenated, selected
from evopose.jobs import Job
from evopose.model.array import NDArray
from evopose.model.population import Population

_CHUNK = 65_536


@dataclass(frozen=True, eq=False)
class Split:
    """Poses to begin with and poses to measure on; metres, world, z up."""

    source: Population
    targets: Mapping[str, Population]
    beside: Mapping[str, Population]
    """Measured too, but no part of the mean."""
    prior: tuple[Float[NDArray, "n 17 3"], ...]
    """What joint limits are learned from; empty: those that ship."""
    notices: tuple[str, ...] = ()
    """What was left out of which file."""


def split(options: ExperimentOptions) -> Job[Split]:
    """The poses of an experiment, the sound ones; every arm learns from the same.

    MissingFile, BadFile (no pose of it is sound), BadOption where a set has no clip that is asked for.
    """
    return (yield from (_yours(options) if options.source else _ours(options)))


def person_of(clip: ClipRows) -> str:
    """Whose clip it is, by its name (CMU's are called SUBJECT_TRIAL); empty where that does not tell."""
    person, _, trial = clip.name.partition("_")
    return person if person.isdigit() and trial else ""


def people(source: Population) -> list[Population]:
    """The source by person, who has most poses first; one alone where the clips do not tell."""
    rows: dict[str, list[NDArray]] = {}
    for clip in clips_of(source):
        rows.setdefault(person_of(clip), []).append(clip.rows)
    each = sorted((np.sort(np.concatenate(clips)) for clips in rows.values()), key=len, reverse=True)
    return [selected(source, some) for some in each]


def drawn(source: Population, count: int | None, seed: int) -> Population:
    """So many poses, evenly over all rows and so over the clips, beginning somewhere; None or too many: all."""
    total = len(source)
    if count is None or count >= total:
        return source
    offset = np.random.default_rng((seed, 0xE0)).random()
    return selected(source, ((np.arange(count) + offset) * (total / count)).astype(np.int64))


def cut(population: Population, wanted: Cut, kinds: Sequence[str], most: int | None = None) -> Population:
    """Some clips, and of many poses `most`, spread evenly; BadOption where there is none."""
    rows = [clip.rows for clip in clips_of(population) if _fits(clip, wanted, kinds)]
    if not rows:
        kind = {"same": f"of a kind that begins with {' or '.join(kinds)}", "other": "of another kind", "any": ""}
        raise BadOption(f"{wanted.file} has no clip {kind[wanted.motion]}: nothing to {_purpose(wanted.motion)}.")
    chosen = np.sort(np.concatenate(rows))
    if most is not None and len(chosen) > most:
        chosen = chosen[np.linspace(0, len(chosen) - 1, most).round().astype(np.int64)]
    return selected(population, chosen)


def _fits(clip: ClipRows, wanted: Cut, kinds: Sequence[str]) -> bool:
    if wanted.people and person_of(clip) not in wanted.people:
        return False
    same = bool(of_kinds(kinds).search((clip.kind or clip.name).replace("_", " ")))
    return wanted.motion == "any" or (wanted.motion == "same") == same


def _purpose(motion: Motion) -> str:
    return "begin with" if motion == "same" else "measure on"


def _ours(options: ExperimentOptions) -> Job[Split]:
    part = PARTS[options.part]
    files: dict[str, Population] = {}
    notices: list[str] = []
    for name in dict.fromkeys(each.file for each in part.cuts()):
        path = options.mocap / f"{name}.npz"
        if not path.is_file():
            raise MissingFile(path, "motion capture", "--mocap names its folder.")
        files[name] = yield from _population(path, notices)

    def of(wanted: Cut, most: int | None = None) -> Population:
        return cut(files[wanted.file], wanted, options.kinds, most)

    targets, beside = (
        {name: of(each, options.poses) for name, each in cuts.items()} for cuts in (part.targets, part.beside)
    )
    prior = () if options.limits == "shipped" else tuple(np.asarray(of(each).positions) for each in part.prior)
    return Split(of(part.source), targets, beside, prior, tuple(notices))


def _yours(options: ExperimentOptions) -> Job[Split]:
    """Files that are source and target give other clips to each; the rest are taken whole."""
    both = options.both
    notices: list[str] = []
    sources: list[Population] = []
    targets: dict[str, Population] = {}
    for path in options.source:
        there = yield from _population(path, notices)
        sources.append(cut(there, Cut(path.name, motion="same" if path.resolve() in both else "any"), options.kinds))
    for path in options.target:
        there = yield from _population(path, notices)
        wanted = Cut(path.name, motion="other" if path.resolve() in both else "any")
        targets[_unlike(path.stem, {OWN, *targets})] = cut(there, wanted, options.kinds, options.poses)
    return Split(concatenated(sources), targets, {}, (), tuple(dict.fromkeys(notices)))


def _unlike(name: str, others: Collection[str]) -> str:
    return name if name not in others else f"{name} {len(others)}"


def _population(path: Path, notices: list[str]) -> Job[Population]:
    """What can be a parent of it; how much else there was joins the notices."""
    parts = yield from read([path], None)
    there = concatenated([part.population for part in parts])
    sound, left_out = _sound(np.asarray(there.positions))
    if not sound.any():
        raise BadFile(path, f"none of its {len(there)} poses can be learned from: {left_out}.")
    if left_out:
        notices.append(f"Of {path.name} were left out: {left_out}.")
    return selected(there, np.flatnonzero(sound)) if left_out else there


def _sound(positions: Float[NDArray, "n 17 3"]) -> tuple[Bool[NDArray, " n"], str]:
    """Which poses evolution would take as founders, and how many it would not, in words."""
    chunks = [positions[start : start + _CHUNK] for start in range(0, len(positions), _CHUNK)]
    whole = np.concatenate([np.isfinite(each).all(axis=(1, 2)) for each in chunks])
    fine = ~np.concatenate([np.asarray(degenerate(each)) for each in chunks])
    lost = {"with missing joints (nan)": ~whole, "degenerate": whole & ~fine}
    return whole & fine, ", ".join(f"{np.sum(each):,} {words}" for words, each in lost.items() if each.any())
