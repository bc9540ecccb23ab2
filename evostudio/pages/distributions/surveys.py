"""The cells and the poses of populations, opened when asked for: what brushes scan and the strip shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float
from PySide6.QtCore import QObject

from evopose.coverage.opening import opened
from evopose.coverage.survey import Survey, open_survey, survey_of
from evopose.errors import EvoError
from evopose.geometry.hierarchy import limb_vectors
from evopose.geometry.spherical import to_angles
from evopose.model.array import NDArray
from evostudio.studio import Studio
from evostudio.tasks.process import Task
from evostudio.tasks.running import Running
from evostudio.tasks.thread import ThreadTask, only

POINTS = 20_000
"""Poses that are drawn as points, at most."""


@dataclass(frozen=True, eq=False)
class Opened:
    """A population to look at."""

    path: Path
    positions: Any
    """Rows of (17, 3) metres, z up; perhaps of many files."""
    cloud: Float[NDArray, "k 9 2"]
    """θ and φ of the nine directions of evenly spread poses."""


def open_population(path: Path) -> Opened:
    """Poses and points; MissingFile, UnknownFormat or BadFile."""
    positions = opened(path).positions
    rows = np.unique(np.linspace(0, max(len(positions) - 1, 0), min(POINTS, len(positions))).astype(np.int64))
    with np.errstate(all="ignore"):
        cloud = to_angles(limb_vectors(np.asarray(positions[rows], np.float32)))
    return Opened(path, positions, np.asarray(cloud))


class Surveys(QObject):
    """Opens each population and its survey once; forgets those that are no longer shown."""

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._surveys: dict[Path, Survey] = {}
        self._opened: dict[Path, Opened] = {}
        self._waiting: dict[tuple[str, Path], list[Callable[[Any], object]]] = {}
        self._tasks: dict[tuple[str, Path], Running] = {}

    @property
    def is_busy(self) -> bool:
        """Whether something is being read or surveyed."""
        return bool(self._tasks)

    def adopt(self, opened: Opened, survey: Survey) -> None:
        """Take these as read."""
        self._opened[opened.path], self._surveys[opened.path] = opened, survey

    def keep(self, *paths: Path) -> None:
        """These are shown now: nothing is remembered of others, and nobody waits for them."""
        for known in (self._surveys, self._opened):
            for path in [path for path in known if path not in paths]:
                del known[path]
        for key in [key for key in self._tasks if key[1] not in paths]:
            self._waiting.pop(key, None)
            self._tasks.pop(key).stop()

    def with_survey(self, path: Path, then: Callable[[Survey], object]) -> None:
        """Call with the survey, made first where there is none."""
        known = self._surveys.get(path) or survey_of(path)
        if known is not None:
            self._surveys[path] = known
            then(known)
            return
        self._ask(("survey", path), then, lambda: Task("Surveying poses", ["survey", str(path)], self), self._surveyed)

    def with_poses(self, path: Path, then: Callable[[Opened], object]) -> None:
        """Call with the poses, when they are read."""
        if path in self._opened:
            then(self._opened[path])
            return
        job = only(lambda: open_population(path))
        self._ask(("poses", path), then, lambda: ThreadTask("Reading poses", job, self), self._opened.__setitem__)

    def _ask(
        self, key: tuple[str, Path], then: Callable[[Any], object],
        make: Callable[[], Running], keep: Callable[[Path, Any], Any],
    ) -> None:  # fmt: skip
        self._waiting.setdefault(key, []).append(then)
        if key in self._tasks:
            return
        task = self._tasks[key] = make()
        task.succeeded.connect(lambda result: self._done(key, task, keep, result))
        task.ended.connect(lambda: self._forget(key, task))
        self._studio.start(task)

    def _done(self, key: tuple[str, Path], task: Running, keep: Callable[[Path, Any], Any], result: Any) -> None:
        if self._tasks.get(key) is not task:
            return
        try:
            made = keep(key[1], result)
        except EvoError as error:
            self._studio.report(error)
            return
        for then in self._waiting.pop(key, []):
            then(result if made is None else made)

    def _surveyed(self, path: Path, result: dict[str, Any]) -> Survey:
        self._surveys[path] = open_survey(Path(result["survey"]))
        return self._surveys[path]

    def _forget(self, key: tuple[str, Path], task: Running) -> None:
        if self._tasks.get(key) is task:
            del self._tasks[key]
            self._waiting.pop(key, None)
