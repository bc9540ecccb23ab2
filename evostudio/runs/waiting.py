"""Runs that wait, as they lie beside the runs: a small file each, so that closing the studio forgets none.

`walks-quick-2.train.waiting.json` is the run `walks-quick-2` of `evopose train`. Who holds its lock may begin it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evopose import __version__
from evopose.errors import BadFile, EvoError, NotWritable, of_system
from evopose.io.aside import write_aside
from evopose.io.lock import WriterLock
from evopose.runs.record import OPTIONS
from evostudio.runs.asked import Asked
from evostudio.runs.waiting_file import NO_NAMES, SUFFIX, path_of, read


@dataclass(frozen=True)
class Found:
    """What lies in some folders."""

    free: tuple[Asked, ...] = ()
    """Nobody holds them, the oldest first."""
    held: tuple[Asked, ...] = ()
    """Another window holds them."""
    begun: tuple[Asked, ...] = ()
    """They are runs by now, and whoever began them did not live to remove the file."""
    damaged: tuple[str, ...] = ()
    """Sentences about files that are none, or cannot be read."""


class Ticket:
    """The file of a run that waits, and the right to begin it."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.path = path_of(asked)
        self._lock = WriterLock(self.path, patience=0.1)  # others look whether it is held

    def write(self) -> bool:
        """Put it there and hold it; False where one of its name waits already, NotWritable where nothing can be."""
        asked = self.asked
        told = {"command": asked.command, "version": __version__, "when": asked.when, "options": asked.values()}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NotWritable(f"{self.path.parent} cannot be made: {error.strerror or error}.") from error
        if not self._acquire():
            return False
        if self.path.exists():
            self._lock.release()
            return False
        try:
            write_aside(self.path, json.dumps(told, indent=1, ensure_ascii=False) + "\n")
        except EvoError:
            self._lock.release()
            raise
        return True

    def hold(self) -> bool:
        """Take it up; False where another window has it, or has begun its run. NotWritable as `write`."""
        if not self._acquire():
            return False
        if self.path.is_file():
            return True
        self._lock.release()
        return False

    def let_go(self) -> None:
        """It waits on, for whoever takes it up."""
        self._lock.release()

    def tear(self) -> None:
        """It waits no more. To be held; NotWritable, and it is held still, where the file cannot be removed."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise NotWritable(f"{self.path} cannot be removed: {error.strerror or error}.") from error
        self._lock.release()

    def _acquire(self) -> bool:
        try:
            return self._lock.acquire()
        except OSError as error:
            raise NotWritable(f"{self.path} cannot be locked: {error.strerror or error}.") from error


def has_begun(asked: Asked) -> bool:
    """Whether its folder is a run's by now."""
    return (asked.folder / OPTIONS).is_file()


def names_in(folder: Path) -> Iterator[Path]:
    """The folders of all runs that wait in one, of whatever command."""
    for path in _files(folder, SUFFIX):
        name = path.name.removesuffix(SUFFIX).rpartition(".")[0]
        if name not in NO_NAMES:
            yield path.with_name(name)


class WaitingFiles:
    """Those of one command; each is read anew only when it is another."""

    def __init__(self, command: str) -> None:
        self._command = command
        self._known: dict[Path, tuple[tuple[int, int], Asked | str]] = {}

    def look(self, folders: Iterable[Path]) -> Found:
        """All that wait in some folders; nothing is written."""
        free: list[Asked] = []
        held: list[Asked] = []
        begun: list[Asked] = []
        damaged: list[str] = []
        paths: list[Path] = []
        for folder in dict.fromkeys(folders):
            with _telling(damaged):
                paths += _files(folder, f".{self._command}{SUFFIX}")
        for path in paths:
            with _telling(damaged):
                asked = self._judged(path)
                if isinstance(asked, str):
                    damaged.append(asked)
                else:
                    (held if WriterLock(path).held() else begun if has_begun(asked) else free).append(asked)
        return Found(_in_turn(free), _in_turn(held), tuple(begun), tuple(damaged))

    def _judged(self, path: Path) -> Asked | str:
        """The run, or why it is none."""
        status = path.stat()
        stamp = (status.st_mtime_ns, status.st_size)
        if self._known.get(path, ((), ""))[0] != stamp:
            try:
                self._known[path] = (stamp, read(path, self._command))
            except BadFile as error:
                self._known[path] = (stamp, str(error))
        return self._known[path][1]


@contextmanager
def _telling(damaged: list[str]) -> Iterator[None]:
    """What cannot be read is told beside the others, and hides none of them."""
    try:
        yield
    except FileNotFoundError:  # it has just begun
        pass
    except OSError as error:
        damaged.append(of_system(error))


def _files(folder: Path, suffix: str) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name.endswith(suffix)) if folder.is_dir() else []


def _in_turn(asked: Iterable[Asked]) -> tuple[Asked, ...]:
    return tuple(sorted(asked, key=lambda each: (each.when, each.folder)))
