"""Stdout and stderr: letters that they lack are replaced, and what cannot be written is known when a command ends."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO


def replace_letters() -> None:
    """'?' for what their encoding does not have; nobody loses an hour's result to an ellipsis."""
    for stream in _there():
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


@contextmanager
def all_written() -> Iterator[None]:
    """However the block ends, what it said has been written; OSError where it was not, and nothing of it is left.

    What is left would be tried again when the interpreter ends, which has no words but its own for that.
    """
    try:
        yield
    finally:
        failed = [error for stream in _there() if (error := _flushed(stream))]
        if failed:
            raise failed[0]


def _there() -> list[TextIO]:
    """A process without a terminal may have none."""
    streams: list[TextIO | None] = [sys.stdout, sys.stderr]
    return [stream for stream in streams if stream is not None]


def _flushed(stream: TextIO) -> OSError | None:
    """Why it could not be, after which it leads nowhere."""
    try:
        stream.flush()
    except OSError as error:
        with suppress(OSError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
            stream.flush()
        return error
    return None
