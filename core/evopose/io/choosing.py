"""Choosing among recordings and poses: what readers ask, whoever chooses.

The options by which people choose (`selection`) are apart: importing those takes longer than all formats together, and
the editor needs the formats.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from jaxtyping import Bool

from evopose.errors import BadOption
from evopose.io.clips import ClipRows, clips_of
from evopose.io.clips import selected as selected_rows
from evopose.model.array import NDArray
from evopose.model.pairs import Pairs
from evopose.model.population import Population

_TOLD = 20

There = tuple[Iterable[str], Iterable[str], Iterable[str]]
"""Names of the subjects, the actions and the cameras that there are."""


class Choice(Protocol):
    """Whoever says which recordings of a data set are read."""

    @property
    def every(self) -> int:
        """Only each so-many-th frame."""

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""

    @property
    def by_subject(self) -> bool:
        """Whether it matters who moves."""

    @property
    def by_camera(self) -> bool:
        """Whether it matters who saw it."""

    def takes(self, subject: str, action: str, camera: str, number: int) -> bool:
        """Whether a recording of this camera, the `number`-th from 1, is wanted."""


@dataclass(frozen=True)
class _Everything:
    every: int = 1
    everything: bool = True
    by_subject: bool = False
    by_camera: bool = False

    def takes(self, subject: str, action: str, camera: str, number: int) -> bool:
        return True


EVERYTHING: Choice = _Everything()


def selected(pairs: Pairs, select: Choice, path: Path) -> Pairs:
    """These of the pairs, those of `path`; BadOption where none is left."""
    if select.everything:
        return pairs
    kept = np.flatnonzero(_wanted(pairs, select))
    if select.every > 1:
        kept = kept[_thinned(pairs, kept, select.every)]
    if not len(kept):
        raise BadOption(nothing_left(path, _told_of(pairs)))
    clip, row = (None if array is None else np.asarray(array)[kept] for array in (pairs.clip, pairs.row))
    pixels, joints = np.asarray(pairs.pixels)[kept], np.asarray(pairs.joints)[kept]
    return Pairs(pixels, joints, pairs.cameras, np.asarray(pairs.camera)[kept], clip, row, pairs.metadata)


def selected_poses(population: Population, select: Choice, path: Path) -> Population:
    """These of a population, by the subjects and kinds of its clips; BadOption where none is left, or none is told."""
    if select.everything:
        return population
    if select.by_camera:
        raise BadOption("--cameras chooses among pairs of 2D and 3D; poses have been seen by none.")
    subjects, kinds = (_per_clip(population.metadata, key) for key in ("clip_subjects", "clip_kinds"))
    if not subjects and select.by_subject:
        raise BadOption(f"{path} does not tell whose motions it holds; leave out --subjects and --protocol.")
    taken = [
        clip.rows[:: select.every]
        for clip in clips_of(population)
        if select.takes(_entry(subjects, _number(population, clip)), clip.kind or clip.name, "", 0)
    ]
    if not taken:
        raise BadOption(nothing_left(path, (map(str, subjects), map(str, kinds), ())))
    return selected_rows(population, np.sort(np.concatenate(taken)))


def _number(population: Population, clip: ClipRows) -> int:
    return -1 if population.clip is None else int(population.clip[clip.rows[0]])


def _wanted(pairs: Pairs, select: Choice) -> Bool[NDArray, " n"]:
    """Row by row, judged once for each clip and camera there are."""
    numbers = np.full(len(pairs), -1) if pairs.clip is None else np.asarray(pairs.clip)
    subjects, kinds = (_per_clip(pairs.metadata, key) for key in ("clip_subjects", "clip_kinds"))
    both, where = np.unique(np.stack([numbers, np.asarray(pairs.camera)]), axis=1, return_inverse=True)
    verdicts = [
        select.takes(_entry(subjects, clip), _entry(kinds, clip), pairs.cameras[camera].name, camera + 1)
        for clip, camera in both.T.tolist()
    ]
    return np.asarray(verdicts, bool)[where.reshape(-1)]


def _thinned(pairs: Pairs, kept: NDArray, every: int) -> NDArray:
    """Positions in `kept` of each `every`-th frame of every clip and camera, in order."""
    numbers = np.zeros(len(pairs), int) if pairs.clip is None else np.asarray(pairs.clip)
    keys = numbers[kept].astype(np.int64) * len(pairs.cameras) + np.asarray(pairs.camera)[kept]
    order = np.argsort(keys, kind="stable")
    _, starts, sizes = np.unique(keys[order], return_index=True, return_counts=True)
    within = np.arange(len(order)) - np.repeat(starts, sizes)
    return np.sort(order[within % every == 0])


def _per_clip(metadata: Mapping[str, Any], key: str) -> Sequence[Any]:
    value = metadata.get(key)
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


def _entry(values: Sequence[Any], number: int) -> str:
    return str(values[number]) if 0 <= number < len(values) else ""


def _told_of(pairs: Pairs) -> There:
    subjects, kinds = (_per_clip(pairs.metadata, key) for key in ("clip_subjects", "clip_kinds"))
    return map(str, subjects), map(str, kinds), (camera.name for camera in pairs.cameras)


def nothing_left(path: Path, there: There) -> str:
    """That nothing was chosen, and among what one can."""
    names = ("subjects", "actions", "cameras")
    listed = [(name, _listed(values)) for name, values in zip(names, there, strict=True)]
    told = "; ".join(f"{name} {values}" for name, values in listed if values)
    return f"Nothing in {path} is of what was asked for; there are {told}."


def _listed(values: Iterable[str]) -> str:
    different = [value for value in dict.fromkeys(values) if value]
    return ", ".join(different[:_TOLD]) + (" …" if len(different) > _TOLD else "")
