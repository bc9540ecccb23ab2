"""What a lifter is measured on: populations, seen by cameras, and recorded pairs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Int

from evopose.errors import BadOption
from evopose.evaluation.report import Data
from evopose.evaluation.viewing import seen
from evopose.evolution.founders import of_kinds
from evopose.evolution.gathering import Part, read
from evopose.evolution.recipe import Views
from evopose.io.clips import clips_of
from evopose.io.pairs import Selection, read_pairs
from evopose.jobs import Job, Progress
from evopose.model.array import NDArray
from evopose.model.pairs import Pairs
from evopose.model.population import Population


@dataclass(frozen=True, eq=False)
class Source:
    """One file, or one data set."""

    path: Path
    pairs: Pairs
    population: Population | None = None
    """What `row` of the pairs counts in, where they were made of one."""

    @property
    def data(self) -> Data:
        """For the record."""
        said = self.pairs.metadata
        return Data(
            path=str(self.path),
            kind="pairs" if self.population is None else "population",
            source=str(said.get("source") or ""),
            detector=str(said.get("detector") or ""),
            data_set=str(said.get("data_set") or ""),
            subjects=tuple(sorted({str(each) for each in _subjects(self.pairs)} - {""})),
            views=len(self.pairs),
        )

    @property
    def notices(self) -> tuple[str, ...]:
        """What was left out, in sentences."""
        lost = {
            "missing": "poses have missing joints (nan) and were left out.",
            "behind": "views have a joint behind the lens and were left out.",
        }
        counts = {name: int(self.pairs.metadata.get(name) or 0) for name in lost}
        apart = [str(each) for each in self.pairs.metadata.get("apart") or ()]
        beside = f"recordings have their 2D well beside their 3D: {', '.join(apart[:3])}{' …' * (len(apart) > 3)}."
        return (
            *(f"{self.path.name}: {counts[name]} {told}" for name, told in lost.items() if counts[name]),
            *([f"{self.path.name}: {len(apart)} {beside}"] if apart else []),
        )


def of_populations(
    paths: Sequence[Path],
    views: Views,
    kinds: Sequence[str] = (),
    unit: str = "m",
    seed: int = 0,
    most: int | None = None,
) -> Job[list[Source]]:
    """Populations of any format as the cameras see them, of all together at most so many poses.

    MissingFile, BadFile (WrongUnit among them), or BadOption where nothing is left of one.
    """
    parts = [_of_kinds(part, kinds) for part in (yield from read(paths, unit))]
    total = sum(len(part.rows) for part in parts)
    found = []
    for number, part in enumerate(parts):
        yield Progress(number, len(parts), f"Looking at {part.path.name}")
        share = None if most is None else max(1, round(most * len(part.rows) / total))
        found.append(Source(part.path, seen(part.population, views, seed, share, part.rows), part.population))
    return found


def of_pairs(paths: Sequence[Path], select: Selection) -> Job[list[Source]]:
    """Recorded pairs of files or data sets, as far as they are selected; errors as `read_pairs`."""
    found = []
    for number, path in enumerate(paths):
        yield Progress(number, len(paths), f"Reading {path.name}")
        found.append(Source(path, read_pairs(path, select)))
    return found


def numbers(sources: Sequence[Source]) -> Int[NDArray, " n"]:
    """Of each pair of all of them, which source it is of."""
    return np.repeat(np.arange(len(sources)), [len(source.pairs) for source in sources])


def known(sources: Sequence[Source], about: Mapping[str, Any]) -> tuple[str, ...]:
    """Which of them a lifter whose file says this has learned from, in sentences; by the names of files."""
    learned = {str(entry.get("path")) for entry in about.get("data") or () if isinstance(entry, Mapping)}
    return tuple(
        f"{source.path.name}: the lifter has learned from a file of this name; figures on it are not of unseen poses."
        for source in sources
        if source.path.name in learned
    )


def _of_kinds(part: Part, kinds: Sequence[str]) -> Part:
    """Clips whose kind (or name, where they have no kind) has a word that begins with one of `kinds`."""
    if not kinds:
        return part
    wanted = of_kinds(kinds)
    clips = [(clip.kind or clip.name, clip.rows) for clip in clips_of(part.population)]
    rows = [rows for told, rows in clips if wanted.search(told.replace("_", " "))]
    if not rows:
        there = ", ".join(dict.fromkeys(told for told, _ in clips[:12]))
        raise BadOption(f"{part.path.name}: no clip is of a kind that begins with {' or '.join(kinds)}; e.g. {there}.")
    return Part(part.path, part.population, np.sort(np.concatenate(rows)))


def _subjects(pairs: Pairs) -> Sequence[Any]:
    """Of the clips that there are pairs of."""
    listed = list(pairs.metadata.get("clip_subjects") or ())
    if pairs.clip is None:
        return listed
    return [listed[clip] for clip in np.unique(pairs.clip).tolist() if 0 <= clip < len(listed)]
