"""The newest children of a run as a wall of skeletons; before there are any, some of the founders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic

import numpy as np
from PySide6.QtCore import QObject

from evopose.errors import EvoError
from evopose.model.array import NDArray
from evopose.runs import RunRecord
from evostudio.pages.evolve.course import Course
from evostudio.runs.keeping import result_of
from evostudio.tasks.thread import ThreadTask, only
from evostudio.views.pose_wall import PoseWall
from evostudio.views.titled import Titled

SHOWN = 24
CALM_S = 0.8
"""New children stay so long at least: who looks at one must find it again."""
_NONE = np.zeros((0, 17, 3), np.float32)


class Gallery(QObject):
    """Fills the wall; files are read in a thread."""

    def __init__(self, pane: Titled, wall: PoseWall, parent: QObject) -> None:
        super().__init__(parent)
        self._pane, self._wall = pane, wall
        self._put_at = 0.0
        self._source: tuple[object, ...] = ()
        """What is on the wall, or being read."""
        self._task: ThreadTask | None = None

    def show_founders(self, paths: Sequence[Path]) -> None:
        """Some of the poses of files."""
        chosen = tuple(paths)[:1]
        self._show("Founders", ("founders", chosen, _modified(chosen)), lambda: _some(chosen[0], newest=False))

    def show_run(self, folder: Path, course: Course, record: RunRecord | None, founders: Sequence[Path]) -> None:
        """What a run has told of its newest children, or, when it is over, those in its file."""
        result = result_of(record) if record else None
        if result is not None:
            self._show("Newest children", ("result", result, _modified((result,))), lambda: _some(result, newest=True))
        elif len(course.newest):
            self._show_newest(folder, course)
        else:
            self.show_founders(founders)

    def _show_newest(self, folder: Path, course: Course) -> None:
        source = ("newest", folder, id(course.newest))
        if source != self._source and (self._source[:2] != source[:2] or monotonic() - self._put_at >= CALM_S):
            self._source = source
            self._put(f"Newest children, generation {course.newest_of}", course.newest)

    def _show(self, title: str, source: tuple[object, ...], read: Callable[[], NDArray]) -> None:
        if source == self._source:
            return
        self._source = source
        self._pane.title.set_text(title)
        task = ThreadTask("Reading poses", only(read), self)
        task.succeeded.connect(lambda poses: self._put(title, poses) if self._source == source else None)
        task.ended.connect(task.deleteLater)
        task.start()

    def _put(self, title: str, poses: NDArray) -> None:
        self._pane.title.set_text(title)
        self._wall.show_poses(poses)
        self._put_at = monotonic()


def _modified(paths: Sequence[Path]) -> tuple[float, ...]:
    try:
        return tuple(path.stat().st_mtime for path in paths)
    except OSError:
        return ()


def _some(path: Path, newest: bool) -> NDArray:
    """A few poses of a file, of its last generation or of all; none where it cannot be read as poses."""
    from evopose.io.format import format_of

    try:
        form = format_of(path)
        if form.read_population is None:
            return _NONE
        population = form.read_population(path)
    except (EvoError, OSError):
        return _NONE
    count = len(population)
    if not count:
        return _NONE
    first = 0
    if newest and population.generation is not None:
        last = np.asarray(population.generation[count - 1 :])[0]
        first = int(np.searchsorted(np.asarray(population.generation), last))
    rows = np.unique(np.linspace(first, count - 1, min(SHOWN, count - first)).astype(int))
    poses = np.asarray(population.positions[rows], np.float32)
    return poses[np.isfinite(poses).all(axis=(1, 2))]
