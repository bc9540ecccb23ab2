"""A job of the library in the window's own thread, a few milliseconds at a time: for work on the open project."""

from __future__ import annotations

import logging
from time import perf_counter
from typing import Any

from PySide6.QtCore import QObject, QTimer

from evopose.errors import EvoError, Stopped, of_system
from evopose.jobs import Job, Progress
from evostudio.tasks.running import Running

log = logging.getLogger("evostudio.tasks")

SLICE_S = 0.012
"""Of each turn of the event loop; the rest is the user's."""


class StepsTask(Running):
    """Steps of one job between the user's events."""

    def __init__(self, title: str, job: Job[Any], parent: QObject | None = None) -> None:
        super().__init__(title, parent)
        self._job = job
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)

    def start(self) -> None:
        self._timer.start(0)

    def stop(self) -> None:
        if self.is_running():
            self._timer.stop()
            self._job.close()
            self.stopped.emit()
            self.ended.emit()

    def is_running(self) -> bool:
        return self._timer.isActive()

    def wait(self, milliseconds: int = 5000) -> bool:
        return not self.is_running()

    def _turn(self) -> None:
        end = perf_counter() + SLICE_S
        step: Progress | None = None
        try:
            while perf_counter() < end:
                step = next(self._job)
        except StopIteration as done:
            self._finish(self.succeeded, done.value)
        except Stopped:
            self._timer.stop()
            self.stopped.emit()
            self.ended.emit()
        except EvoError as error:
            self._finish(self.failed, str(error))
        except OSError as error:
            log.info("%s failed", self.title, exc_info=True)
            self._finish(self.failed, of_system(error))
        except Exception as error:
            log.exception("%s failed", self.title)
            self._finish(self.failed, f"{self.title} failed unexpectedly ({error}); the log has the details.")
        else:
            if step:
                self.progressed.emit(step.done, step.total, step.message)

    def _finish(self, signal: Any, value: Any) -> None:
        self._timer.stop()
        signal.emit(value)
        self.ended.emit()
