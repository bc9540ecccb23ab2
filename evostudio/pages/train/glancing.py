"""The ten validation poses of a run: read in a thread when their file is another, and shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from evopose.errors import EvoError
from evopose.training.glance import NAME, Glance, read_glance
from evostudio.pages.train.glance_pane import GlancePane
from evostudio.tasks.thread import ThreadTask, only

_Source = tuple[Path, float] | None


class Glancing(QObject):
    """Keeps a pane up to date."""

    def __init__(self, pane: GlancePane, parent: QObject) -> None:
        super().__init__(parent)
        self._pane = pane
        self._source: _Source = None
        """What is shown, or being read."""

    def show_run(self, folder: Path | None) -> None:
        """Of this run, as they are now; nothing where there is none or it has none yet."""
        source = None if folder is None else _of(folder / NAME)
        if source == self._source:
            return
        before, self._source = self._source, source
        if source is None or before is None or source[0] != before[0]:
            self._pane.show_glance(None)
        if source is not None:
            self._read(source)

    def _read(self, source: tuple[Path, float]) -> None:
        task = ThreadTask("Reading poses", only(lambda: _glance(source[0])), self)
        task.succeeded.connect(lambda glance: self._pane.show_glance(glance) if self._source == source else None)
        task.ended.connect(task.deleteLater)
        task.start()


def _of(path: Path) -> _Source:
    try:
        return path, path.stat().st_mtime
    except OSError:
        return None


def _glance(path: Path) -> Glance | None:
    """None for one that cannot be read, as it may be on its way to the bin."""
    try:
        return read_glance(path)
    except (EvoError, OSError):
        return None
