"""Keeping marks on disk: a moment after the last one, in a thread, and at once when the population is let go."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from evopose.errors import EvoError
from evostudio.pages.population import marks_file
from evostudio.pages.population.marks import Flag, Marks
from evostudio.studio import Studio
from evostudio.tasks.thread import ThreadTask, only

KEEP_MS = 400
"""After the last mark, until they are written."""


class Keeping(QObject):
    """The marks of one population at a time."""

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self.marks, self.key = Marks(), ""
        """What is marked, and what that is kept under."""
        self._path: Path | None = None
        self._writing: ThreadTask | None = None
        self._dirty = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._dirty.timeout.connect(self._write)

    def take(self, marks: Marks, key: str, path: Path) -> None:
        """Keep these from now on; those before have been let go."""
        self.marks, self.key, self._path = marks, key, path
        marks.changed.connect(self._marked)

    def let_go(self) -> None:
        """Nothing is marked any more; what was is on disk."""
        self.flush()
        self.marks, self.key, self._path = Marks(), "", None

    @property
    def is_done(self) -> bool:
        """Whether all marks are on disk."""
        return not self._dirty.isActive() and self._writing is None

    def flush(self) -> None:
        """Have the marks on disk now."""
        if self._writing is not None:
            self._writing.wait()
        if self._dirty.isActive() and self._path is not None:
            self._dirty.stop()
            try:
                marks_file.write(self.marks, self.key, self._path)
            except EvoError as error:
                self._studio.notify(str(error), "warning")

    def _marked(self, _flag: Flag) -> None:
        self._dirty.start()

    def _write(self) -> None:
        """In a thread, as they are now."""
        if self._writing is not None:
            self._dirty.start()
            return
        kept, key, path = Marks(), self.key, self._path
        assert path is not None
        kept.marked, kept.binned = self.marks.marked.copy(), self.marks.binned.copy()
        self._writing = ThreadTask("Keeping marks", only(lambda: marks_file.write(kept, key, path)), self)
        self._writing.failed.connect(lambda sentence: self._studio.notify(sentence, "warning"))
        self._writing.ended.connect(self._written)
        self._writing.start()

    def _written(self) -> None:
        self._writing = None
