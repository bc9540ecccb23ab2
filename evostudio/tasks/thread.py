"""A job of the library in a thread: reading and writing files. What computes for long is a process's work."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from evopose.errors import EvoError, Stopped
from evopose.jobs import Job, Progress, finish
from evostudio.tasks.running import Running

log = logging.getLogger("evostudio.tasks")


def only(call: Callable[[], Any]) -> Callable[[], Job[Any]]:
    """A plain call as a job of one step."""

    def job() -> Job[Any]:
        yield Progress(0, 0)
        return call()

    return job


class ThreadTask(Running):
    """Makes the job and runs it, all in one thread, so that files and databases are opened where they are used."""

    _came = Signal(str, object)

    def __init__(self, title: str, job: Callable[[], Job[Any]], parent: QObject | None = None) -> None:
        super().__init__(title, parent)
        self._job = job
        self._stop = threading.Event()
        self._over = False
        self._thread = threading.Thread(target=self._run, name=title, daemon=True)
        self._came.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()

    def is_running(self) -> bool:
        return self._thread.is_alive() or (self._thread.ident is not None and not self._over)

    def wait(self, milliseconds: int = 5000) -> bool:
        if self._thread.ident is not None:
            self._thread.join(milliseconds / 1000)
        return not self._thread.is_alive()

    def _run(self) -> None:
        end = self._outcome()
        with contextlib.suppress(RuntimeError):  # the dialog that asked is gone
            self._came.emit(*end)

    def _outcome(self) -> tuple[str, Any]:
        try:
            return "succeeded", finish(self._job(), self._watch)
        except Stopped:
            return "stopped", None
        except EvoError as error:
            return "failed", str(error)
        except Exception as error:
            log.exception("%s failed", self.title)
            return "failed", f"{self.title} failed unexpectedly ({error}); the log has the details."

    def _watch(self, step: Progress) -> None:
        if self._stop.is_set():
            raise Stopped("stopped")
        with contextlib.suppress(RuntimeError):
            self.progressed.emit(step.done, step.total, step.message)

    def _finish(self, end: str, value: Any) -> None:
        self._over = True
        if end == "stopped" or self._stop.is_set():
            self.stopped.emit()
        else:
            (self.succeeded if end == "succeeded" else self.failed).emit(value)
        self.ended.emit()
