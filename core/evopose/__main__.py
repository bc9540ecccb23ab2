"""`evopose COMMAND …`. Imports next to nothing, so that whoever stops it in its first second is heard too."""

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    The exit status is 0, 1 for an EvoError, 2 for words that are no command, 130 when stopped, 141 where nobody reads
    what it says.
    """
    try:
        with _told_to_end():
            from evopose.command_line import run

            return run(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return STOPPED


@contextmanager
def _told_to_end() -> Iterator[None]:
    """SIGTERM is Ctrl+C: what is unfinished is cleared away."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # only the main thread hears signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


if __name__ == "__main__":
    sys.exit(main())
