"""Whom a run begins with: poses of files, projects and other runs, chosen by kind and share, sound ones only."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float, Int, UInt64

from evopose import runs
from evopose.errors import BadFile, BadOption, WrongUnit
from evopose.geometry.degeneracy import degenerate
from evopose.geometry.hierarchy import to_global
from evopose.io import npz, safetensors
from evopose.io.clips import clips_of
from evopose.io.packing import fits, reach
from evopose.io.sources import Source, find_sources
from evopose.jobs import Job, Progress
from evopose.model.annotation import Annotation, Status
from evopose.model.array import NDArray
from evopose.model.population import Population

METRES = {"m": 1.0, "cm": 0.01, "mm": 0.001}
_SCALED = {"npz": npz.read, "safetensors": safetensors.read}
"""Formats whose files do not say what their unit is."""
_CHUNK = 65_536
_ANKLE = 0.02
"""Metres over the ground of the lowest joint of a pose that has only been seen by a camera."""
_TOLD = 12


@dataclass(frozen=True, eq=False)
class Part:
    """Chosen rows of one source."""

    path: Path
    population: Population
    rows: Int[NDArray, " k"]


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
            {"path": part.path.name, "sha256": _hash(part.path), "poses": len(part.rows), **_said(part.population)}
            for part in self.parts
        ]

    def clips(self) -> dict[str, list[Any]]:
        """Names and kinds of the founders' clips and the first row of each stretch of one; empty where none is told."""
        names: list[str] = []
        kinds: list[str] = []
        first: list[int] = []
        done = 0
        for part in self.parts:
            for name, kind, row in _stretches(part):
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
    read = yield from _read(paths, unit)
    chosen = _share(_of_kinds(read, kinds), share, seed)
    total = sum(len(part.rows) for part in chosen)
    dropped = dict.fromkeys(("missing", "degenerate", "too_large", "duplicates"), 0)
    kept: list[Part] = []
    hashes: list[UInt64[NDArray, " k"]] = []
    for part in chosen:
        rows, hashed = yield from _sound(part, step, dropped)
        kept.append(Part(part.path, part.population, rows))
        hashes.append(hashed)
    founders = Founders(tuple(_without_doubles(kept, hashes, dropped)), dropped)
    if len(founders) < 2:
        raise BadOption(_too_few(len(founders), total, dropped, step))
    return founders


def _read(paths: Sequence[Path], unit: str) -> Job[list[Part]]:
    parts = []
    found = find_sources([_result_of(path) for path in paths], {"population", "annotations"})
    for number, source in enumerate(found.sources):
        yield Progress(number, len(found.sources), f"Reading {source.path.name}")
        population = _population(source, unit)
        if not len(population):
            raise BadFile(source.path, "there is no pose in it.")
        parts.append(Part(source.path, population, np.arange(len(population))))
    return parts


def _result_of(path: Path) -> Path:
    """Of a run its population; anything else is itself."""
    if not (path.is_dir() and (path / "options.json").is_file()):
        return path
    record = runs.read_run(path)
    result = path / Path(str(record.result.get("population", ""))).name
    if not record.result.get("population"):
        raise BadOption(f"{path}: this run is {record.state} and has no population yet.")
    return result


def _population(source: Source, unit: str) -> Population:
    if source.format.kind == "annotations":
        return _annotated(source)
    try:
        if source.format.name in _SCALED:
            return _SCALED[source.format.name](source.path, METRES[unit])
        if unit != "m":
            raise BadOption(
                f"{source.path.name}: {source.format.title} says itself what its unit is; leave out --unit."
            )
        assert source.format.read_population is not None
        return source.format.read_population(source.path)
    except WrongUnit as error:
        way_out = f" `--unit {error.unit}` reads them so." if error.unit and unit == "m" else ""
        raise BadFile(source.path, f"{str(error).removeprefix(f'{source.path}: ')}{way_out}") from error


def _annotated(source: Source) -> Population:
    """Everybody in a project (or a file like it) who has a pose and was not rejected, standing on the ground."""
    assert source.format.read_annotations is not None
    people = [
        person.annotation for image in source.format.read_annotations(source.path, None) for person in image.people
    ]
    poses = [_in_world(each) for each in people if _counts(each)]
    if not poses:
        raise BadFile(
            source.path, f"of its {len(people)} people nobody has a 3D pose (`evopose fit` makes first ones)."
        )
    return Population(np.stack(poses).astype(np.float32), metadata={"source": source.format.title})


def _counts(annotation: Annotation) -> bool:
    return annotation.pose is not None and not annotation.removed and annotation.status is not Status.REJECTED


def _in_world(annotation: Annotation) -> Float[NDArray, "17 3"]:
    """Camera frame (y down, z ahead) to z up, as of a level camera, with the lowest joint just over the ground."""
    assert annotation.pose is not None
    x, y, z = np.moveaxis(np.asarray(to_global(annotation.pose)), -1, 0)
    return np.stack([x, z, _ANKLE + np.max(y) - y], axis=-1)


def of_kinds(kinds: Sequence[str]) -> re.Pattern[str]:
    """Finds a word that begins with one of these in what a clip's motion is called."""
    return re.compile("|".join(rf"\b{re.escape(kind)}" for kind in kinds), re.IGNORECASE)


def _of_kinds(parts: Iterable[Part], kinds: Sequence[str]) -> list[Part]:
    """Clips whose kind (or name, where they have no kind) has a word that begins with one of `kinds`."""
    if not kinds:
        return list(parts)
    wanted = of_kinds(kinds)
    chosen: list[Part] = []
    there: set[str] = set()
    for part in parts:
        clips = [(clip.kind or clip.name, clip.rows) for clip in clips_of(part.population)]
        there.update(called for called, _ in clips)
        rows = [rows for called, rows in clips if wanted.search(called.replace("_", " "))]
        if rows:
            chosen.append(Part(part.path, part.population, np.sort(np.concatenate(rows))))
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


def hashed(poses: Float[NDArray, "n 17 3"]) -> UInt64[NDArray, " n"]:
    """64 bits of each pose's bytes: equal for equal poses, and for others next to never."""
    words = np.ascontiguousarray(poses + np.float32(0)).reshape(-1, 51).view(np.uint32).astype(np.uint64)
    keys = np.random.default_rng(0x9E3779B9).integers(1, 2**63, (2, 51), dtype=np.uint64) | np.uint64(1)
    mixed = (words + keys[0]) * keys[1]
    mixed ^= mixed >> np.uint64(29)
    return np.asarray((mixed * keys[0]).sum(axis=1, dtype=np.uint64))


def _without_doubles(parts: list[Part], hashes: list[NDArray], dropped: dict[str, int]) -> Iterator[Part]:
    """The first of equal poses stays."""
    whole = np.concatenate(hashes) if hashes else np.empty(0, np.uint64)
    first = np.zeros(len(whole), bool)
    first[np.unique(whole, return_index=True)[1]] = True
    dropped["duplicates"] += int((~first).sum())
    starts = np.cumsum([0, *(len(part.rows) for part in parts)])
    for part, start in zip(parts, starts.tolist(), strict=False):
        yield Part(part.path, part.population, part.rows[first[start : start + len(part.rows)]])


def _too_few(left: int, total: int, dropped: dict[str, int], step: float | None) -> str:
    there = f"{'one pose' if total == 1 else f'{total} poses'}"
    told = {
        "missing": "with missing joints (nan)",
        "degenerate": "degenerate (bones of no length, hips or shoulders along the backbone)",
        "too_large": f"reaching farther from the hip than the precision does ({reach(step or 0):.2f} m)",
        "duplicates": "the same as another",
    }
    lost = ", ".join(f"{dropped[name]} {words}" for name, words in told.items() if dropped[name])
    left_over = f", of which {left or 'none'} can be a parent: {lost}" if lost else ""
    return f"Two parents are the least to begin with; there is {there}{left_over}."


def _stretches(part: Part) -> Iterator[tuple[str, str, int]]:
    """Name and kind of the clip, and the place among the part's rows, wherever another clip begins."""
    if part.population.clip is None:
        yield "", "", 0
        return
    numbers = np.asarray(part.population.clip[part.rows])
    begins = np.flatnonzero(np.diff(numbers, prepend=numbers[:1] - 1))
    for row in begins.tolist():
        called = (_listed(part.population, key, int(numbers[row])) for key in ("clip_names", "clip_kinds"))
        yield (*called, row)  # type: ignore[misc]


def _listed(population: Population, key: str, number: int) -> str:
    values = population.metadata.get(key) or ()
    return str(values[number]) if 0 <= number < len(values) else ""


def _said(population: Population) -> dict[str, str]:
    return {key: str(population.metadata[key]) for key in ("source", "licence") if population.metadata.get(key)}


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    shards = safetensors.shards_of(path) if path.suffix == ".safetensors" else [path]
    for shard in shards:
        with shard.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
