"""Another process, begun and read by threads: what it prints waits here until somebody takes it. Knows no toolkit."""

from __future__ import annotations

import _thread
import subprocess
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress

GO_ON = b"go on\n"
"""Said to a command of `evopose`, it goes on when this process ends."""
_BEGIN_S = 5.0
_KEPT = 20_000
"""Bytes of what it says on stderr: the end."""
_HIDDEN: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""Without a console, where processes have one by themselves."""


class Child:
    """Unlike a QProcess it lives on when the program ends, if it was let go.

    Starting it waits for no thread and no process: a machine that is busy takes long over both.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._words = list(words)
        self._lines: deque[bytes] = deque()
        self._errors = b""
        self._process: subprocess.Popen[bytes] | None = None
        self._told: list[bytes | None] = []
        """What it is to be told as soon as it has begun; None closes its stdin."""
        self._lock = threading.Lock()
        self._begun, self._heard, self._over = threading.Event(), threading.Event(), threading.Event()
        self.code: int | None = None
        """Its exit status, when it has ended."""
        self.trouble = ""
        """Why it could not begin."""

    def start(self) -> None:
        """Begin; returns at once."""
        _thread.start_new_thread(self._run, ())

    def stop(self) -> None:
        """Ask it to stop: its stdin is closed."""
        self._tell(None)

    def let_go(self) -> None:
        """Let it go on by itself; waits until it has begun, as this process may end at once."""
        self._begun.wait(_BEGIN_S)
        self._tell(GO_ON)

    def kill(self) -> None:
        """End it."""
        if self._process and not self.is_over():
            self._process.kill()

    def is_over(self) -> bool:
        """Whether it has ended, or could not begin."""
        return self._over.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait for its end; whether it came."""
        return self._over.wait(seconds)

    def take(self) -> bytes:
        """What it has printed since the last time."""
        return b"".join(self._lines.popleft() for _ in range(len(self._lines)))

    @property
    def errors(self) -> str:
        """The end of what it said on stderr."""
        return self._errors.decode(errors="replace").strip()

    # In threads

    def _run(self) -> None:
        try:
            pipe = subprocess.PIPE
            process = subprocess.Popen(self._words, stdin=pipe, stdout=pipe, stderr=pipe, creationflags=_HIDDEN)
        except OSError as error:
            self.trouble = error.strerror or str(error)
            self._over.set()
            return
        with self._lock:
            self._process, waiting = process, self._told
        self._begun.set()
        _thread.start_new_thread(self._read_errors, (process,))
        for words in waiting:
            self._say(process, words)
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                self._lines.append(line)
        self._heard.wait()
        self.code = process.wait()
        self._say(process, None)
        self._over.set()

    def _read_errors(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stderr is not None
        with process.stderr:
            for line in process.stderr:
                self._errors = (self._errors + line)[-_KEPT:]
        self._heard.set()

    def _tell(self, words: bytes | None) -> None:
        with self._lock:
            if self._process is None:
                self._told.append(words)
                return
        self._say(self._process, words)

    def _say(self, process: subprocess.Popen[bytes], words: bytes | None) -> None:
        assert process.stdin is not None
        with suppress(OSError, ValueError):  # it has ended, or was told already
            if words is not None:
                process.stdin.write(words)
                process.stdin.flush()
            else:
                process.stdin.close()
