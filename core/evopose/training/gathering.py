"""What a run learns from and is validated on: poses of files, projects and runs, recorded pairs; sound ones only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from evopose.errors import BadOption
from evopose.evaluation.joining import joined
from evopose.evaluation.viewing import seen
from evopose.evolution.founders import selected
from evopose.evolution.gathering import Part, read
from evopose.evolution.provenance import content_hash, said
from evopose.io.pairs import read_pairs
from evopose.jobs import Job, Progress
from evopose.model.pairs import Pairs
from evopose.training.data import Data, Poses
from evopose.training.holding_out import held_out
from evopose.training.judging import MOST
from evopose.training.options import TrainOptions
from evopose.training.screening import bodies, left_out, screened


@dataclass(frozen=True, eq=False)
class Gathered:
    """All that a run reads."""

    data: Data
    validation: Pairs | None
    lineage: list[dict[str, Any]]
    """Of what is learned from, for the lifter's file."""
    validated_on: list[dict[str, Any]]
    notices: list[str] = field(default_factory=list)


def gather(options: TrainOptions) -> Job[Gathered]:
    """Read, choose, and hold some back; MissingFile, BadFile (WrongUnit among them), or BadOption."""
    if not options.population and not options.detections:
        raise BadOption("There is nothing to learn from: --population or --detections names files.")
    notices: list[str] = []
    parts = yield from _parts(options, notices)
    kept: list[Part] = []
    validation: list[Part] = []
    for _, part in parts:
        out = held_out(part, 0.0 if options.validation else options.validation_share, options.seed)
        validation.append(Part(part.path, part.population, part.rows[out]))
        kept.append(Part(part.path, part.population, np.delete(part.rows, out)))
    if options.validation:
        validation = yield from _to_validate_on(options, notices)
    detections = [_detected(path, notices) for path in options.detections]
    weights = _weights(options, [number for number, _ in parts], kept)
    poses = [_poses(part) for part in kept]
    data = Data.of([each for each in poses if len(each)], weights, detections)
    lineage = [each.lineage for each in poses] + [
        _described(path) | {"pairs": len(pairs)} | said(pairs)
        for path, pairs in zip(options.detections, detections, strict=True)
    ]
    judged = yield from _seen(options, validation, notices)
    on = [_poses(part).lineage for part in validation if len(part.rows)]
    learned = {each.get("sha256") for each in lineage} - {None}
    if seen_before := [each["path"] for each in on if options.validation and each.get("sha256") in learned]:
        notices.append(
            f"{', '.join(seen_before)}: validated on what is learned from; the error says nothing of poses not seen."
        )
    return Gathered(data, judged, lineage, on, notices)


def _parts(options: TrainOptions, notices: list[str]) -> Job[list[tuple[int, Part]]]:
    """Sources with the number of the option that names them; only poses that are whole, and a body's."""
    sources: list[tuple[int, Part]] = []
    for number, path in enumerate(options.population):
        found = yield from read([path], options.unit)
        sources += [(number, part) for part in found]
    chosen = selected([part for _, part in sources], options.kinds, options.share, options.seed)
    numbers = {id(part.population): number for number, part in sources}
    whole: list[tuple[int, Part]] = []
    missing = 0
    for part in chosen:
        sound, lacking = yield from screened(part, notices)
        missing += lacking
        whole.append((numbers[id(part.population)], sound))
    if missing:
        notices.append(f"{missing:,} poses with missing joints were left out.")
    if whole and not sum(len(part.rows) for _, part in whole):
        raise BadOption(f"All {missing} poses have missing joints (nan): there is nothing to learn from.")
    return whole


def _to_validate_on(options: TrainOptions, notices: list[str]) -> Job[list[Part]]:
    """Of the files that are named for it, poses that are whole, and a body's; BadOption where there is none."""
    sound: list[Part] = []
    missing = 0
    for part in (yield from read(options.validation, options.unit)):
        whole, lacking = yield from screened(part, notices)
        sound.append(whole)
        missing += lacking
    if not sum(len(part.rows) for part in sound):
        names = ", ".join(path.name for path in options.validation)
        raise BadOption(f"--validation: all {missing:,} poses of {names} have missing joints (nan).")
    if missing:
        notices.append(f"{missing:,} poses to validate on have missing joints and were left out.")
    return sound


def _poses(part: Part) -> Poses:
    everything = len(part.rows) == len(part.population)
    lineage = _described(part.path) | {"poses": len(part.rows)} | said(part.population)
    return Poses(part.population.positions, None if everything else part.rows, part.path.name, lineage)


def _described(path: Path) -> dict[str, Any]:
    return {"path": path.name} | ({"sha256": content_hash(path)} if path.is_file() else {})


def _weights(options: TrainOptions, numbers: Sequence[int], parts: Sequence[Part]) -> tuple[float, ...]:
    """Of each source: the weight of its option, divided by size among what that one names."""
    if not options.weights:
        return ()
    named = len(options.population) + len(options.detections)
    if len(options.weights) != named:
        raise BadOption(
            f"--weights: one for each of --population, then of --detections, was expected, which are {named}; there "
            f"are {len(options.weights)}."
        )
    totals = [0] * len(options.population)
    for number, part in zip(numbers, parts, strict=True):
        totals[number] += len(part.rows)
    own = [
        options.weights[number] * len(part.rows) / totals[number]
        for number, part in zip(numbers, parts, strict=True)
        if len(part.rows)
    ]
    return (*own, *options.weights[len(options.population) :])


def _detected(path: Path, notices: list[str]) -> Pairs:
    """Recorded pairs; those that lack a joint, or are no body's, are left out."""
    pairs = read_pairs(path)
    whole = ~(np.isnan(pairs.pixels).any(axis=(1, 2)) | np.isnan(pairs.joints).any(axis=(1, 2)))
    body = bodies(pairs.joints) & np.isfinite(pairs.pixels).all(axis=(1, 2))
    if (whole & body).all():
        return pairs
    if not whole.any():
        raise BadOption(f"{path}: none of its {len(pairs)} pairs has all its joints.")
    if not whole.all():
        notices.append(f"{path.name}: {int((~whole).sum()):,} pairs with missing joints were left out.")
    if told := left_out(path, np.flatnonzero(whole & ~body), int(whole.sum()), "pair", "pair"):
        notices.append(told)
    rows = np.flatnonzero(whole & body)
    return Pairs(
        pairs.pixels[rows], pairs.joints[rows], pairs.cameras, np.asarray(pairs.camera)[rows], metadata=pairs.metadata
    )


def _seen(options: TrainOptions, parts: Sequence[Part], notices: list[str]) -> Job[Pairs | None]:
    """What the cameras see of those to validate on, of all together about as many pairs as are judged."""
    total = sum(len(part.rows) for part in parts)
    if not total:
        if options.validation_share:
            why = "There are too few poses to hold some back" if parts else "Of --detections none are held back"
            notices.append(f"{why}: nothing is validated on.")
        return None
    found: list[Pairs] = []
    for part in parts:
        yield Progress(len(found), len(parts), f"Looking at {part.path.name}")
        most = max(1, round(MOST / options.views.count * len(part.rows) / total))
        if len(part.rows):
            found.append(_viewed(options, part, most))
    if behind := sum(int(pairs.metadata["behind"]) for pairs in found):
        notices.append(f"{behind:,} views to validate on have a joint behind the lens and were left out.")
    return joined(found)


def _viewed(options: TrainOptions, part: Part, most: int) -> Pairs:
    try:
        return seen(part.population, options.views, options.seed, most, part.rows)
    except BadOption as error:
        raise BadOption(f"{part.path.name} cannot be validated on: {error}") from error
