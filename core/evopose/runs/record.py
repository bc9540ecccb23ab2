"""What a run's folder tells of it, read without taking part: for pages and lists (design §10)."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evopose.errors import BadFile, MissingFile
from evopose.io.aside import write_aside
from evopose.io.lock import WriterLock
from evopose.runs.entries import Asked, Line, State, fitted

OPTIONS, STATE, LOG, CHECKPOINT = "options.json", "state.json", "log.jsonl", "checkpoint"
STOP = "stop"
"""A file that asks who works on the run to stop."""
_UNHEARD = "(its process ended without a word)"
RUNNING, STOPPED, FINISHED, FAILED = "running", "stopped", "finished", "failed"


@dataclass(frozen=True)
class RunRecord:
    """One run as it stands."""

    folder: Path
    command: str
    version: str
    """Of the program that began it."""
    options: Mapping[str, Any]
    """Plain JSON values: what the command's Options class takes."""
    state: str = STOPPED
    """running, stopped, finished or failed."""
    pid: int = 0
    """The last process that worked on it."""
    started: float = 0.0
    """Seconds since 1970."""
    ended: float | None = None
    message: str = ""
    """The last progress, or why it failed."""
    done: int = 0
    total: int = 0
    """0 where nobody knows."""
    futile: bool = False
    """Whether it failed so that it would fail again if it were resumed as it lies there."""
    result: Mapping[str, Any] = field(default_factory=dict)
    """What the command returned; empty until it is finished."""

    @property
    def resumable(self) -> bool:
        """Whether `evopose resume` goes on with it: neither at work nor finished."""
        return self.state in (STOPPED, FAILED)

    @property
    def interrupted(self) -> bool:
        """Whether it is stopped because its process ended without a word: what came after its checkpoint is lost."""
        return self.state == STOPPED and self.message.endswith(_UNHEARD)


def read_run(folder: Path) -> RunRecord:
    """The run in a folder; MissingFile where there is none, BadFile where nobody can tell what was asked for."""
    record = stored_run(folder)
    if record.state == RUNNING and not is_running(folder):
        return replace(record, state=STOPPED, message=f"{record.message} {_UNHEARD}".strip())
    return record


def stored_run(folder: Path) -> RunRecord:
    """The same as its files have it, whether or not a process is at work on it.

    A state that cannot be read is as good as none: the run is stopped, and its message says what does not fit.
    """
    if not (folder / OPTIONS).is_file():
        raise MissingFile(folder, "run")
    try:
        asked = Asked.model_validate(_object(folder / OPTIONS))
    except ValidationError as error:
        told = f"{error.errors()[0]['loc'][0]}: {error.errors()[0]['msg']}"
        raise BadFile(folder / OPTIONS, f"this is no record of a run ({told}).") from error
    state, damage = _state(folder / STATE)
    return RunRecord(
        folder=folder,
        command=asked.command,
        version=asked.version,
        options=asked.options,
        state=state.state,
        pid=state.pid,
        started=state.started,
        ended=state.ended,
        message=" ".join(filter(None, (state.message, damage))),
        done=state.done,
        total=state.total,
        futile=state.futile,
        result=state.result.model_dump(exclude_unset=True),
    )


def _state(path: Path) -> tuple[State, str]:
    """How far a run is, and a sentence where the file that tells of it is damaged."""
    if not path.exists():
        return State(), ""
    try:
        state, wrong = fitted(State, _object(path))
    except BadFile:
        return State(), f"{path.name} is damaged."
    if {"state", "result"} & set(wrong):  # whoever has no result is not finished
        state = state.model_copy(update={"state": STOPPED})
    return state, f"{path.name} is damaged: {', '.join(wrong)}." if wrong else ""


def runs_in(folder: Path) -> list[RunRecord]:
    """All runs in a folder (and the folder itself, if it is one), the newest first; damaged ones are left out."""
    found = list(_readable([folder, *sorted(folder.iterdir())] if folder.is_dir() else []))
    return sorted(found, key=lambda record: record.started, reverse=True)


def _readable(folders: list[Path]) -> Iterator[RunRecord]:
    for folder in folders:
        try:
            if (folder / OPTIONS).is_file():
                yield read_run(folder)
        except (BadFile, OSError):
            continue


def read_log(folder: Path, after: int = 0) -> list[dict[str, Any]]:
    """Its lines from number `after` on: time, done, total, message, metrics. A line that is being written waits, a
    damaged one is left out."""
    return read_log_from(folder, 0)[0][after:]


def read_log_from(folder: Path, place: int, most: int = -1) -> tuple[list[dict[str, Any]], int]:
    """Its lines from a byte on, as `read_log` gives them, and the byte where the next one will begin.

    `most` bytes at once, or one line where that is longer; all of it where that is negative.
    A log that has become shorter than that is read from its start; the place then is smaller than the one given, or 0.
    """
    try:
        with (folder / LOG).open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            start = file.seek(place if place <= size else 0)
            added = file.read(most)
            if most >= 0 and b"\n" not in added:
                added += file.readline()
    except OSError:
        return [], 0
    whole = added[: added.rfind(b"\n") + 1]
    lines = whole.decode("utf-8", errors="replace").split("\n")[:-1]
    return [entry for line in lines if (entry := _parsed(line)) is not None], start + len(whole)


def is_running(folder: Path) -> bool:
    """Whether a process is at work on it."""
    return lock_of(folder).held()


def ask_to_stop(folder: Path) -> None:
    """Have whatever process works on the run stop at its next progress, as if by its user; nothing where none does.

    It keeps what it has, so that the run can be gone on with. NotWritable where the folder takes no file.
    """
    if is_running(folder):
        write_aside(folder / STOP, "")


def lock_of(folder: Path) -> WriterLock:
    """What the process at work holds."""
    return WriterLock(folder / "run", patience=0.5)


def _parsed(line: str) -> dict[str, Any] | None:
    """None for a line that tells anything else than it should."""
    try:
        return Line.model_validate_json(line).model_dump(exclude_unset=True)
    except ValueError:
        return None


def _object(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadFile(path, f"not readable as JSON ({error}).") from error
    if not isinstance(content, dict):
        raise BadFile(path, "expected a JSON object.")
    return content
