"""Long work in a child process, `python -m evopose COMMAND … --piped`: JSON lines out, stopped by closing stdin."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from evopose.__main__ import STOPPED
from evostudio.tasks.child import Child
from evostudio.tasks.running import Running

log = logging.getLogger("evostudio.tasks")

PATIENCE_MS = 5000
"""How long a task may take to stop by itself before it is ended."""
LOOK_MS = 25
"""How often the window looks what it has said."""


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
        self._stopping = False
        self._child: Child | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        log.info("evopose %s", " ".join(self.arguments))
        self._child = Child([sys.executable, "-m", "evopose", *self.arguments, "--piped"])
        self._child.start()
        self._timer.start()

    def stop(self) -> None:
        """Ask it to stop and keep what is done; it is ended where it does not answer."""
        if self._child:
            self._stopping = True
            self._child.stop()
            QTimer.singleShot(self._patience_ms, self, self._kill)

    def let_go(self) -> None:
        """Let it go on by itself, and hear no more of it: it outlives the program."""
        if self._child:
            self._child.let_go()
            self._child = None
            self._timer.stop()
            self.stopped.emit()
            self.ended.emit()

    def is_running(self) -> bool:
        return self._child is not None

    def wait(self, milliseconds: int = 0) -> bool:
        return self._child is None or self._child.wait((milliseconds or self._patience_ms) / 1000)

    def end(self) -> None:
        """Stop at once what has nothing to keep."""
        self._stopping = True
        if self._child:
            self._child.kill()
            self._child.wait(self._patience_ms / 1000)

    def _kill(self) -> None:
        if self._child and not self._child.is_over():
            log.warning("%s did not stop by itself and was ended", self.title)
            self._child.kill()

    def _look(self) -> None:
        """Tell what it has said since the last look, and its end."""
        child = self._child
        if child is None:
            return
        over = child.is_over()  # asked first: nothing comes after it
        self.take(child.take())
        if over and self._child is child:
            self._timer.stop()
            self._child = None
            self._finish(child)

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

    def _finish(self, child: Child) -> None:
        self._take(self._rest)
        if child.trouble:
            self.failed.emit(f"{self.title}: {sys.executable} cannot be started ({child.trouble}).")
        elif child.code == STOPPED or (self._stopping and child.code != 0):
            self.stopped.emit()
        elif child.code == 0:
            self.succeeded.emit(self.result or {})
        else:
            log.error("%s ended with status %d:\n%s", self.title, child.code, child.errors)
            self.failed.emit(_sentence(self.title, child.code or 0, child.errors))
        self.ended.emit()


def _sentence(title: str, code: int, errors: str) -> str:
    """The command's own sentence, or what can be said without one."""
    last = errors.rsplit("\n", 1)[-1]
    if code in (1, 2) and last.startswith("evopose: "):
        return f"{title}: {last.removeprefix('evopose: ')}"
    if code < 0:
        return f"{title} was interrupted: something ended its process (signal {-code})."
    return f"{title} failed unexpectedly ({last or f'status {code}'}); the log has the details."
