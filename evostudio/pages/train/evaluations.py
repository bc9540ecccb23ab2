"""Evaluations as they lie in folders: where new ones go, which there are, what is read of one; knows no toolkit."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
from jaxtyping import Float, Int

from evopose.errors import EvoError
from evopose.evaluation.report import EVALUATION, WORST, Evaluated, Worst, read_evaluation, read_worst
from evopose.geometry.alignment import laid
from evopose.model.array import NDArray
from evostudio.lifters import default_lifter
from evostudio.lifters import title_of as lifter_title
from evostudio.places import runs_folder
from evostudio.populations import title_of

POSES = "worst_poses.safetensors"
"""The worst poses as a population, beside evaluation.json."""
LIFTED = "worst_lifted.safetensors"
"""What the lifter made of them, row by row; written when they are sent to be refined."""
MOST = 200
"""Evaluations that are listed."""


@dataclass(frozen=True, eq=False)
class Evaluation:
    """One, whole."""

    folder: Path
    found: Evaluated
    worst: Worst | None = None
    """None in lists, and where none were kept."""

    @property
    def title(self) -> str:
        """'walks-paper-1 on Demo population', the second of them with its number."""
        number = self.folder.name.rpartition("-")[2]
        return f"{self.lifter} on {self.data}" + (f" ({number})" if number.isdigit() and number != "1" else "")

    def is_of(self, lifter: Path | None, data: Sequence[Path]) -> bool:
        """Whether this lifter was measured, on each of these files or folders and on nothing else."""
        files = [Path(each.path) for each in self.found.data]
        told = Path(self.found.lifter) if self.found.lifter else default_lifter()
        found = {path for path in data for file in files if path in (file, *file.parents)}
        covered = all(any(path in (file, *file.parents) for path in data) for file in files)
        return told == lifter and covered and found == set(data)

    @property
    def lifter(self) -> str:
        """What it was that lifted."""
        return lifter_words(Path(self.found.lifter) if self.found.lifter else None)

    @property
    def data(self) -> str:
        """What was lifted."""
        return data_words([Path(each.path) for each in self.found.data])

    @property
    def poses(self) -> Path | None:
        """The worst as a population; None where none was written."""
        path = self.folder / POSES
        return path if path.is_file() else None

    def rows_of(self, places: Int[NDArray, " k"]) -> Int[NDArray, " j"]:
        """Rows of that population, by places in the list of the worst: who lacks joints is not in it."""
        if self.worst is None:
            return np.zeros(0, np.int64)
        whole = np.asarray(np.isfinite(self.worst.world).all(axis=(1, 2)))
        rows = np.cumsum(whole) - 1
        return np.asarray(rows[places][whole[places]], np.int64)

    def lifted(self) -> Float[NDArray, "j 17 3"]:
        """What the lifter made of the poses of that population, laid where these are."""
        assert self.worst is not None
        whole = np.isfinite(self.worst.world).all(axis=(1, 2))
        truth, predicted, world = (
            np.asarray(each[whole], float) for each in (self.worst.truth, self.worst.predicted, self.worst.world)
        )
        return laid(predicted, truth, world)

    def picture_names(self, places: Int[NDArray, " k"]) -> list[str]:
        """'walks_pose_123_worst_7', of those of these places that are in that population."""
        assert self.worst is not None
        worst = self.worst
        rows = [place for place in places.tolist() if np.isfinite(worst.world[place]).all()]
        sources = [Path(worst.sources[int(worst.source[place])]).stem if worst.sources else "" for place in rows]
        called = [re.sub(r"[^\w.-]+", "_", source)[:60] or "it" for source in sources]
        return [f"{who}_pose_{worst.row[place]}_worst_{place + 1}" for who, place in zip(called, rows, strict=True)]


def lifter_words(lifter: Path | None) -> str:
    """'walks-paper-1'; None is the one that ships."""
    return _short(lifter, lifter_title) if lifter else "Default lifter"


def data_words(data: Sequence[Path]) -> str:
    """'Demo population and 2 more'."""
    titles = [_short(path, title_of) for path in data]
    return (titles[0] + (f" and {len(titles) - 1} more" if len(titles) > 1 else "")) if titles else "nothing"


def evaluations_folder(project: Path | None) -> Path:
    """Where evaluations are kept: beside the open project, or in the user's data folder while none is open."""
    return runs_folder(project).with_name("evaluations")


def free_folder(folder: Path, lifter: Path | None, data: Path) -> Path:
    """'walks-paper-1-on-cmu-1': a folder that is not there yet."""
    who = lifter_title(lifter) if lifter else "default"
    called = "-on-".join(re.sub(r"[^\w.-]+", "_", Path(each).stem)[:40] or "it" for each in (who, title_of(data)))
    names = (f"{called}-{number}".lower() for number in count(1))
    return next(path for name in names if not (path := folder / name).exists())


def listed(project: Path | None) -> list[Evaluation]:
    """Without their worst poses, the newest first: beside the open project, and in the user's folder."""
    folders = dict.fromkeys((evaluations_folder(project), evaluations_folder(None)))
    files = [path for folder in folders for path in folder.glob(f"*/{EVALUATION}")]
    dated = sorted(((_changed(path), path.parent) for path in files), reverse=True)[:MOST]
    return [found for _, folder in dated if (found := _readable(folder)) is not None]


def whole(folder: Path) -> Evaluation:
    """One with its worst poses; EvoErrors where it cannot be read."""
    found = read_evaluation(folder)
    return Evaluation(folder, found, read_worst(folder) if (folder / WORST).is_file() else None)


def _short(path: Path, title: Callable[[Path], str]) -> str:
    """Without the suffix, where it is called as its file."""
    told = title(path)
    return path.stem if told == path.name else told


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _readable(folder: Path) -> Evaluation | None:
    try:
        return Evaluation(folder, read_evaluation(folder))
    except (EvoError, OSError):
        return None
