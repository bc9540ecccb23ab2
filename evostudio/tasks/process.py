"""Long work in a child process, `python -m evopose COMMAND … --piped`: JSON lines out, stopped by closing stdin."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from evopose.__main__ import STOPPED
from evostudio.tasks.running import Running

log = logging.getLogger("evostudio.tasks")

PATIENCE_MS = 5000
"""How long a task may take to stop by itself before it is ended."""


class Task(Running):
    """One command of `evopose`, running; what it returns is a dict."""

    measured = Signal(object)
    """The metrics of a step, a dict."""

    def __init__(
        self, title: str, arguments: Sequence[str], parent: QObject | None = None, patience_ms: int = PATIENCE_MS
    ) -> None:
        super().__init__(title, parent)
        self._patience_ms = patience_ms
        self.arguments = tuple(arguments)
        self.result: dict[str, Any] | None = None
        self._rest = b""
        self._errors = b""
        self._stopping = False
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.readyReadStandardError.connect(self._read_errors)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._broken)

    def start(self) -> None:
        log.info("evopose %s", " ".join(self.arguments))
        self._process.start(sys.executable, ["-m", "evopose", *self.arguments, "--piped"])

    def stop(self) -> None:
        """Ask it to stop and keep what is done; it is ended where it does not answer."""
        self._stopping = True
        self._process.closeWriteChannel()
        QTimer.singleShot(self._patience_ms, self, self._kill)

    def is_running(self) -> bool:
        return self._process.state() != QProcess.ProcessState.NotRunning

    def wait(self, milliseconds: int = 0) -> bool:
        return not self.is_running() or self._process.waitForFinished(milliseconds or self._patience_ms)

    def end(self) -> None:
        """Stop at once what has nothing to keep."""
        self._stopping = True
        if self.is_running():
            self._process.kill()
            self._process.waitForFinished()

    def _kill(self) -> None:
        if self.is_running():
            log.warning("%s did not stop by itself and was ended", self.title)
            self._process.kill()

    def _read(self) -> None:
        self.take(self._process.readAllStandardOutput().data())

    def take(self, output: bytes) -> None:
        """Read more of what the process prints; the beginning of a line waits for its end."""
        *lines, self._rest = (self._rest + output).split(b"\n")
        for line in lines:
            self._take(line)

    def _take(self, line: bytes) -> None:
        if not line.strip():
            return
        try:
            step = json.loads(line)
        except ValueError:
            log.info("%s: %s", self.title, line.decode(errors="replace"))
            return
        if isinstance(step, dict) and step.keys() == {"done", "total", "message", "metrics"}:
            self.progressed.emit(int(step["done"]), int(step["total"]), str(step["message"]))
            self.measured.emit(step["metrics"])
        else:
            self.result = step

    def _read_errors(self) -> None:
        self._errors = (self._errors + self._process.readAllStandardError().data())[-20_000:]

    def _broken(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.failed.emit(f"{self.title}: {sys.executable} cannot be started ({self._process.errorString()}).")
            self.ended.emit()

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        self._take(self._rest)
        self._read_errors()
        errors = self._errors.decode(errors="replace").strip()
        if code == STOPPED or (self._stopping and code != 0):
            self.stopped.emit()
        elif code == 0 and status == QProcess.ExitStatus.NormalExit:
            self.succeeded.emit(self.result or {})
        else:
            log.error("%s ended with status %d:\n%s", self.title, code, errors)
            self.failed.emit(_sentence(self.title, code, errors))
        self.ended.emit()


def _sentence(title: str, code: int, errors: str) -> str:
    """The command's own sentence, or what can be said without one."""
    last = errors.rsplit("\n", 1)[-1]
    if code in (1, 2) and last.startswith("evopose: "):
        return f"{title}: {last.removeprefix('evopose: ')}"
    return f"{title} failed unexpectedly ({last or f'status {code}'}); the log has the details."
