"""Progress for who waits: one line rewritten on a terminal; a plain line now and then in a file or a log."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from evopose.jobs import Progress

FIRST_S, LAST_S = 10.0, 60.0
"""Seconds between two plain lines: at first, and once a command has gone on for long."""
_SHARE = 10
"""In between, a tenth of the time so far."""


class TerminalLine:
    """One line, rewritten by every step."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def show(self, step: Progress) -> None:
        """In place of what was shown before."""
        self._write(f"\r\x1b[K{_words(step)}")

    def end(self) -> None:
        """Nothing stands there any more."""
        self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


class PlainLines:
    """A line for a step now and then, without control characters; none for what is over soon."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._clock = stream, clock
        self._began: float | None = None
        self._told = 0.0

    def show(self, step: Progress) -> None:
        """If it is time; what takes long before its first step (torch is loaded) does not count."""
        now = self._clock()
        if self._began is None:
            self._began = self._told = now
        if now - self._told >= min(max(FIRST_S, (now - self._began) / _SHARE), LAST_S):
            self._told = now
            with suppress(OSError):  # nobody reads any more: no reason to stop
                self._stream.write(f"{_spent(now - self._began)} {_words(step)}\n")
                self._stream.flush()

    def end(self) -> None:
        """Lines stay."""


class NoLines:
    """Nothing is told."""

    def show(self, step: Progress) -> None:
        """Not this either."""

    def end(self) -> None:
        """Nor that it is over."""


def lines_to(stream: TextIO | None, quiet: bool = False) -> TerminalLine | PlainLines | NoLines:
    """What suits the stream, which is None where a process has none."""
    if stream is None or quiet:
        return NoLines()
    return TerminalLine(stream) if stream.isatty() else PlainLines(stream)


def _words(step: Progress) -> str:
    """Messages have names of files, and these may have any character."""
    share = f"{step.done}/{step.total} " if step.total else ""
    return share + "".join(letter if letter.isprintable() else "?" for letter in step.message)


def _spent(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
