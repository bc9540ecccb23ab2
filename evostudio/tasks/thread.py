"""A job of the library in a thread: reading and writing files. What computes for long is a process's work."""

from __future__ import annotations

import _thread
import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from evopose.errors import EvoError, Stopped, of_system
from evopose.jobs import Job, Progress, finish
from evostudio.tasks.running import Running

log = logging.getLogger("evostudio.tasks")

LOOK_MS = 25
"""How often the window looks what the thread has done."""


def only(call: Callable[[], Any]) -> Callable[[], Job[Any]]:
    """A plain call as a job of one step."""

    def job() -> Job[Any]:
        yield Progress(0, 0)
        return call()

    return job


class ThreadTask(Running):
    """Makes the job and runs it, all in one thread, so that files and databases are opened where they are used.

    The thread touches no Qt object (emitting while the window connects or disconnects crashed PySide 6.11): it leaves
    its latest step and its end, and a timer of the window's thread tells them.
    """

    def __init__(self, title: str, job: Callable[[], Job[Any]], parent: QObject | None = None) -> None:
        super().__init__(title, parent)
        self._job = job
        self._stop = threading.Event()
        self._step: Progress | None = None
        self._end: tuple[str, Any] | None = None
        self._over = threading.Event()
        self._over.set()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        self._over.clear()
        _thread.start_new_thread(self._run, ())  # Thread.start waits for it: 72 ms on a busy machine
        self._timer.start()

    def stop(self) -> None:
        self._stop.set()

    def is_running(self) -> bool:
        return self._timer.isActive()

    def wait(self, milliseconds: int = 5000) -> bool:
        return self._over.wait(milliseconds / 1000)

    def _run(self) -> None:
        try:
            self._end = self._outcome()
        finally:
            self._over.set()

    def _outcome(self) -> tuple[str, Any]:
        try:
            return "succeeded", finish(self._job(), self._watch)
        except Stopped:
            return "stopped", None
        except EvoError as error:
            return "failed", str(error)
        except OSError as error:
            log.info("%s failed", self.title, exc_info=True)
            return "failed", of_system(error)
        except Exception as error:
            log.exception("%s failed", self.title)
            return "failed", f"{self.title} failed unexpectedly ({error}); the log has the details."

    def _watch(self, step: Progress) -> None:
        self._step = step
        if self._stop.is_set():
            raise Stopped("stopped")

    def _look(self) -> None:
        ended, step, self._step = self._end, self._step, None
        if step:
            self.progressed.emit(step.done, step.total, step.message)
        if ended:
            self._timer.stop()
            self._tell(*ended)
            self.ended.emit()

    def _tell(self, end: str, value: Any) -> None:
        if end == "stopped" or self._stop.is_set():
            self.stopped.emit()
        else:
            (self.succeeded if end == "succeeded" else self.failed).emit(value)
