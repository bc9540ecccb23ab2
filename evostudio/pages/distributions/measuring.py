"""Measuring the populations that are chosen: in child processes, kept for the next time, the latest wish only."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from evopose.errors import EvoError
from evopose.io.aside import write_aside
from evostudio.pages.distributions import measured
from evostudio.pages.distributions.founders import cache_folder, key_of, prepared
from evostudio.pages.distributions.measured import Measured
from evostudio.studio import Studio
from evostudio.tasks.process import Task
from evostudio.tasks.running import Running
from evostudio.tasks.thread import ThreadTask, only

HISTOGRAMS, REPORT = "histograms.safetensors", "coverage.json"


class Measuring(QObject):
    """Tells what is known of the populations asked for last."""

    ready = Signal(object)
    """A Measured."""
    prepared = Signal(object, object)
    """The Paths that are measured: before (None where there is none) and after."""
    failed = Signal(str)
    progressed = Signal(int, int, str)

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._task: Running | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is being measured."""
        return self._task is not None

    def measure(self, before: Path | None, after: Path, bred: bool) -> None:
        """Measure one population, or two; `prepared` and `ready` come, or `failed`.

        `bred`: where none is named before, the founders of the one after stand there, if it has any.
        """
        task = ThreadTask("Opening populations", only(lambda: prepared(before, after, bred)), self)
        self._run(task, self._measure, shown=False)

    def _measure(self, files: tuple[Path | None, Path]) -> None:
        self.prepared.emit(*files)
        paths = [path for path in files if path is not None]
        try:
            folder = cache_folder() / key_of(*paths)
        except (EvoError, OSError) as error:
            self.failed.emit(str(error))
            return
        kept = _kept(folder, paths)
        if kept is not None:
            self.ready.emit(kept)
            return
        task = Task("Measuring distributions", ["coverage", *map(str, paths), "--out", str(folder)], self)
        self._run(task, lambda report: self._keep(folder, paths, report), shown=True)

    def stop(self) -> None:
        """Give up what runs, and hear no more of it."""
        task, self._task = self._task, None
        if task is not None:
            task.stop()

    def stop_asked(self) -> None:
        """A person wants no more of it; `failed` comes."""
        if self._task is not None:
            self._task.stop()

    def _run(self, task: Running, then: Callable[[Any], object], shown: bool) -> None:
        self.stop()
        self._task = task
        task.progressed.connect(lambda *step: self.progressed.emit(*step) if self._task is task else None)
        task.succeeded.connect(lambda result: self._end(task, then, result))
        task.failed.connect(lambda sentence: self._end(task, self.failed.emit, sentence))
        task.stopped.connect(lambda: self._end(task, self.failed.emit, "Measuring was stopped."))
        if shown:
            self._studio.start(task)
        else:
            task.start()

    def _end(self, task: Running, then: Callable[[Any], object], result: Any) -> None:
        if self._task is task:
            self._task = None
            then(result)

    def _keep(self, folder: Path, paths: list[Path], report: dict[str, Any]) -> None:
        try:
            write_aside(folder / REPORT, json.dumps(report))  # the last of the folder: where it is, all is
        except EvoError as error:
            self._studio.report(error)
        try:
            self.ready.emit(measured.read(folder / HISTOGRAMS, paths, report))
        except EvoError as error:
            self.failed.emit(str(error))


def _kept(folder: Path, paths: list[Path]) -> Measured | None:
    """What was measured before, small whatever the population; None where there is nothing, or it is damaged."""
    try:
        return measured.read(folder / HISTOGRAMS, paths, json.loads((folder / REPORT).read_bytes()))
    except (EvoError, OSError, ValueError, LookupError):
        return None
