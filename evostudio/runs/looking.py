"""Looking at files in a thread, again and again while somebody looks on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer

from evostudio.tasks.thread import ThreadTask, only

LOOK_MS = 1000


class Looker(QObject):
    """One look at a time; one that is asked for while another is under way follows it."""

    looking: str = "Looking"
    """What its tasks are called."""

    def __init__(self, every_ms: int = LOOK_MS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task: ThreadTask | None = None
        self._again = False
        self._timer = QTimer(self, interval=every_ms)
        self._timer.timeout.connect(self.look)

    def call(self) -> Callable[[], Any] | None:
        """What to do in the thread, without any of Qt; None where there is nothing to look at."""
        raise NotImplementedError

    def show(self, found: Any) -> None:
        """What came of it, back in the window's thread."""
        raise NotImplementedError

    def set_active(self, active: bool) -> None:
        """Look again and again, or rest while nobody looks on."""
        if active:
            self.look()
            self._timer.start()
        else:
            self._timer.stop()

    def look(self) -> None:
        """Once."""
        if self._task:
            self._again = True
            return
        call = self.call()
        if call is None:
            return
        self._task = ThreadTask(self.looking, only(call), self)
        self._task.succeeded.connect(self.show)
        self._task.ended.connect(self._ended)
        self._task.start()

    def _ended(self) -> None:
        task, self._task = self._task, None
        if task:
            task.deleteLater()
        if self._again:
            self._again = False
            self.look()


class FolderLooker(Looker):
    """Looks into some folders."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent=parent)
        self.folders: tuple[Path, ...] = ()

    def watch(self, *folders: Path) -> None:
        """Look into these from now on."""
        if folders != self.folders:
            self.folders = folders
            self.look()
