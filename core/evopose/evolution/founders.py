"""Whom a run begins with: poses of files, projects and other runs, chosen by kind and share, sound ones only."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float, UInt64

from evopose.errors import BadOption
from evopose.evolution.doubles import hashed, without_doubles
from evopose.evolution.gathering import Part, read
from evopose.evolution.provenance import content_hash, said, stretches
from evopose.geometry.degeneracy import degenerate
from evopose.io.clips import clips_of
from evopose.io.packing import fits, reach
from evopose.jobs import Job, Progress
from evopose.model.array import NDArray

_CHUNK = 65_536
_TOLD = 12
_NAMELESS = "poses"
"""What clips_of calls poses of no clip."""


@dataclass(frozen=True, eq=False)
class Founders:
    """Rows of several sources, in order; they are read as they are asked for."""

    parts: tuple[Part, ...]
    dropped: dict[str, int]
    """How many poses were left out: missing (nan), degenerate, duplicates, too_large for the precision."""

    def __len__(self) -> int:
        return sum(len(part.rows) for part in self.parts)

    @property
    def given(self) -> int:
        """What ratios count from: sound poses, the duplicates among them."""
        return len(self) + self.dropped["duplicates"]

    def chunks(self) -> Iterator[Float[NDArray, "k 17 3"]]:
        """float32, metres, world, z up."""
        for part in self.parts:
            for start in range(0, len(part.rows), _CHUNK):
                yield np.asarray(part.population.positions[part.rows[start : start + _CHUNK]], np.float32)

    def described(self) -> list[dict[str, Any]]:
        """For the record: name, hash, number of poses, and what each source says of itself."""
        return [
            {"path": part.path.name, "sha256": content_hash(part.path), "poses": len(part.rows)} | said(part.population)
            for part in self.parts
        ]

    def clips(self) -> dict[str, list[Any]]:
        """Names and kinds of the founders' clips and the first row of each stretch of one; empty where none is told."""
        names: list[str] = []
        kinds: list[str] = []
        first: list[int] = []
        done = 0
        for part in self.parts:
            for name, kind, row in stretches(part):
                names.append(name)
                kinds.append(kind)
                first.append(done + row)
            done += len(part.rows)
        return {"names": names, "kinds": kinds, "first": first} if any(names) else {}


def gather(
    paths: Sequence[Path],
    kinds: Sequence[str] = (),
    share: float = 1.0,
    unit: str = "m",
    seed: int = 0,
    step: float | None = None,
) -> Job[Founders]:
    """Read and choose; `step` of packed positions, in metres, if they are to be packed.

    MissingFile, BadFile (WrongUnit among them), BadOption where fewer than two poses are left, or no clip is of a kind.
    """
    parts = yield from read(paths, unit)
    chosen = selected(parts, kinds, share, seed)
    total = sum(len(part.rows) for part in chosen)
    dropped = dict.fromkeys(("missing", "degenerate", "too_large", "duplicates"), 0)
    kept: list[Part] = []
    hashes: list[UInt64[NDArray, " k"]] = []
    for part in chosen:
        rows, numbers = yield from _sound(part, step, dropped)
        kept.append(Part(part.path, part.population, rows))
        hashes.append(numbers)
    founders = Founders(tuple(without_doubles(kept, hashes, dropped)), dropped)
    if len(founders) < 2:
        raise BadOption(_too_few(len(founders), total, dropped, step))
    return founders


def selected(parts: Iterable[Part], kinds: Sequence[str], share: float, seed: int) -> list[Part]:
    """Of clips of these kinds so large a share, evenly over them; BadOption where no clip is of a kind."""
    return _share(_of_kinds(parts, kinds), share, seed)


def of_kinds(kinds: Sequence[str]) -> re.Pattern[str]:
    """Finds a word that begins with one of these in what a clip's motion is called."""
    return re.compile("|".join(rf"\b{re.escape(kind)}" for kind in kinds), re.IGNORECASE)


def _of_kinds(parts: Iterable[Part], kinds: Sequence[str]) -> list[Part]:
    """Clips whose kind (or name, where they have no kind) has a word that begins with one of `kinds`."""
    if not kinds:
        return list(parts)
    if not all(kind.strip() for kind in kinds):
        raise BadOption("--kinds: one of them is empty, and every clip begins so; leave it out for all clips.")
    wanted = of_kinds(kinds)
    chosen: list[Part] = []
    there: set[str] = set()
    for part in parts:
        clips = [(clip.kind or clip.name, clip.rows) for clip in clips_of(part.population)]
        there.update(called for called, _ in clips)
        rows = [rows for called, rows in clips if wanted.search(called.replace("_", " "))]
        if rows:
            chosen.append(Part(part.path, part.population, np.sort(np.concatenate(rows))))
    if not chosen and there == {_NAMELESS}:
        raise BadOption("--kinds: these poses do not tell of what kinds of clips they are; leave it out.")
    if not chosen:
        listed = ", ".join(sorted(there)[:_TOLD]) + (" …" if len(there) > _TOLD else "")
        raise BadOption(f"No clip is of a kind that begins with {' or '.join(kinds)}; there are {listed}.")
    return chosen


def _share(parts: list[Part], share: float, seed: int) -> list[Part]:
    """Evenly over all rows, and so over the clips, beginning somewhere."""
    total = sum(len(part.rows) for part in parts)
    count = min(total, max(1, round(share * total)))
    offset = np.random.default_rng((seed, 0xF0)).random()
    picks = ((np.arange(count) + offset) * (total / max(count, 1))).astype(np.int64)
    starts = np.cumsum([0, *(len(part.rows) for part in parts)])
    return [
        Part(part.path, part.population, part.rows[picks[(picks >= first) & (picks < last)] - first])
        for part, first, last in zip(parts, starts[:-1], starts[1:], strict=True)
    ]


def _sound(part: Part, step: float | None, dropped: dict[str, int]) -> Job[tuple[NDArray, NDArray]]:
    """The rows that can be parents, and a number for each that is the same for the same pose."""
    kept, hashes = [np.empty(0, np.int64)], [np.empty(0, np.uint64)]
    for start in range(0, len(part.rows), _CHUNK):
        rows = part.rows[start : start + _CHUNK]
        poses = np.asarray(part.population.positions[rows], np.float32)
        whole = np.isfinite(poses).all(axis=(1, 2))
        broken, small = np.asarray(degenerate(poses)), fits(poses, step)
        dropped["missing"] += int((~whole).sum())
        dropped["degenerate"] += int((whole & broken).sum())
        dropped["too_large"] += int((whole & ~broken & ~small).sum())
        fine = whole & ~broken & small
        kept.append(rows[fine])
        hashes.append(hashed(poses[fine]))
        yield Progress(start + len(rows), len(part.rows), f"Reading {part.path.name}")
    return np.concatenate(kept), np.concatenate(hashes)


def _too_few(left: int, total: int, dropped: dict[str, int], step: float | None) -> str:
    there = "is one pose" if total == 1 else f"are {total} poses"
    told = {
        "missing": "with missing joints (nan)",
        "degenerate": "degenerate (bones of no length, hips or shoulders along the backbone)",
        "too_large": f"reaching farther from the hip than the precision does ({reach(step or 0):.2f} m)",
        "duplicates": "the same as another",
    }
    lost = ", ".join(f"{dropped[name]} {words}" for name, words in told.items() if dropped[name])
    left_over = f", of which {left or 'none'} can be a parent: {lost}" if lost else ""
    return f"Two parents are the least to begin with; there {there}{left_over}."
