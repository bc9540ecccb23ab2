"""The command line (tyro over COMMANDS): words to options, progress and results to the terminal or to a pipe."""

import json
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from evopose import __version__
from evopose.commands import COMMANDS
from evopose.errors import EvoError, Stopped, UnknownName, of_system
from evopose.jobs import Job, Progress
from evopose.options import Options
from evopose.parsing import parse
from evopose.progress_lines import lines_to
from evopose.standard_streams import all_written, replace_letters

USAGE = 2
UNHEARD = 141
"""Nobody reads what is said: what shells tell of a program that SIGPIPE ended."""
NICENESS = 10
"""Of what works for a window: the window answers its user first, on as few cores as there are."""
_ABOUT = """3D human poses: read, fit, limit, evolve, lift.

Every command takes --json (print its result as a line of JSON, and nothing else) and --piped (tell its progress as
lines of JSON too, and stop when the standard input is closed, unless the line "go on" came before). Without them, what
takes long says on stderr how far it is: in a line that changes on a terminal, elsewhere in a plain line now and then.
evopose --version prints the version; evopose COMMAND --help tells the rest.
"""


def run(words: list[str]) -> int:
    """What `main` says, but for being stopped by a signal, which is raised (KeyboardInterrupt)."""
    replace_letters()
    try:
        with all_written():
            return _obeyed(words)
    except BrokenPipeError:
        return UNHEARD
    except OSError as error:
        return _failed(f"What there is to say cannot be written: {error.strerror or error}.")


def _obeyed(words: list[str]) -> int:
    """As `run`; OSError where what it says goes nowhere."""
    if words in (["--version"], ["-V"]):
        print(__version__)
        return 0
    as_json, piped = _take(words, "--json"), _take(words, "--piped")
    if piped:
        _make_way()
    if words and not words[0].startswith("-") and words[0] not in COMMANDS:
        return _failed(str(UnknownName("command", words[0], COMMANDS)), USAGE)
    try:
        result = _worked(parse(words, _ABOUT), as_json, piped)
    except Stopped as error:
        raise KeyboardInterrupt from error
    except EvoError as error:
        return _failed(str(error))
    except MemoryError as error:
        return _failed(f"There is not enough memory for this: {error or 'fewer or smaller inputs need less'}.")
    _report(result, as_json or piped)
    return 0


def _worked(options: Options, as_json: bool, piped: bool) -> dict[str, Any]:
    try:
        return _piped(options.run()) if piped else _watched(options.run(), quiet=as_json)
    except OSError as error:  # of a disk or a drive, where no command has a better sentence
        raise EvoError(of_system(error)) from error


def _make_way() -> None:
    """For the window that waits for it; from the start on, since imports are work too."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def _failed(sentence: str, status: int = 1) -> int:
    with suppress(OSError), all_written():  # where nobody can be told, the status tells
        print(f"evopose: {sentence}", file=sys.stderr)
    return status


def _take(words: list[str], flag: str) -> bool:
    found = flag in words
    while flag in words:
        words.remove(flag)
    return found


def _watched(job: Job[dict[str, Any]], quiet: bool) -> dict[str, Any]:
    from evopose.jobs import finish

    line = lines_to(sys.stderr, quiet)
    try:
        return finish(job, line.show)
    except KeyboardInterrupt:
        job.close()
        raise
    finally:
        line.end()


def _piped(job: Job[dict[str, Any]]) -> dict[str, Any]:
    """Progress as JSON lines on stdout; stops when stdin is closed, unless it was told to go on by itself."""
    from evopose.jobs import finish

    listener = _Listener()

    def show(step: Progress) -> None:
        line = {"done": step.done, "total": step.total, "message": step.message, "metrics": dict(step.metrics)}
        if not listener.tell(json.dumps(line)):
            raise Stopped("stopped")

    try:
        return finish(job, show)
    finally:
        job.close()


class _Listener:
    """Who began this process and listens to it. Gone without a word, it wants it to stop; or it said "go on"."""

    GO_ON = "go on"

    def __init__(self) -> None:
        self._said = threading.Event()
        """Stdin has been read to its end or to those words."""
        self._alone = False
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        if any(line.strip() == self.GO_ON for line in sys.stdin):
            self._alone = True
            with suppress(OSError, AttributeError):  # a session of its own: no terminal that closes takes it along
                os.setsid()
            nowhere = os.open(os.devnull, os.O_WRONLY)
            for stream in (sys.stdout, sys.stderr):
                os.dup2(nowhere, stream.fileno())
        self._said.set()

    def tell(self, line: str) -> bool:
        """Whether to go on."""
        try:
            print(line, flush=True)
        except OSError:  # nobody reads any more; what was said before comes through still
            self._said.wait()
        return self._alone or not self._said.is_set()


def _report(result: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(result))
    elif "text" in result:
        print(result["text"])
    else:
        print("\n".join(f"{key}: {_shown(key, value)}" for key, value in result.items() if key != "notices"))
        for notice in result.get("notices", ()):
            print(f"evopose: {notice}", file=sys.stderr)


def _shown(key: str, value: Any) -> Any:
    """Many files as their number; --json has their names."""
    if key != "written" or isinstance(value, str):
        return value
    return f"{len(value)} files in {Path(value[0]).parent}"
