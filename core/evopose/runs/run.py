"""A run at work: a folder that says what was asked for, how far it is, and how it ended (design §10).

options.json, log.jsonl, state.json, checkpoint/, results. Everything but the log is written aside and renamed; one
process works on it at a time.
"""

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from evopose import __version__
from evopose.errors import BadOption, DamagedCheckpoint, Diverged, EvoError, NotWritable, Stopped
from evopose.io.aside import write_aside, writing
from evopose.jobs import Progress
from evopose.runs.record import (
    CHECKPOINT,
    FAILED,
    FINISHED,
    LOG,
    OPTIONS,
    RUNNING,
    STATE,
    STOP,
    STOPPED,
    RunRecord,
    lock_of,
    read_run,
    stored_run,
)

_BEAT_S = 0.5
"""How often state.json follows the progress."""
_FUTILE = (DamagedCheckpoint, Diverged)
"""What would come again if the run were resumed as it is."""


class Run:
    """Made by `created` or `resumed`, which hold its lock and see that it notes how it ends."""

    def __init__(self, folder: Path, started: float) -> None:
        self.folder = folder
        self.checkpoint = folder / CHECKPOINT
        self._state: dict[str, Any] = {"state": RUNNING, "pid": os.getpid(), "started": started, "ended": None}
        self._beaten = 0.0

    def note_down(self, asked: Mapping[str, Any]) -> None:
        """What was asked for, and that it is at work; NotWritable, and nothing is left, where that cannot be done."""
        try:
            write_aside(self.folder / OPTIONS, json.dumps(asked, indent=2, ensure_ascii=False) + "\n")
            self._write()
        except BaseException:
            for name in (OPTIONS, STATE):
                (self.folder / name).unlink(missing_ok=True)
            raise

    def note(self, step: Progress) -> None:
        """Tell of progress to who reads the folder, a few times a second at most; Stopped where one of them asks."""
        self._state |= {"message": step.message, "done": step.done, "total": step.total}
        if time.monotonic() - self._beaten >= _BEAT_S:
            self._write()
            if (self.folder / STOP).exists():
                raise Stopped(f"{self.folder}: it was asked to stop.")

    def log(self, step: Progress) -> None:
        """Add a line to the log."""
        line = {
            "time": time.time(),
            "done": step.done,
            "total": step.total,
            "message": step.message,
            "metrics": dict(step.metrics),
        }
        with writing(self.folder / LOG), (self.folder / LOG).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def logged(self) -> int:
        """Bytes of the log: what a checkpoint keeps, to cut the log to when it is gone back to."""
        path = self.folder / LOG
        return path.stat().st_size if path.exists() else 0

    def cut_log(self, size: int) -> None:
        """Forget what was logged after a checkpoint."""
        if self.logged() > size:
            with writing(self.folder / LOG):
                os.truncate(self.folder / LOG, size)

    def finished(self, result: Mapping[str, Any]) -> None:
        """Keep what the command returns; the run is over."""
        self._end(FINISHED, "", result)

    def _end(self, state: str, message: str, result: Mapping[str, Any] | None = None) -> None:
        self._state |= {"state": state, "ended": time.time()} | ({"message": message} if message else {})
        self._state |= {"result": dict(result)} if result else {}
        self._write()

    def _write(self) -> None:
        self._beaten = time.monotonic()
        write_aside(self.folder / STATE, json.dumps(self._state))

    @contextmanager
    def _at_work(self) -> Iterator["Run"]:
        """However the block ends, the folder says so."""
        try:
            with writing(self.folder):
                (self.folder / STOP).unlink(missing_ok=True)  # whoever asked was answered
            self._write()
            yield self
            if self._state["state"] == RUNNING:
                self._end(STOPPED, "")
        except BaseException as error:
            failed = isinstance(error, Exception) and not isinstance(error, Stopped)
            if failed and not self.folder.exists():
                raise NotWritable(f"{self.folder} was removed while the run was at work: it is lost.") from error
            if isinstance(error, _FUTILE):
                self._state["futile"] = True
            with suppress(EvoError):  # a full disk is what we may be about to tell of
                self._end(FAILED if failed else STOPPED, _sentence(error) if failed else "")
            raise
        finally:
            (self.folder / STOP).unlink(missing_ok=True)


@contextmanager
def created(folder: Path, command: str, options: Mapping[str, Any]) -> Iterator[Run]:
    """A new run in a new or an empty folder; BadOption where something is there, NotWritable where nothing can be."""
    check_new(folder)
    there = folder.exists()
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    run = Run(folder, time.time())
    try:
        with _locked(folder):
            check_no_run(folder)
            run.note_down({"command": command, "version": __version__, "options": dict(options)})
            with run._at_work():
                yield run
    finally:
        if not there:
            with suppress(OSError):  # a run lies in it, as it should
                folder.rmdir()


@contextmanager
def resumed(folder: Path) -> Iterator[Run]:
    """A run that was stopped or failed, at work again; BadOption for a finished one, NotWritable where one is busy."""
    read_run(folder)  # no lock is left where there is no run
    with _locked(folder):
        record = stored_run(folder)
        if record.state != RUNNING:  # nobody is at work on it but us
            check_resumable(record)
        run = Run(folder, record.started or time.time())
        with run._at_work():
            yield run


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One process at a time; NotWritable for the others."""
    lock = lock_of(folder)
    with writing(folder):
        mine = lock.acquire()
    if not mine:
        raise NotWritable(f"{folder}: another process is at work on this run.")
    try:
        yield
    finally:
        lock.release()


def check_new(folder: Path) -> None:
    """BadOption unless a run can begin here; it says what else can be done."""
    if "\0" in str(folder):
        raise BadOption(f"{str(folder)!r} is no name of a folder: no path has a NUL in it.")
    if folder.is_file():
        raise BadOption(f"{folder} is a file; expected a new or an empty folder for the run.")
    check_no_run(folder)
    if folder.is_dir() and any(folder.iterdir()):
        raise BadOption(f"{folder} is not empty: choose a new folder for the run.")


def check_no_run(folder: Path) -> None:
    """BadOption where a run lies in the folder; it says what else can be done."""
    if (folder / OPTIONS).is_file():
        record = read_run(folder)
        way_out = f"`evopose resume {folder}` goes on with it; or" if record.resumable else f"it is {record.state};"
        raise BadOption(f"{folder} holds a run already: {way_out} choose another folder.")


def check_resumable(record: RunRecord) -> None:
    """BadOption for a run that is finished or at work."""
    if record.state == RUNNING:
        raise BadOption(f"{record.folder}: this run is running: another process is at work on it, and goes on with it.")
    if not record.resumable:
        raise BadOption(f"{record.folder}: this run is {record.state}; there is nothing to resume.")


def _sentence(error: BaseException) -> str:
    """One line, with the kind of what is no error of ours."""
    first = next(iter(str(error).splitlines()), "")
    return first if isinstance(error, EvoError) else f"{type(error).__name__}: {first}"
